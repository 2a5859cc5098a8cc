"""How what others write is read: bytes to text, text to a tree, a tree to messages, each repair said."""
