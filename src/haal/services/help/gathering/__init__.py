"""Gathering places: the register, files of others, and the plan that only a place's own helpers open."""
