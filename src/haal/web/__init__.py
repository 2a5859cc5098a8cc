"""Pages for people: HTML that works without script."""
