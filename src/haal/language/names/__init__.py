"""Names of people and places found again in another spelling or script: how they sound, how alike they are, an index."""
