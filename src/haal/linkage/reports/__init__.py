"""Which reports tell of one incident: levels of a pair, the incident a new report belongs to, a whole file at once."""
