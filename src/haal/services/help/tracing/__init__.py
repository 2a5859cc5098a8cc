"""Missing and found: telling, the seeker's page, matching, the family finder's desk, and the clock."""
