"""The desk: grade what was told, link it to its incident, see how many independent lines stand behind it."""
