"""The 2,048 words of which a spoken code is made: short, plain, hard to confuse on a bad line.

Any two differ by at least two letters typed, left out or swapped, and nearly all are known by their first four. None
speaks of violence, police, religion or a place, so that a code on a scrap of paper says nothing about what it opens.
Not a secret and not to be changed: a code given long ago must still be made of them (`data/receipt-words.txt`).
"""

from __future__ import annotations

from haal.language import seeds

COUNT = 2048

WORDS: tuple[str, ...] = tuple(seeds.path("receipt-words.txt").read_text("ascii").split())
