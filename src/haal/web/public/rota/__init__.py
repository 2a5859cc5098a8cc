"""What a place helper's telephone fetches without signing in."""
