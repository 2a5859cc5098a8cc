"""Do two reports tell of the same event?"""
