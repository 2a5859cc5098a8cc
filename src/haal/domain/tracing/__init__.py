"""Missing and found: requests, sightings, consents, states, and what a seeker may be told; the most dangerous file."""
