"""Missing and found: the cases, and the pairs that may be one person."""
