"""What the tables stand on and no noun owns: shut fields, keys, keyed digests, one fast insert, the site, copies."""
