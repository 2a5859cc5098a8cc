"""Every linked report in a short form, sealed, and the marks by which a new one finds it again."""
