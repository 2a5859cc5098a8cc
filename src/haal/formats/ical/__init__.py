"""Calendars (RFC 5545) that telephones fetch."""
