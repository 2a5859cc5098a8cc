"""Complaints about anybody and anything here: kept, read by two outside the desk, answered within days, counted in public."""
