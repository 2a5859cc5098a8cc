"""Scripts, name keys, phrase books, words for reasons, SMS length per script."""
