"""Needs and offers seen together: what a plan costs, for whom, what looks alike, and the relay between two sides."""
