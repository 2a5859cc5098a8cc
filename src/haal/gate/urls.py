"""Where the doors are hung. One place, so that the permission matrix can walk all of them."""

from __future__ import annotations

from django.urls import path

from haal.api.urls import api
from haal.gate import health
from haal.inbox.sms import urlpatterns as texts
from haal.web.urls import urlpatterns as pages

urlpatterns = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("api/v1/", api.urls),
    *texts,
    *pages,
]
