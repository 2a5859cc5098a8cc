"""The finer nouns of a warning: areas, words, ground, who is on duty, alarms inside one place."""
