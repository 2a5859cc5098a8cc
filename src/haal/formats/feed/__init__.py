"""The warnings as files that any web server can serve: RSS, an index of the CAP files. Atom is `haal.formats.atom`."""
