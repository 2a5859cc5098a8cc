"""What the doors share and what needs Django: who is asking, permissions, middleware."""
