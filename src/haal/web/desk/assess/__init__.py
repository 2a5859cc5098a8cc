"""Pages on which the desk looks at what was told: grading, linking, incidents, search."""
