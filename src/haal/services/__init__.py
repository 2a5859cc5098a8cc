"""The corridor: every write of the system passes through here."""
