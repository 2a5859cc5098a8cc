"""Claims as files: a table that comes back as it was, reports as evidence, and schema.org ClaimReview."""
