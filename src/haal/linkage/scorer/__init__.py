"""One explainable scorer: features in levels, each level with a log-weight; learned with labels or without."""
