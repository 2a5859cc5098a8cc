"""The only database models, one file per noun."""
