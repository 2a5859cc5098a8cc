"""Django's SQLite backend with a fair write turn."""
