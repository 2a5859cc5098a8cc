"""What is done to keep a record in custody: looked at again, handed over, given to whom it belongs."""
