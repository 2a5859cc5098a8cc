"""Sealed boxes, blind indexes, key splitting: bytes only."""
