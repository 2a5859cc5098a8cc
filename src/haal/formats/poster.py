"""A warning as a sheet for a wall: A4 or A5, one language, with a QR code that leads to the page where it is checked.

The one thing to know: the same HTML is the print page and, with the extra `print` (WeasyPrint), the PDF; nothing is
fetched for either, the QR code and the style stand in the page. A drill has a yellow frame and begins with its mark, an
ending is dark. The code stands beside the QR code for those who have no camera.
"""

from __future__ import annotations

import base64
import hashlib
import importlib
import io
from collections.abc import Mapping
from enum import StrEnum
from html import escape
from pathlib import Path
from types import MappingProxyType

import segno

from haal.domain.warn.message import said
from haal.formats.radio import sentences
from haal.formats.sheet import Sheet


class Size(StrEnum):
    """How large the sheet is."""

    A4 = "a4"
    A5 = "a5"


STEPS = 4  # of print size, in poster.css
LETTERS_A_STEP = 130  # roughly; the PDF is measured, the print page is not
STYLE = (Path(__file__).parent / "poster.css").read_text("utf-8")
_RTL = frozenset({"ur", "fa", "sd", "bal", "brh", "ps"})
_MARKS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "drill": {
            "en": "TEST: nothing has happened",
            "ur": "TEST مشق: کچھ نہیں ہوا",
            "fa": "TEST تمرین: چیزی نشده است",
        },
        "ended": {"en": "This warning has ended", "ur": "یہ اطلاع ختم ہو گئی ہے", "fa": "این هشدار پایان یافت"},
        "stands": {"en": "WARNING", "ur": "خطرے کی اطلاع", "fa": "هشدار"},
    }
)
_CHECK = MappingProxyType(
    {
        "en": "Is it still so? Is it ours? Look here:",
        "ur": "کیا یہ اب بھی ہے؟ کیا یہ ہماری ہے؟ یہاں دیکھیں:",
        "fa": "هنوز همین است؟ از ماست؟ اینجا ببینید:",
    }
)
_SMS = MappingProxyType(
    {
        "en": "or send the code as a text message to {number}",
        "ur": "یا کوڈ {number} پر ایس ایم ایس کریں",
        "fa": "یا کد را به {number} پیامک کنید",
    }
)
_WHO = MappingProxyType(
    {
        "en": "{operator}. Not a state authority. Take this sheet down after the time above.",
        "ur": "{operator}۔ سرکاری ادارہ نہیں۔ اوپر لکھے وقت کے بعد یہ کاغذ اتار دیں۔",
        "fa": "{operator}. ادارهٔ دولتی نیست. پس از زمان بالا این برگه را بردارید.",
    }
)


def page_of(sheet: Sheet, *, size: Size, step: int | None = None) -> str:
    """Return the sheet as one HTML page that needs nothing else; `step` 0 is the largest print, by default as it fits."""
    language = sheet.text.language
    kind = "drill" if sheet.is_drill else "ended" if sheet.has_ended else "stands"
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences(sheet.text.instruction))
    return (
        f'<!doctype html><html lang="{escape(language)}" dir="{"rtl" if language in _RTL else "ltr"}"><head>'
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(sheet.name)}</title><style>{STYLE}</style><style>{_paper(size)}</style></head>"
        f'<body class="{size.value} s{_step(sheet) if step is None else step} {kind}">'
        f'<p class="mark" lang="{escape(language)}">{escape(_mark(kind, language))}</p>'
        f"<h1>{escape(sheet.text.headline)}</h1><ul>{items}</ul>"
        f'<p class="times">{escape(sheet.text.description)}</p>'
        f'<section class="check">{qr(sheet.check_url)}<div><p>{escape(said(_CHECK, language))}</p>'
        f'<p><span class="code">{escape(sheet.code)}</span></p>'
        f'<p><span class="url">{escape(sheet.check_url)}</span></p>{_by_sms(sheet)}</div></section>'
        f'<p class="who">{escape(said(_WHO, language).format(operator=sheet.operator))}</p></body></html>'
    )


def pdf_of(sheet: Sheet, *, size: Size) -> bytes | None:
    """Return the sheet as PDF, or None on a box without the extra `print` or without what it needs of the system."""
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError):
        return None
    for step in range(STEPS):  # the largest print with which it stays one page
        drawn = weasyprint.HTML(string=page_of(sheet, size=size, step=step), url_fetcher=_fetch_nothing).render()
        if len(drawn.pages) == 1 or step == STEPS - 1:
            break
    page: bytes = drawn.write_pdf()
    return page


def qr(address: str) -> str:
    """Return the QR code of an address as SVG that stands in a page; a quarter of it may be damaged."""
    drawn = io.BytesIO()
    code = segno.make_qr(address, error="q")
    code.save(drawn, kind="svg", xmldecl=False, svgns=True, nl=False, border=4, omitsize=True, light="#fff")
    return drawn.getvalue().decode("utf-8")


def style_hashes() -> tuple[str, ...]:
    """Return what a page's content policy has to allow for the print page."""
    return (_hash(STYLE), *(_hash(_paper(size)) for size in Size))


def words_by_language() -> Mapping[str, Mapping[str, str]]:
    """Return the sentences this module adds of its own, for the lint and for reviewers."""
    return MappingProxyType({**_MARKS, "check": _CHECK, "sms": _SMS, "who": _WHO})


def _by_sms(sheet: Sheet) -> str:
    if not sheet.sms_number:
        return ""
    number = f'<bdi class="url">{escape(sheet.sms_number)}</bdi>'
    return f"<p>{escape(said(_SMS, sheet.text.language)).replace('{number}', number)}</p>"


def _step(sheet: Sheet) -> int:
    letters = len(sheet.text.headline) * 2 + len(sheet.text.instruction) + len(sheet.text.description)
    return min(STEPS - 1, max(0, letters // LETTERS_A_STEP - 1))


def _mark(kind: str, language: str) -> str:
    return said(_MARKS[kind], language)


def _paper(size: Size) -> str:
    return f"@page {{ size: {size.value.upper()} }}"


def _hash(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode('ascii')}'"


def _fetch_nothing(url: str, *_given: object, **_named: object) -> dict[str, object]:
    raise ValueError(f"a poster fetches nothing: {url[:40]}")
