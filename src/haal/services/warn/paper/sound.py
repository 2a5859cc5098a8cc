"""What sound there is of a warning: clips that people recorded, else a machine voice where one may speak, else none."""

from __future__ import annotations

from pathlib import Path

from haal.domain.errors import Malformed
from haal.formats import radio
from haal.formats.sheet import Sheet
from haal.formats.spoken import clips, speech
from haal.storage.ground.site import site

CLIPS, MACHINE, NONE = "clips", "machine", ""


def clips_folder() -> Path:
    """Return where recorded clips are put."""
    return site().home / "clips"


def kind_of(sheet: Sheet) -> str:
    """Return which sound a sheet would have."""
    if _clips(sheet) is not None:
        return CLIPS
    return MACHINE if speech.can_speak(sheet.text.language) else NONE


def of(sheet: Sheet) -> tuple[bytes, str] | None:
    """Return the sound of a sheet and its file's name, which says so when a machine speaks; None when there is none."""
    recorded = _clips(sheet)
    if recorded is not None:
        return recorded, f"{sheet.name}.wav"
    spoken = speech.speak(radio.script_of(sheet), is_drill=sheet.is_drill)
    return (spoken, f"{sheet.name}-machine-voice.wav") if spoken is not None else None


def _clips(sheet: Sheet) -> bytes | None:
    folder = clips_folder()
    if not clips.has_folder(folder, sheet.text.language):
        return None
    try:
        return clips.join(sheet, folder=folder).sound
    except Malformed:
        return None
