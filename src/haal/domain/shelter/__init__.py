"""Families who were driven out, counted without names; shelters with what they have; and a hand-over to a partner."""
