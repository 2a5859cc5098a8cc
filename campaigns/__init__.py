"""Long fault runs; `make campaign` runs them whole, `make test` runs small seeds of each."""
