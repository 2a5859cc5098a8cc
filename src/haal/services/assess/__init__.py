"""Grading, linking, corroborating: what is known and how well."""
