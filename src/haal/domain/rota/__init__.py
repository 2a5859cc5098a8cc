"""The rota of place helpers: what is wanted, the rules that are never broken, a plan, and what changes a shift."""
