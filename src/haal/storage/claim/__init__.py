"""Claims that are checked: on the desk in a box, in public as one canonical text."""
