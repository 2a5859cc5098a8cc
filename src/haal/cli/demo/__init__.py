"""`haal demo`: the main job on real press reports, from an empty folder to a bundle a stranger can check."""
