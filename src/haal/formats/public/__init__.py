"""What strangers check: the bundle of an incident, the public log as files, and the programs that check them."""
