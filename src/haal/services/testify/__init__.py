"""Seal, prove, redact, publish, retract."""
