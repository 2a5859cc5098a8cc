"""Verified danger becomes a warning that reaches the people near it."""
