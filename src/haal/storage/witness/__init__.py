"""What a witness keeps, in a folder and a SQLite file of its own: no Django, no Haal box."""
