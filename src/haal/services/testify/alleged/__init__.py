"""What became of reports, by the kind of actor that they name: counted by the clock, read by everyone."""
