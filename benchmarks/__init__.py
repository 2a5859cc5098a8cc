"""Benchmarks: one script per promise with a number, each with its peer beside it."""
