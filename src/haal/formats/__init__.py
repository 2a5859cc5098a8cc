"""Domain to bytes and back: CAP, GeoJSON, CSV, bundles."""
