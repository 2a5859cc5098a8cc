"""Where the doors are hung: URLs, the WSGI application and haal up."""
