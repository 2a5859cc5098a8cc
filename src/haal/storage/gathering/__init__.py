"""The tables of gathering places."""
