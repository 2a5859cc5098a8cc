"""The nouns of the field and the rules about them; pure, no clock, no storage."""
