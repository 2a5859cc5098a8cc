"""The tables of shelters, of families counted, of what is shown of both, and of hand-overs to partners."""
