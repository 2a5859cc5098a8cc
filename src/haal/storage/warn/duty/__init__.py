"""The tables of people on duty: who can be had, the alarm inside one place, calls, and the question whether it still holds."""
