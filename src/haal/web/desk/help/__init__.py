"""Help at the desk: needs and offers, check-in circles, places and shifts."""
