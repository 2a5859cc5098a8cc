"""What is published of warnings for programs: feeds, an index, the certificate, and all of it as a folder."""
