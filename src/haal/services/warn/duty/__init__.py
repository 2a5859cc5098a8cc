"""Who is there: people on duty, the alarm inside one place, threats, and the question whether a warning still holds."""
