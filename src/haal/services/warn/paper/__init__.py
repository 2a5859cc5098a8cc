"""Warning without the internet: posters, scripts, clips, text messages by hand, and a folder with all of it."""
