"""Places where people gather: which there are, what their own helpers plan for, and what a file of others says of them."""
