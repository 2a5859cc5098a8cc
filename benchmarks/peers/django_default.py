"""The peer of benchmarks/intake.py: the same endpoint as most Django projects would have it, on Django's default SQLite settings.

It reads whether the key came before, then keeps the report, an audit row and an outbox row in one transaction: the same
writes as ours but no sealing, no ledger, no receipt words, which is to its advantage. Not part of Haal; run by gunicorn
from `.venv-bench`, with as many threads as ours.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

settings.configure(
    SECRET_KEY="a peer of a benchmark",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    USE_TZ=True,
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(os.environ["PEER_HOME"]) / "peer.sqlite3"}
    },
)
django.setup()


class Report(models.Model):
    """One report, in clear."""

    key = models.CharField(max_length=200, unique=True)
    answers = models.JSONField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "peer"


class Trace(models.Model):
    """An audit row or an outbox row."""

    kind = models.CharField(max_length=20)
    report = models.ForeignKey(Report, on_delete=models.CASCADE)

    class Meta:
        app_label = "peer"


def post_report(request: HttpRequest) -> HttpResponse:
    """Keep one report and its traces."""
    key = request.headers["Idempotency-Key"]
    with transaction.atomic():
        if Report.objects.filter(key=key).exists():
            return JsonResponse({"repeated": True})
        report = Report.objects.create(key=key, answers=json.loads(request.body))
        for kind in ("act", "audit", "outbox"):
            Trace.objects.create(kind=kind, report=report)
    return JsonResponse({"report": report.pk}, status=201)


urlpatterns = [path("reports", post_report), path("healthz", lambda request: HttpResponse("ok"))]


def make_tables() -> None:
    """Make the two tables."""
    with connection.schema_editor() as editor:
        editor.create_model(Report)
        editor.create_model(Trace)


if os.environ.get("PEER_MAKE_TABLES"):
    make_tables()
application = get_wsgi_application()
