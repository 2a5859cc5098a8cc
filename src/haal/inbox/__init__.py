"""What comes in by file and message."""
