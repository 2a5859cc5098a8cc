"""Complaints about anybody here: what is told, who may read it, by when it is answered, what is published of it."""
