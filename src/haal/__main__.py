"""The entry point: `haal COMMAND` and `python -m haal COMMAND`."""

from __future__ import annotations

import os
import sys
import tempfile


def main() -> int:
    """Load the settings, then hand over to the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haal.config")
    os.umask(0o077)
    if sys.argv[1:2] == ["demo"] and "HAAL_HOME" not in os.environ:
        os.environ["HAAL_HOME"] = tempfile.mkdtemp(prefix="haal-demo-")
    import django

    django.setup()
    from haal.cli import commands
    from haal.gate import up, weights, witness

    weights.take()
    return commands.run(sys.argv[1:], more=(up, witness))


if __name__ == "__main__":
    sys.exit(main())
