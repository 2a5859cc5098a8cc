"""Who goes where: needs to offers and stewards to places, weighed all at once. SciPy and OR-Tools stay here."""
