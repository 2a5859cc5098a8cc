"""Needs and offers, check-ins, places and their helpers."""
