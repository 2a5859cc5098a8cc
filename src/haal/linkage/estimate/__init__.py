"""How many were there in all, those on no list included? Multiple systems estimation, or a no with its reasons."""
