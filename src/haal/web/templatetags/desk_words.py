"""The words the desk sees for what warnings and accounts keep as codes: ways out, states, how grave, and people's roles.

The one thing to know: a role is shown as what somebody does, in the words of the table "Words people see" of the
glossary; the codes stay in exports and in the audit. Use `{{ role|role_word }}`, `{{ state.value|out_word }}`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haal.domain.access import Role
from haal.domain.delivery import Channel, State
from haal.domain.hazard import Certainty, Severity, Urgency

register = template.Library()

ROLES: dict[Role, Promise] = {
    Role.INTAKE: _("takes in reports"),
    Role.VERIFIER: _("looks at reports"),
    Role.WARNER: _("one of the two who warn"),
    Role.AID: _("brings help together"),
    Role.TRACER: _("family finder"),
    Role.STEWARD: _("place helper"),
    Role.PUBLISHER: _("publishes"),
    Role.CUSTODIAN: _("key keeper"),
    Role.OPERATOR: _("box keeper"),
    Role.AUDITOR: _("reads the audit"),
    Role.FOCAL: _("focal person"),
    Role.LISTENER: _("listener for complaints"),
    Role.WOMAN_LISTENER: _("listener for complaints, a woman"),
}

OUT: dict[str, Promise] = {
    Channel.EMAIL: _("e-mail"),
    Channel.SMS: _("text message"),
    State.QUEUED: _("waits to leave"),
    State.LEASED: _("waits to leave"),
    State.SENDING: _("is leaving"),
    State.ACCEPTED: _("handed over"),
    State.REFUSED: _("not taken by the gateway"),
    State.UNKNOWN: _("not known whether it arrived"),
    State.WITHDRAWN: _("taken back before it left"),
    State.EXPIRED: _("ran out before it left"),
    Severity.EXTREME: _("very grave"),
    Severity.SEVERE: _("grave"),
    Severity.MODERATE: _("less grave"),
    Severity.MINOR: _("slight"),
    Urgency.IMMEDIATE: _("now"),
    Urgency.EXPECTED: _("within the hour"),
    Urgency.FUTURE: _("later"),
    Urgency.PAST: _("over"),
    Certainty.OBSERVED: _("seen"),
    Certainty.LIKELY: _("likely"),
    Certainty.POSSIBLE: _("possible"),
}


@register.filter
def role_word(role: object) -> str:
    """Return what somebody with this role does."""
    known = ROLES.get(Role(str(role))) if str(role) in set(Role) else None
    return str(known or role)


@register.filter
def roles_words(roles: Iterable[object]) -> str:
    """Return what somebody does, as one line."""
    return ", ".join(role_word(role) for role in roles)


@register.filter
def out_word(code: object) -> str:
    """Return the words of a way out, of a message's state, or of how grave, how soon and how sure."""
    return str(OUT.get(str(code), code))
