"""Places and districts from files of others."""
