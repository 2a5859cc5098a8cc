"""Pages for programs: the open API and the feeds."""
