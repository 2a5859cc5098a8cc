"""The tables of check-in circles: rows (circle, members, codes), turns (whose turn, who did what), contact, note."""
