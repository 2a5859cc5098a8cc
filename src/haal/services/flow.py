"""Asks each end once, after a report was assessed."""
