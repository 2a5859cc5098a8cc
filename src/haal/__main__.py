"""The entry point: `haal COMMAND` and `python -m haal COMMAND`."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Load the settings, then hand over to the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haal.config")
    import django  # noqa: PLC0415 - the settings module must be named first

    django.setup()
    from haal.cli.commands import run  # noqa: PLC0415 - needs the models to be loaded

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
