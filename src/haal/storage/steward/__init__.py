"""What is kept for a place helper beside the shifts: codes, calendar, what they can do, what is after a shift."""
