"""The entry point: `haal COMMAND` and `python -m haal COMMAND`."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Load the settings, then hand over to the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haal.config")
    os.umask(0o077)
    import django  # noqa: PLC0415 - the settings module must be named first

    django.setup()
    from haal.cli import commands  # noqa: PLC0415 - needs the models to be loaded
    from haal.gate import up  # noqa: PLC0415

    return commands.run(sys.argv[1:], more=(up,))


if __name__ == "__main__":
    sys.exit(main())
