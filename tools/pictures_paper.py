"""Writes the poster and the radio script into docs/pictures (`make pictures`): a drill, so that no picture can pass for a warning.

The poster is the PDF that people print, drawn by poppler's `pdftoppm`; it needs the extra `print` and `make services`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from haal.domain.hazard import Hazard
from haal.domain.warn.check_code import code_of
from haal.domain.warning_text import compose
from haal.formats import poster, radio
from haal.formats.poster import Size
from haal.formats.sheet import Sheet

TOLD_AT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
PLACES = {"en": "Mastung", "ur": "مستونگ"}
POSTERS = (("ur", Size.A4), ("en", Size.A5))
DOTS_PER_INCH = 60


def sheet(language: str) -> Sheet:
    """Return what would be said of a drill in this language."""
    until = TOLD_AT + timedelta(hours=6)
    texts = compose(
        hazard=Hazard.SECOND_ATTACK,
        place=PLACES[language],
        told_at=TOLD_AT,
        until=until,
        is_drill=True,
        ground="two-lines",
    )
    code = code_of("picture", b"picture")
    return Sheet(
        warning_id="w_picture", number=1, text=next(text for text in texts if text.language == language),
        place=PLACES[language], hazard=Hazard.SECOND_ATTACK.value, code=code,
        check_url=f"https://haal.example/check/?code={code}", operator="Haal", sms_number="", issued_at=TOLD_AT,
        expires_at=until, is_drill=True, has_ended=False,
    )  # fmt: skip


def write(folder: Path) -> bool:
    """Write them into `folder`; return whether everything that is needed was there."""
    program = shutil.which("pdftoppm")
    if program is None:
        sys.stderr.write("pictures: pdftoppm is missing: run `make services`\n")
        return False
    for language, size in POSTERS:
        pdf = poster.pdf_of(sheet(language), size=size)
        if pdf is None:
            sys.stderr.write("pictures: WeasyPrint is missing: install the extra `print`, and run `make services`\n")
            return False
        name = f"poster-{language}-{size.value}"
        _draw(program, pdf, folder / name)
        sys.stderr.write(f"{name}.png\n")
    for language in PLACES:
        script = radio.write(radio.script_of(sheet(language)))
        (folder / f"radio-{language}.txt").write_text(script, "utf-8")
        sys.stderr.write(f"radio-{language}.txt\n")
    return True


def _draw(program: str, pdf: bytes, target: Path) -> None:
    with tempfile.TemporaryDirectory() as own:
        source = Path(own) / "poster.pdf"
        source.write_bytes(pdf)
        command = [
            program,
            "-png",
            "-r",
            str(DOTS_PER_INCH),
            "-f",
            "1",
            "-l",
            "1",
            "-singlefile",
            str(source),
            str(target),
        ]
        subprocess.run(command, check=True)
