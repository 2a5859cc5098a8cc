"""Gathering places out of OpenStreetMap: Overpass JSON and pbf extracts."""
