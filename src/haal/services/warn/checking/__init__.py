"""Is this message ours? Codes, what is answered to one, and the list to print."""
