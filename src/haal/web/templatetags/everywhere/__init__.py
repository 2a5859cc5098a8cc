"""Filters that every template has without a `load`."""
