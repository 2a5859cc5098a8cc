"""Bytes to text, and text mended far enough to be XML: encodings, prefixes nobody declared, stray signs.

The one thing to know: nothing here makes a file mean something else. An ampersand that begins no reference is read as
an ampersand, so an entity's name stays a name; a DOCTYPE is left as it is and refused by the parser.
Sources: XML 1.0, section 4.3.3 and appendix F; Namespaces in XML 1.0, section 2.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from haal.formats.cap.grammar import SIGNATURES, VERSIONS
from haal.formats.cap.model import NAMESPACE
from haal.formats.cap.reading.notes import Notes, Unreadable

BYTES_MAX = 1_048_576
PREFIXES_MAX = 50
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES = (  # how "<?" or "<a" begins without a byte order mark
    (re.compile(rb"<\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<"), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[^\0]"), "utf-16-be"),
)
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,200}\?>")
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_FAMILIES = ("utf-8", "utf8", "ascii", "latin", "iso8859", "cp125", "cp437", "cp85", "cp86", "koi8", "gb", "big5")
_FAMILIES_EAST = ("shift_jis", "euc_", "iso2022", "hz", "tis_620", "mac-", "cp932", "cp949", "cp950", "cp874")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
_REFERENCE = re.compile(r"&#(?:([0-9]{1,7})|x([0-9a-fA-F]{1,6}));")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HIDDEN = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
_PREFIX = re.compile(r"<([A-Za-z_][\w.-]{0,40}):[A-Za-z_]|\s([A-Za-z_][\w.-]{0,40}):[A-Za-z_][\w.-]{0,80}\s*=\s*[\"']")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,120})((?:\s[^<>]{0,20000})?)>")
_DECLARED_PREFIX = re.compile(r"\sxmlns:([A-Za-z_][\w.-]{0,40})\s*=")
_OWN = re.compile(r"\sxmlns\s*=\s*[\"']([^\"']{1,200})[\"']")


def decode(body: bytes, notes: Notes, *, bytes_max: int = BYTES_MAX) -> str:
    """Return the file as text without its XML declaration.

    Raises:
        Unreadable: too large, empty, or in no encoding that fits.
    """
    if len(body) > bytes_max:
        raise Unreadable("too-large", f"more than {bytes_max} bytes")
    if not body.strip(b"\0 \t\r\n"):
        raise Unreadable("empty", "nothing in the file")
    mark, seen = _seen(body)
    told = _told(body[len(mark) :]) if seen is None else None
    text = _decoded(body[len(mark) :], seen=seen, told=told, notes=notes)
    start = text.find("<")
    if start < 0:
        raise Unreadable("not-xml", "no element in the file")
    if text[:start].strip():
        if not text[:start].strip("\ufeff\0 \t\r\n"):
            notes.repair("before-the-message", "signs before the first element were left out")
        elif len(text[:start]) > 200:
            raise Unreadable("not-xml", "text before the first element")
        else:
            notes.repair("before-the-message", "text before the first element was left out")
    elif start and text.startswith("<?xml", start):
        notes.repair("before-the-message", "white space before the XML declaration was left out")
    return without_declaration(text[start:])


def without_declaration(text: str) -> str:
    """Return `text` without the XML declaration at its begin."""
    found = _DECLARATION.match(text)
    return text[found.end() :] if found else text


def _seen(body: bytes) -> tuple[bytes, str | None]:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return mark, name
    for shape, name in _SHAPES:
        if shape.match(body):
            return b"", name
    return b"", None


def _told(body: bytes) -> str | None:
    found = _DECLARED.search(body[:400])
    return found[1].decode("ascii") if found else None


def _decoded(body: bytes, *, seen: str | None, told: str | None, notes: Notes) -> str:
    name = seen or "utf-8"
    if told is not None:
        known = _known(told)
        if known is None:
            notes.repair("encoding", "the declared encoding is unknown or unfit: read as UTF-8")
        elif known.startswith(("utf-16", "utf-32")):
            notes.repair("encoding", "the declared encoding is not that of the bytes: read as UTF-8")
        name = known if known is not None and not known.startswith(("utf-16", "utf-32")) else "utf-8"
    for choice in dict.fromkeys((name, "utf-8", "cp1252", "latin-1")):
        try:
            text = body.decode(choice)
        except (UnicodeDecodeError, UnicodeError, ValueError):
            if seen is not None:
                raise Unreadable("encoding", f"the bytes are not {seen}") from None
            continue
        if choice != name:
            notes.repair("encoding", f"the bytes are not {name}: read as {choice}")
        return text
    raise Unreadable("encoding", "no encoding fits")  # pragma: no cover - latin-1 takes every byte


def _known(name: str) -> str | None:
    """Return the codec of a declared name, or None where it is not one for text."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    fits = codec.startswith((*_FAMILIES, *_FAMILIES_EAST, "utf-16", "utf-32"))
    return codec if fits else None


def mend(text: str, notes: Notes) -> str:
    """Return `text` with letters XML cannot carry taken out and stray ampersands written as such. CDATA is left alone."""
    if _NOT_XML.search(text):
        text = _NOT_XML.sub("", text)
        notes.repair("letters", "letters that XML cannot carry were left out")
    return "".join(part if is_hidden else _mended(part, notes) for part, is_hidden in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield `text` in parts, and whether each is a comment, an instruction or CDATA. Looks at each letter once."""
    at = 0
    closed = dict.fromkeys((begin for begin, _end in _HIDDEN), True)
    while True:
        begins = [(text.find(begin, at), begin, end) for begin, end in _HIDDEN if closed[begin]]
        here, begin, end = min((one for one in begins if one[0] >= 0), default=(-1, "", ""))
        if here < 0:
            yield text[at:], False
            return
        until = text.find(end, here + len(begin))
        if until < 0:
            closed[begin] = False
            continue
        yield text[at:here], False
        at = until + len(end)
        yield text[here:at], True


def _mended(text: str, notes: Notes) -> str:
    fixed = _AMPERSAND.sub("&amp;", text)
    if fixed != text:
        notes.repair("ampersand", "a stray & was read as itself")
    whole = _REFERENCE.sub(lambda found: found[0] if _is_letter(found) else "", fixed)
    if whole != fixed:
        notes.repair("letters", "letters that XML cannot carry were left out")
    return whole


def _is_letter(found: re.Match[str]) -> bool:
    number = int(found[1]) if found[1] else int(found[2], 16)
    return number <= 0x10FFFF and not _NOT_XML.match(chr(number))


def declare_prefixes(text: str, notes: Notes) -> str:
    """Return `text` with every prefix it uses declared at its root; `cap` means CAP, unknown ones mean nothing."""
    bare = "".join(" " * len(part) if is_hidden else part for part, is_hidden in _parts(text))
    root = _ROOT.search(bare)
    if root is None:
        return text
    used = {one or other for one, other in _PREFIX.findall(bare)} - {"xml", "xmlns"}
    missing = sorted(used - set(_DECLARED_PREFIX.findall(root[2])))
    if not missing or len(missing) > PREFIXES_MAX:
        return text
    at = root.start() + 1 + len(root[1])
    own = _OWN.search(root[2])
    said = "".join(f' xmlns:{prefix}="{_meaning(prefix, own[1] if own else "")}"' for prefix in missing)
    notes.repair("prefix", "a prefix that was not declared was given its usual meaning")
    return text[:at] + said + text[at:]


def _meaning(prefix: str, own: str) -> str:
    if prefix.lower() in {"cap", "alert"}:
        return own if own in VERSIONS else NAMESPACE
    return SIGNATURES if prefix in {"ds", "dsig"} else f"urn:haal:undeclared:{prefix}"
