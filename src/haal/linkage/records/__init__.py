"""Two data sets, one list of pairs: which record of the left set tells of the same incident as which of the right."""
