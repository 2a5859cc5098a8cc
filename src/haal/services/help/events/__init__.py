"""Event plans: each reached by its own people with its own word, and by nobody else; there is no list of coming events."""
