"""People Finder Interchange Format 1.4: what the publication consent lets out, written; what others publish, read."""
