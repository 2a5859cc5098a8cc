"""The clock is a door: dispatch, sequencing, expiry, forgetting."""
