#!/usr/bin/env python3
"""Sign what you received, as the other side of a hand-over: Python and the package `cryptography`, nothing of Haal.

Once:               countersign.py new partner.example/referrals my-key.txt   (prints the public key to give away)
For each hand-over: countersign.py sign my-key.txt received.age statement.txt > receipt.txt

A statement is a signed note of C2SP: three lines, an empty line, signature lines. The second line is the SHA-256 of the file,
the third your own public key; both are looked at before anything is signed. Keep my-key.txt as you keep the key of your door.
"""

import argparse
import base64
import hashlib
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519 = b"\x01"


def main() -> int:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    new = commands.add_parser("new", help="make a key")
    new.add_argument("name", help="how your body is called in signatures, without spaces")
    new.add_argument("key", type=Path, help="the file to keep it in")
    new.set_defaults(run=make)
    sign = commands.add_parser("sign", help="sign a statement over a file you received")
    sign.add_argument("key", type=Path)
    sign.add_argument("file", type=Path)
    sign.add_argument("statement", type=Path)
    sign.set_defaults(run=countersign)
    args = parser.parse_args()
    sys.stdout.buffer.write(args.run(args).encode())
    return 0


def make(args: argparse.Namespace) -> str:
    """Keep a new key and return its public half (a vkey)."""
    if not args.name or "+" in args.name or any(letter.isspace() for letter in args.name):
        sys.exit("a name has no spaces and no plus sign")
    seed = os.urandom(32)
    with os.fdopen(os.open(args.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{args.name} {base64.b64encode(seed).decode()}\n")
    return public_of(args.name, seed) + "\n"


def countersign(args: argparse.Namespace) -> str:
    """Return the statement with our line below the others."""
    name, _, encoded = args.key.read_text("utf-8").strip().partition(" ")
    seed = base64.b64decode(encoded, validate=True)
    note = args.statement.read_text("utf-8")
    text, gap, _signatures = note.partition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) != 3:
        sys.exit("this is no statement of three lines with a signature below")
    if lines[1] != hashlib.sha256(args.file.read_bytes()).hexdigest():
        sys.exit("the statement is about another file: sign nothing, and call whoever sent it")
    if lines[2] != public_of(name, seed):
        sys.exit("the statement names another receiver than you: sign nothing")
    signed = Ed25519PrivateKey.from_private_bytes(seed).sign((text + "\n").encode())
    line = base64.b64encode(key_id(name, seed) + signed).decode()
    return f"{note}\u2014 {name} {line}\n"


def key_id(name: str, seed: bytes) -> bytes:
    """Return the four bytes that mark the key's signatures."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + raw(seed)).digest()[:4]


def public_of(name: str, seed: bytes) -> str:
    """Return the vkey: name, id and key, joined by plus signs."""
    return f"{name}+{key_id(name, seed).hex()}+{base64.b64encode(ED25519 + raw(seed)).decode()}"


def raw(seed: bytes) -> bytes:
    """Return the 32 bytes of the public key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


if __name__ == "__main__":
    sys.exit(main())
