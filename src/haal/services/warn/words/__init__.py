"""What stands behind the words of a warning: its ground, the reviewed phrase books, and the rumours that are no warning."""
