"""The tables behind the words of warnings: who read which phrase book, and what is only said."""
