"""Cells, distances, areas, and coarsening a place until it hides a home."""
