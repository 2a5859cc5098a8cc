"""One version of a warning as it is handed to paper and voice: its words in one language, its code, and where to check it.

The one thing to know: a sheet is made of what was issued, never of a draft, and says itself whether it is a drill or an
ending; poster, radio script, the page of text messages and the spoken clip are all made of the same sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.warning_text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What paper and voice say. `check_url` already carries the code."""

    warning_id: str
    number: int
    text: Text
    place: str
    hazard: str
    code: str
    check_url: str
    operator: str
    sms_number: str
    issued_at: datetime
    expires_at: datetime
    is_drill: bool
    has_ended: bool

    @property
    def name(self) -> str:
        """Return what its files are called; a drill's name says so first."""
        return f"{'TEST-' if self.is_drill else ''}{self.warning_id}-{self.number}-{self.text.language}"
