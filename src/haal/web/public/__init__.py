"""Pages anybody can open."""
