"""No page, style or program names a host of somebody else: nothing is ever fetched from a third party."""

from __future__ import annotations

import re

from tests.house.tree import ROOT, SRC

HOST = re.compile(r"(?:https?|wss?|ftp)://([A-Za-z0-9.\-\[\]:{}%_$]+)|src=[\"']//([A-Za-z0-9.\-]+)")
# Names that are no addresses: identifiers of XML vocabularies and schemas, examples set aside by RFC 2606, loopback.
NAMES_ONLY = re.compile(
    r"www\.(w3\.org|incident\.com)|zesty\.ca/pfif.*|zesty\.ca|schema\.org|.*\.(example|invalid)|example\.(org|net|com)"
    r"|127\.0\.0\.1.*|localhost.*|\[::1\].*|[{%$].*"
)
SUFFIXES = {".py", ".html", ".css", ".js", ".txt", ".xml", ".json", ".webmanifest", ".svg", ".po", ".csv"}
SKIPPED = {"__pycache__", "migrations"}


def hosts_in(text: str) -> list[str]:
    """Return the hosts an address in `text` names, without those that are names only."""
    found = [first or second for first, second in HOST.findall(text)]
    return [host.rstrip(".") for host in found if not NAMES_ONLY.fullmatch(host.rstrip("."))]


def test_the_program_names_no_host_of_somebody_else():
    files = [path for path in SRC.rglob("*") if path.suffix in SUFFIXES and not SKIPPED & set(path.parts)]
    files = [path for path in files if "LICENSE" not in path.name]  # a licence names where a work comes from
    found = {
        path.relative_to(ROOT).as_posix(): hosts
        for path in files
        if (hosts := hosts_in(path.read_text("utf-8", "replace")))
    }

    assert found == {}


def test_the_data_names_no_address_of_a_page():
    files = list((ROOT / "data").rglob("*.csv"))
    found = {path.name: hosts[:3] for path in files if (hosts := hosts_in(path.read_text("utf-8")))}

    assert files
    assert found == {}


def test_an_address_of_somebody_else_is_found():
    assert hosts_in('<script src="https://cdn.somebody.net/x.js">') == ["cdn.somebody.net"]
    assert hosts_in('<img src="//pixel.somebody.net/1">') == ["pixel.somebody.net"]
    assert hosts_in('xmlns="http://www.w3.org/2000/svg" href="http://127.0.0.1:8000/"') == []
