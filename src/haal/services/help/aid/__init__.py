"""Needs and offers weighed together: the plan the desk sees, and what both sides tell each other."""
