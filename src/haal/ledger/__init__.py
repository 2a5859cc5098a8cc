"""Merkle tree, notes, checkpoints, proofs: bytes in, bytes out, and the stand-alone verifier."""
