"""Texts made alike before their wording is compared: one romanisation, and no name of a party."""
