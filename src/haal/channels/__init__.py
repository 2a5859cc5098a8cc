"""Outward: each channel has send(batch) -> receipts."""
