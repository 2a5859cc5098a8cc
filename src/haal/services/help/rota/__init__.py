"""The rota of one's own place: shifts, who stands in, swaps, who did not come, and the page of one helper."""
