"""One new report against a million that are kept: by what it is found, in what short form it is kept, and how it is held against it.

Raise `EDITION` whenever what is kept of a report would come out otherwise: rows of another edition are made anew.
"""

from __future__ import annotations

EDITION = 1
