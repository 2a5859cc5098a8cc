"""Search the desk's reports for words: opened in memory one after the other, nothing indexed, nothing kept of the
question.

The one thing to know: a word index on disk would be the reports in clear. So the newest reports are opened and read,
at most `REPORTS_MAX`, and the audit says that somebody searched, not for what. All words must be there, in any order
and any case.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.incoming import check_text, texts_of
from haal.domain.policy import DEFAULT
from haal.domain.report import Report
from haal.storage import audit
from haal.storage import report as report_rows

REPORTS_MAX = 2_000
FOUND_MAX = 50
WORDS_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found among `read` reports; `more` when there is more than is shown, `limited` when not all were
    read.
    """

    reports: tuple[Report, ...]
    read: int
    more: bool
    limited: bool


def find(*, words: str, by: Actor, now: datetime) -> Found:
    """Return the newest reports that hold all `words`. Raises Refused, KeysLocked."""
    require(by, Permission.READ_REPORTS)
    check_text(words, field="words", chars_max=DEFAULT.field_chars_max)
    wanted = folded(words).split()[:WORDS_MAX]
    if not wanted:
        return Found(reports=(), read=0, more=False, limited=False)
    audit.write(by=by, what="search", subject="", now=now)
    reports = report_rows.newest(limit=REPORTS_MAX)
    hits = [report for report in reports if _holds(report, wanted)]
    return Found(
        reports=tuple(hits[:FOUND_MAX]),
        read=len(reports),
        more=len(hits) > FOUND_MAX,
        limited=len(reports) == REPORTS_MAX,
    )


def folded(text: str) -> str:
    """Return `text` for comparing: no case, no marks above or below letters, one form of each letter."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return unicodedata.normalize("NFKC", bare).casefold()


def _holds(report: Report, wanted: list[str]) -> bool:
    told = " ".join(folded(text) for part in (report.answers, report.source) for _field, text in texts_of(part))
    return all(word in told for word in wanted)
