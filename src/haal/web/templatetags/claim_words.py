"""Words for the codes of checked claims: what the reports say, side by side, and where a claim stands.

Words of no side, one for each code, the same for everybody. Use `{{ check.verdict.value|verdict_word }}`.
"""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haal.domain.claim.evidence import Facet, Finding
from haal.domain.claim.published import ClaimState
from haal.domain.claim.verdict import Verdict

register = template.Library()

VERDICTS: dict[str, Promise] = {
    Verdict.SUPPORTED: _("Reports support it"),
    Verdict.OTHER_ACTOR: _("Reports tell of the act, and name somebody else"),
    Verdict.PARTLY: _("Reports support it in part"),
    Verdict.EXAGGERATED: _("The number is above every figure told"),
    Verdict.CONTRADICTED: _("Reports say otherwise"),
    Verdict.DISPUTED: _("Reports disagree"),
    Verdict.ALLEGED: _("It is only alleged"),
    Verdict.NOT_FOUND: _("No report was found"),
    Verdict.NOT_CHECKABLE: _("Reports cannot settle it"),
}
FACETS: dict[str, Promise] = {
    Facet.ACT: _("What was done"),
    Facet.TARGET: _("What was hit"),
    Facet.ACTOR: _("Who is said to have done it"),
    Facet.TIME: _("The day"),
    Facet.HOUR: _("The time of day"),
    Facet.PLACE: _("The place"),
    Facet.SPOT: _("Inside or outside"),
    Facet.NUMBER: _("The number"),
    Facet.TRAIT: _("What is said of people or means"),
    Facet.DOUBT: _("Whether the story is doubted"),
}
FINDINGS: dict[str, Promise] = {
    Finding.AGREES: _("agrees"),
    Finding.PART: _("agrees in part"),
    Finding.DIFFERS: _("differs"),
    Finding.NOT_TOLD: _("is not told"),
}
STATES: dict[str, Promise] = {
    ClaimState.ENTERED: _("waits for a second person"),
    ClaimState.PUBLISHED: _("public"),
    ClaimState.REPLACED: _("replaced by a newer one"),
    ClaimState.WITHDRAWN: _("taken back"),
}


@register.filter
def verdict_word(code: str) -> str | Promise:
    """Return what the reports say."""
    return VERDICTS.get(code, code)


@register.filter
def facet_word(code: str) -> str | Promise:
    """Return what was compared."""
    return FACETS.get(code, code)


@register.filter
def finding_word(code: str) -> str | Promise:
    """Return how the reports stand to it."""
    return FINDINGS.get(code, code)


@register.filter
def claim_state_word(code: str) -> str | Promise:
    """Return where a claim stands."""
    return STATES.get(code, code)
