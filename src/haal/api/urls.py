"""The open API: its version, its description at `/api/v1/openapi.json`, and the list of its parts."""

from __future__ import annotations

from ninja import NinjaAPI

from haal.api.alleged import router as alleged
from haal.api.errors import answer_in_words
from haal.api.incident import router as incidents
from haal.api.need import router as help_end
from haal.api.report import router as reports
from haal.api.warning import router as warnings

api = NinjaAPI(
    title="Haal",
    version="1",
    description="Take a report in with the custom's questions; read what is public. No key is needed and no address is kept.",
    docs_url=None,
    urls_namespace="api-1",
)
answer_in_words(api)
api.add_router("/reports", reports)
api.add_router("", help_end)
api.add_router("/incidents", incidents)
api.add_router("/warnings", warnings)
api.add_router("/alleged", alleged)
