"""Check-in circles: circle (nouns), word (what a word does), ladder (whose turn), clock (when the box was down), note, reply."""
