"""People Finder files: records of others enter as cases, and what two let out of ours leaves."""
