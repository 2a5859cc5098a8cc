"""What lies in the boxes of the desk, their keys apart from them, and how both are done away with."""
