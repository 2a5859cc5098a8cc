"""Looks at the desk once for each role, as somebody who holds that role and no other, and searches what comes for everybody planted.

Run by campaigns/harassment.py in a process of its own with HAAL_HOME set. Each page that links lead to is read, and besides every
address that takes an id is tried with ids that were planted: an address may be guessed or handed on. Prints one JSON line: how
many pages each role read, and what was found where. What a role may see by its office is named in `MAY`, and nothing else is.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from campaigns.look import LINK, account, signed_in, text_of  # noqa: I001 - it sets Django up

from campaigns.harassment_people import everybody
from campaigns.harassment_search import Found, Search
from django.test import Client
from django.urls import get_resolver

from haal.domain.access import Role

PAGES_MAX = 120
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# With which letter the ids begin that an address takes; any other address is tried with one id of each kind.
BEGINS = {
    "need_id": "n_", "offer_id": "o_", "match_id": "m_", "place_id": "g_", "circle_id": "c_", "shift_id": "s_",
    "case_id": "t_", "report_id": "r_", "record": "r_",
}  # fmt: skip
LEAVES = re.compile(r"/(stop|logout|leave)/")
# Whoever matches needs reads the free words of a need or an offer, with every number masked, and nothing else of anybody.
MAY = {Role.AID: (re.compile(r"^/desk/(needs|offers)/[^/]+/$"), frozenset({"name", "place", "point"}))}


def addresses(ids: list[str]) -> list[str]:
    """Return every desk address that takes one id, with those of these ids that may be there."""
    routes = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    one_each = [*{one[:2]: one for one in ids}.values()]
    found = []
    for route in routes:
        if route.startswith("desk/") and len(names := PARAMETER.findall(route)) == 1:
            fitting = [one for one in ids if one.startswith(BEGINS.get(names[0], "-"))] or one_each
            found += [f"/{PARAMETER.sub(one, route)}" for one in fitting]
    return found


def pages(client: Client, extra: list[str]) -> Iterator[tuple[str, bytes]]:
    """Give every page that links lead to, then every address that may be guessed."""
    waiting, seen = ["/desk/"], set[str]()
    while waiting and len(seen) < PAGES_MAX:
        path = waiting.pop(0)
        if path in seen or LEAVES.search(path):
            continue
        seen.add(path)
        content = _get(client, path)
        yield path, content
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(text_of(content)) if "?lang=" not in link]
    for path in extra:
        if path not in seen and not LEAVES.search(path):
            yield path, _get(client, path)


def _get(client: Client, path: str) -> bytes:
    answer = client.get(path)
    return b"".join(answer) if answer.streaming else answer.content


def may(role: Role, path: str, found: Found, *, typed: frozenset[int]) -> bool:
    """Return whether somebody with this role may read this there."""
    where, whats = MAY.get(role, (None, frozenset()))
    return where is not None and bool(where.match(path)) and found.what in whats and found.number in typed


def main() -> int:
    """Look, and print what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--ids", required=True, help="ids that were planted, set apart by commas")
    args = parser.parse_args()
    people = everybody(args.people)
    search, typed = Search(people), frozenset(who.number for who in people if who.types_all)
    tried = addresses(args.ids.split(","))
    read: dict[str, int] = {}
    found: dict[str, dict[str, list[Found]]] = defaultdict(dict)
    by_office: dict[str, int] = defaultdict(int)
    for role in Role:
        account(f"looks-{role.value}", held=frozenset({role}))
        client, read[role.value] = signed_in(f"looks-{role.value}"), 0
        for path, content in pages(client, tried):
            read[role.value] += 1
            seen = {one for one in search.found_in(content) if one.what != "pseudonym"}  # colleagues know it
            wrong = sorted(one for one in seen if not may(role, path, one, typed=typed))
            by_office[role.value] += len(seen) - len(wrong)
            if wrong:
                found[role.value][path] = wrong[:5]
    sys.stdout.write(json.dumps({"read": read, "found": found, "by_office": by_office}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
