"""Weights of linking that the operator chose in place of the shipped ones: a file that `haal link learn` wrote.

The one thing to know: it is read once, when a process starts; a file that does not fit ends it, so that nobody believes in weights
that are not used.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from haal.cli import output
from haal.linkage.scorer import model


def take() -> None:
    """Use the file that the environment names, if it names one; end the process when it cannot be used."""
    name = os.environ.get("HAAL_LINK_WEIGHTS", "")
    if not name:
        return
    path = Path(name)
    try:
        model.choose(model.from_json(path.read_text("utf-8")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        told = f"HAAL_LINK_WEIGHTS: {path.name} holds no weights that haal link learn wrote ({type(error).__name__})"
        raise SystemExit(output.fail(told, code="weights", as_json="--json" in sys.argv)) from None
