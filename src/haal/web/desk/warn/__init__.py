"""The pages by which people are warned: the draft, who agrees, who is on duty, what was told."""
