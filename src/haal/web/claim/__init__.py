"""Claims on pages: what everybody reads, and what the desk enters and confirms."""
