"""Taking a report in, once."""
