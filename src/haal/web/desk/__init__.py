"""Pages of the desk, for people with an account."""
