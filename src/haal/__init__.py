"""Haal."""
