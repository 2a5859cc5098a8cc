"""The WSGI application; the clock's thread starts with it when the box says so (HAAL_CLOCK=1, set by `haal up`)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from haal.gate import box

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haal.config")
application = get_wsgi_application()
if os.environ.get("HAAL_CLOCK") == "1":
    box.start_worker()
