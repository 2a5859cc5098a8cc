"""Plans of single events: who helps, who says go or no-go, what was done when, which sheets went out, and what is left."""
