"""A claim that is checked: what was stated, what reports tell of it, and the verdict that follows.

The one thing to know: a verdict is computed from findings and never typed; a person only confirms it, and never the one
who entered the claim. Not the figures of an incident (`casualties`) and not who is said to have done it (`report`).
"""
