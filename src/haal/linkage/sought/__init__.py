"""Is the one who was seen the one who is sought? Explained field by field, and decided by a family finder, never here."""
