"""A warning joined from clips that people have recorded: hazard, place, what to do; twice, and the mark of a drill around.

The one thing to know: nothing is left out. If one clip is missing, or was recorded in another shape, there is no sound file
but the names of what is missing. A folder holds one folder a language, each with WAV files and `clips.toml`:
`spoken_by = "..."` and a table `[clips]` from names such as `hazard.blast`, `action.blast`, `place.Mastung`, `drill`,
`ended` to files. How to record them: docs/how-to/warn-without-internet.md.
"""

from __future__ import annotations

import io
import tomllib
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from haal.domain.errors import Malformed
from haal.formats.sheet import Sheet

MANIFEST = "clips.toml"
READINGS = 2
CLIP_BYTES_MAX = 8_388_608
PAUSE_SECONDS = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The sound file, or what it lacks."""

    sound: bytes | None
    missing: tuple[str, ...] = ()


def names_for(sheet: Sheet) -> tuple[str, ...]:
    """Return the clips that a warning needs, in the order of one reading."""
    mark = ("drill",) if sheet.is_drill else ()
    if sheet.has_ended:
        return (*mark, "ended", f"hazard.{sheet.hazard}", f"place.{sheet.place}", *mark)
    return (*mark, f"hazard.{sheet.hazard}", f"place.{sheet.place}", f"action.{sheet.hazard}", *mark)


def has_folder(folder: Path, language: str) -> bool:
    """Return whether somebody has recorded anything in this language."""
    return (folder / language / MANIFEST).is_file()


def join(sheet: Sheet, *, folder: Path) -> Joined:
    """Return the joined clips of a warning. Raises Malformed when the manifest or a clip cannot be used."""
    own = folder / sheet.text.language
    files = _manifest(own / MANIFEST)
    wanted = names_for(sheet)
    missing = tuple(dict.fromkeys(name for name in wanted if name not in files or not (own / files[name]).is_file()))
    if missing:
        return Joined(sound=None, missing=missing)
    return Joined(sound=_joined([own / files[name] for name in wanted] * READINGS))


def _manifest(path: Path) -> dict[str, str]:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Malformed(MANIFEST, expected="a list of clips", got=type(error).__name__) from None
    clips = told.get("clips", {})
    if not isinstance(clips, dict) or not all(isinstance(name, str) for name in clips.values()):
        raise Malformed(MANIFEST, expected="a table of clips and files", got="something else")
    if any(Path(name).name != name for name in clips.values()):
        raise Malformed(MANIFEST, expected="files beside the list", got="a path")
    return clips


def _joined(paths: Sequence[Path]) -> bytes:
    out = io.BytesIO()
    shape: tuple[int, int, int] | None = None
    with wave.open(out, "wb") as whole:
        for path in paths:
            sound, own = _read(path)
            if shape is None:
                shape = own
                whole.setnchannels(own[0])
                whole.setsampwidth(own[1])
                whole.setframerate(own[2])
            if own != shape:
                raise Malformed(path.name, expected="the same shape as the other clips", got=f"{own[2]} Hz")
            whole.writeframes(sound + b"\0" * (int(own[2] * PAUSE_SECONDS) * own[0] * own[1]))
    return out.getvalue()


def _read(path: Path) -> tuple[bytes, tuple[int, int, int]]:
    if path.stat().st_size > CLIP_BYTES_MAX:
        raise Malformed(path.name, expected=f"at most {CLIP_BYTES_MAX} bytes", got="more")
    try:
        with wave.open(str(path), "rb") as clip:
            shape = (clip.getnchannels(), clip.getsampwidth(), clip.getframerate())
            return clip.readframes(clip.getnframes()), shape
    except (wave.Error, EOFError):
        raise Malformed(path.name, expected="a WAV file", got="something else") from None
