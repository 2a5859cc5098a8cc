"""Witnesses: the program that cosigns the logs of others, and how this box has its own log cosigned."""
