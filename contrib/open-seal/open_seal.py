#!/usr/bin/env python3
"""Open a sealed export at a station without network: the `age` program, Python's standard library, two key keepers.

Each key keeper, alone:   open_seal.py share EXPORT.json --index I --identity my-key.txt > my.share
Then both together:       open_seal.py open EXPORT.json one.share other.share > opened.json
To practise, no box near: open_seal.py exercise one.public other.public > exercise.json

The export holds the sealed content and the wrapped shares in base64. A share is one line of ASCII,
`haal-share:1:SEAL:INDEX:HEX`; one share alone says nothing about the content. Two give the secret key of an age file
(Shamir's scheme over GF(256), polynomial 0x11B, the value at 0), and `age` opens it. Keep this file with your key.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

FORMAT = "haal-sealed/1"
WORDS = b'{"exercise": "Two key keepers read this together. One alone read nothing."}\n'
SHARE = re.compile(r"haal-share:1:([0-9a-f]{16}):([0-9]{1,3}):([0-9a-f]+)")


def main() -> int:
    """Read the command line; write what was opened to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    share = commands.add_parser("share", help="unwrap your own share")
    share.add_argument("export", type=Path)
    share.add_argument("--index", type=int, required=True, help="which key keeper you are, counted from 1")
    share.add_argument("--identity", type=Path, required=True, help="the file that age-keygen gave you")
    share.set_defaults(run=unwrap)
    both = commands.add_parser("open", help="open with two shares")
    both.add_argument("export", type=Path)
    both.add_argument("one", type=Path)
    both.add_argument("other", type=Path)
    both.set_defaults(run=open_both)
    practise = commands.add_parser("exercise", help="seal harmless words to the key keepers, as the box would")
    practise.add_argument("public", type=Path, nargs="+", help="files that age-keygen -y gave, in the box's order")
    practise.set_defaults(run=exercise)
    args = parser.parse_args()
    sys.stdout.buffer.write(args.run(args))
    return 0


def unwrap(args: argparse.Namespace) -> bytes:
    """Return one line for each seal in the export: this key keeper's shares."""
    lines = []
    for seal in seals_of(args.export):
        wrapped = {entry["index"]: entry["box"] for entry in seal["shares"]}
        if args.index not in wrapped:
            sys.exit("this export holds no share of that number: it was shredded, or the number is wrong")
        lines.append(age(["-d", "-i", str(args.identity)], base64.b64decode(wrapped[args.index])))
    return b"".join(lines)


def open_both(args: argparse.Namespace) -> bytes:
    """Return what was sealed; several seals one after the other, each ending with a line break."""
    one, other = shares_of(args.one), shares_of(args.other)
    opened = []
    for seal in seals_of(args.export):
        content = base64.b64decode(seal["ciphertext"])
        name = hashlib.sha256(content).hexdigest()[:16]
        if name not in one or name not in other:
            sys.exit("these shares belong to another seal")
        points = dict([one[name], other[name]])
        if len(points) != 2:
            sys.exit("two different shares are needed")
        opened.append(open_content(combine(points), content))
    return opened[0] if len(opened) == 1 else b"".join(content + b"\n" for content in opened)


def open_content(identity: bytes, content: bytes) -> bytes:
    """Return what `age` opens with the one-time key, which goes to it through a pipe: it never lies on a disk."""
    reading, writing = os.pipe()
    os.write(writing, identity + b"\n")
    os.close(writing)
    return age(["-d", "-i", f"/dev/fd/{reading}"], content, keep=reading)


def exercise(args: argparse.Namespace) -> bytes:
    """Return an export of words that are nobody's secret: the same parts in the same places as one from the box."""
    keepers = [path.read_text("ascii").strip() for path in args.public]
    if len(set(keepers)) != len(keepers) or len(keepers) < 2:
        sys.exit("two key keepers at least, each once")
    once = program("age-keygen", []).decode("ascii").split()
    identity, public = once[-1].encode("ascii"), next(word for word in once if word.startswith("age1"))
    content = age(["-r", public], WORDS)
    name = hashlib.sha256(content).hexdigest()[:16]
    slopes = os.urandom(len(identity))
    shares = []
    for index, keeper in enumerate(keepers, 1):
        share = bytes(byte ^ multiply(slope, index) for byte, slope in zip(identity, slopes, strict=True))
        line = f"haal-share:1:{name}:{index}:{share.hex()}\n".encode("ascii")
        shares.append({"index": index, "box": base64.b64encode(age(["-r", keeper], line)).decode("ascii")})
    seal = {"seal": name, "ciphertext": base64.b64encode(content).decode("ascii"), "shares": shares}
    return json.dumps({"format": FORMAT, "record": "exercise", "seals": [seal]}, indent=1).encode("ascii") + b"\n"


def seals_of(path: Path) -> list:
    """Return the seals in an export."""
    export = json.loads(path.read_text("utf-8"))
    if export.get("format") != FORMAT or not export["seals"]:
        sys.exit(f"{path} is no sealed export")
    return export["seals"]


def shares_of(path: Path) -> dict:
    """Return the shares in a file, by seal: (index, bytes)."""
    found = [SHARE.fullmatch(line) for line in path.read_text("ascii").splitlines()]
    if not found or not all(found):
        sys.exit(f"{path} holds no share")
    return {share[1]: (int(share[2]), bytes.fromhex(share[3])) for share in found}


def combine(points: dict[int, bytes]) -> bytes:
    """Return the value at 0 of the lines through two points."""
    (a, left), (b, right) = points.items()
    below = inverse(a ^ b)
    first, second = multiply(b, below), multiply(a, below)
    return bytes(multiply(x, first) ^ multiply(y, second) for x, y in zip(left, right, strict=True))


def multiply(left: int, right: int) -> int:
    """Return the product in GF(256)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left = (left << 1) ^ (0x11B if left & 0x80 else 0)
        right >>= 1
    return product


def inverse(element: int) -> int:
    """Return the element that gives 1 when multiplied."""
    return next(other for other in range(1, 256) if multiply(element, other) == 1)


def age(arguments: list[str], content: bytes, keep: int | None = None) -> bytes:
    """Run the age program and return its output."""
    return program("age", arguments, content, keep)


def program(name: str, arguments: list[str], content: bytes = b"", keep: int | None = None) -> bytes:
    """Run one of the two programs of age and return its output."""
    try:
        done = subprocess.run(
            [name, *arguments], input=content, capture_output=True, pass_fds=[keep] if keep is not None else []
        )
    except FileNotFoundError:
        sys.exit(f"the {name} program is not installed")
    if done.returncode != 0:
        sys.exit(f"{name} could not do it: " + done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
