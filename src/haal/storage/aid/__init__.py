"""Tables of needs and offers that have no noun of their own."""
