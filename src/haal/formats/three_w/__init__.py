"""What was released of families and of help as other bodies read it: 3W and 4W, a displacement table, GeoJSON, all with HXL."""
