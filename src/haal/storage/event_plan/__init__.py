"""The tables of event plans: one that is sealed and cannot be listed, and what is left of those that are over."""
