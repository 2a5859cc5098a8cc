#!/usr/bin/env python
"""Gathers every sentence that people see into the catalogues, and compiles them; needs no gettext programs.

    tools/messages.py            gather into src/haal/locale/*/LC_MESSAGES/django.po, then compile to .mo
    tools/messages.py --check    change nothing; end with 1 when a catalogue or its compiled form is stale
    tools/messages.py --open ur  list what has no Urdu yet, public pages first

A new language: make its folder with an empty django.po and run. Sentences stay in the catalogue, marked obsolete, when they
leave the program. Whether a speaker has reviewed a language is said in `haal.language.locales`, not here.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "haal"
LOCALES = SOURCE / "locale"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
_CALL = re.compile(r"\b(n?gettext|_)\(")

type Message = tuple[str, str]  # singular, plural or empty


def main() -> int:
    """Do what the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--open", metavar="LANGUAGE")
    args = parser.parse_args()
    found = gather()
    catalogues = sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))
    if args.open:
        return _show_open(polib.pofile(str(LOCALES / args.open / "LC_MESSAGES" / "django.po")), found)
    stale = [path for path in catalogues if _bring_up(path, found, keep=not args.check)]
    for path in stale:
        print(
            f"{path.relative_to(ROOT)} {'is stale: run tools/messages.py' if args.check else 'written'}",
            file=sys.stderr,
        )
    return 1 if args.check and stale else 0


def gather() -> dict[Message, list[str]]:
    """Return every sentence with the files it stands in."""
    found: dict[Message, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        messages = _of_template(path) if path.suffix == ".html" else _of_module(path) if path.suffix == ".py" else ()
        for message in messages:
            places = found.setdefault(message, [])
            name = str(path.relative_to(ROOT))
            if name not in places:
                places.append(name)
    return found


def _of_module(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
            texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if texts:
                yield texts[0], texts[1] if len(texts) > 1 else ""


def _of_template(path: Path) -> Iterator[Message]:
    """Let Django turn the template into calls, then read the calls."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haal.config")
    sys.path.insert(0, str(SOURCE.parent))
    from django.utils.translation.template import templatize

    calls = templatize(path.read_text("utf-8"), origin=str(path))
    for match in _CALL.finditer(calls):
        texts = [text for text in _arguments(calls[match.end() :]) if text is not None]
        if texts:
            yield texts[0], texts[1] if match.group(1) == "ngettext" and len(texts) > 1 else ""


def _arguments(rest: str) -> Iterator[str | None]:
    """Yield the leading string literals of a call's arguments."""
    while literal := re.match(r"""\s*[uU]?((?:"(?:[^"\\]|\\.)*")|(?:'(?:[^'\\]|\\.)*'))\s*,?""", rest):
        yield str(ast.literal_eval(literal.group(1)))
        rest = rest[literal.end() :]


def _bring_up(path: Path, found: dict[Message, list[str]], *, keep: bool) -> bool:
    """Make the catalogue hold exactly what was found, and compile it; return whether anything had to change."""
    catalogue = polib.pofile(str(path), wrapwidth=110) if path.stat().st_size else polib.POFile(wrapwidth=110)
    known = {(entry.msgid, entry.msgid_plural or ""): entry for entry in catalogue}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = _metadata(path.parts[-3])
    for message, places in sorted(found.items()):
        fresh.append(_entry(message, places, known.get(message)))
    gone = [entry for key, entry in sorted(known.items()) if key not in found and (entry.msgstr or entry.msgstr_plural)]
    for entry in gone:
        entry.obsolete = True
        fresh.append(entry)
    text, compiled = str(fresh), fresh.to_binary()
    binary = path.with_suffix(".mo")
    if path.read_text("utf-8") == text + "\n" and binary.is_file() and binary.read_bytes() == compiled:
        return False
    if keep:
        path.write_text(text + "\n", "utf-8")
        binary.write_bytes(compiled)
    return True


def _entry(message: Message, places: list[str], old: polib.POEntry | None) -> polib.POEntry:
    singular, plural = message
    flags = ["python-format"] if re.search(r"%\(\w+\)[sd]", singular + plural) else []
    entry = polib.POEntry(msgid=singular, occurrences=[(place, "") for place in places], flags=flags)
    if plural:
        entry.msgid_plural = plural
        entry.msgstr_plural = dict(old.msgstr_plural) if old and old.msgstr_plural else {0: "", 1: ""}
    elif old:
        entry.msgstr = old.msgstr
    return entry


def _metadata(language: str) -> dict[str, str]:
    return {
        "Project-Id-Version": "haal",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }


def _show_open(catalogue: polib.POFile, found: dict[Message, list[str]]) -> int:
    done = {entry.msgid for entry in catalogue if entry.translated() and not entry.obsolete}
    left = sorted((all("/desk/" in place for place in places), message) for message, places in found.items())
    for _is_desk, (singular, plural) in left:
        if singular not in done:
            print(repr((singular, plural)) if plural else repr(singular))
    return 0


if __name__ == "__main__":
    sys.exit(main())
