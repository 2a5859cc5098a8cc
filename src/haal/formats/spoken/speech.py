"""A script read aloud by a machine voice, espeak-ng, in the four languages in which it can be understood.

The one thing to know: its first words say that a machine speaks, in a drill after the mark of the drill. Pashto, Balochi and
Brahui are never spoken by a machine: espeak-ng reads the first badly and the others not at all, and a danger misread is
worse than one read by a neighbour. For these there are recorded clips (`clips`) and the script.
"""

from __future__ import annotations

import shutil
import subprocess
from types import MappingProxyType

from haal.formats.radio import Script, spoken

VOICES = MappingProxyType({"ur": "ur", "fa": "fa", "sd": "sd", "en": "en-gb"})
FIRST_WORDS = MappingProxyType({"en": "Machine voice.", "ur": "مشینی آواز۔", "fa": "صدای ماشینی.", "sd": "مشيني آواز."})
WORDS_PER_MINUTE = 120  # people speak at about 150; this is for those who write it down
WORD_GAP_10MS = 2
SECONDS_MAX = 30


def can_speak(language: str) -> bool:
    """Return whether a machine may read this language out, and the program is there."""
    return language in VOICES and shutil.which("espeak-ng") is not None


def words_of(script: Script, *, is_drill: bool) -> str:
    """Return what is spoken: the mark of a drill, that it is a machine, then the script."""
    mark = "TEST. " if is_drill else ""
    return f"{mark}{FIRST_WORDS[script.language]}\n{spoken(script)}"


def speak(script: Script, *, is_drill: bool) -> bytes | None:
    """Return the script as a WAV file, or None where no machine may or can read it."""
    program = shutil.which("espeak-ng")
    if program is None or script.language not in VOICES:
        return None
    command = [program, "-v", VOICES[script.language], "-s", str(WORDS_PER_MINUTE), "-g", str(WORD_GAP_10MS)]
    done = subprocess.run(  # noqa: S603 - our own words on stdin, no shell
        [*command, "--stdin", "--stdout"],
        input=words_of(script, is_drill=is_drill).encode(),
        capture_output=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    return _whole(done.stdout) if done.returncode == 0 and done.stdout[:4] == b"RIFF" else None


def _whole(stream: bytes) -> bytes:
    """Return the file with its true lengths in its head; a stream carries only placeholders there."""
    data = stream.index(b"data")
    riff = (len(stream) - 8).to_bytes(4, "little")
    size = (len(stream) - data - 8).to_bytes(4, "little")
    return stream[:4] + riff + stream[8 : data + 4] + size + stream[data + 8 :]
