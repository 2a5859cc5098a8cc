"""Pages of the desk for shelters, families driven out, what is shown of both, and handing on to partners."""
