"""A warning as sound: recorded clips joined, or a machine voice that says so."""
