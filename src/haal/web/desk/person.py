"""People of the desk: join by invitation, accept the code of conduct, stop an account, give and take roles.

The one thing to know: stopping takes one press of one person; everything that gives somebody more only asks a second person,
who answers on the agreements page. Sign-in pages themselves are in `haal.porch.sign_in`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission, Role
from haal.domain.conduct import VERSION
from haal.domain.errors import GeneralReason, Malformed, Refused
from haal.domain.ids import PersonId
from haal.domain.person import PersonReason
from haal.language.words import words_for
from haal.porch import rates
from haal.porch.clock import now
from haal.porch.permission import allow, everyone
from haal.porch.who import actor
from haal.services.people import accounts, agreements, invites, queries, roles


@never_cache
@sensitive_post_parameters("passphrase", "again", "code")
@require_http_methods(["GET", "POST"])
@everyone
def join(request: HttpRequest) -> HttpResponse:
    """Ask for code and passphrase; on POST make the account and show its pseudonym once."""
    if request.method != "POST":
        return render(request, "account/join.html", {"code": ""})
    posted = request.POST
    try:
        if not rates.code_tries.has_room("join", now=now()):
            raise Refused(GeneralReason.TOO_MANY)
        rates.code_tries.spend("join", now=now())
        if posted.get("passphrase") != posted.get("again"):
            error = _("The two passphrases are not the same.")
            return render(request, "account/join.html", {"code": posted.get("code", ""), "error": error}, status=422)
        joined = accounts.join(code=posted.get("code", ""), passphrase=posted.get("passphrase", ""), now=now())
    except Refused as refusal:
        error = words_for(refusal.reason, request.LANGUAGE_CODE)
        return render(request, "account/join.html", {"code": posted.get("code", ""), "error": error}, status=422)
    return render(request, "account/joined.html", {"joined": joined}, status=201)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.OWN_ACCOUNT, unfinished=True)
def conduct(request: HttpRequest) -> HttpResponse:
    """Show the code of conduct; on POST keep that it was accepted and go on to the second factor."""
    if request.method != "POST":
        return render(request, "account/conduct.html", {"version": VERSION})
    if request.POST.get("accepted") != "yes":
        error = words_for(PersonReason.CONDUCT_NOT_ACCEPTED, request.LANGUAGE_CODE)
        return render(request, "account/conduct.html", {"error": error, "version": VERSION}, status=422)
    accounts.accept_conduct(by=actor(request), now=now())
    return redirect("desk-home")


@never_cache
@require_safe
@allow(Permission.SUSPEND)
def people(request: HttpRequest) -> HttpResponse:
    """Show every account by its pseudonym, each with the button that stops it."""
    return render(request, "desk/person_list.html", {"people": queries.people(by=actor(request))})


@never_cache
@require_safe
@allow(Permission.SUSPEND)
def one(request: HttpRequest, person_id: str) -> HttpResponse:
    """Show one account and what can be done about it."""
    known = queries.one(person_id=PersonId(person_id), by=actor(request))
    return render(request, "desk/person.html", {"person": known, "roles": list(Role)})


@never_cache
@require_POST
@allow(Permission.SUSPEND)
def suspend(request: HttpRequest, person_id: str) -> HttpResponse:
    """Stop an account at once."""
    accounts.suspend(person_id=PersonId(person_id), by=actor(request), now=now())
    return redirect("desk-people")


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.INVITE, fresh_factor=True)
def invite(request: HttpRequest) -> HttpResponse:
    """Ask whether to make an invitation; on POST show its code once."""
    if request.method != "POST":
        return _sure(request, _("Invite one person"), _("The code is shown once and works once, for three days."))
    return render(
        request,
        "desk/person_invited.html",
        {"invitation": invites.invite_one(by=actor(request), now=now())},
        status=201,
    )


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.GRANT_ROLE, fresh_factor=True)
def ask_role(request: HttpRequest, person_id: str) -> HttpResponse:
    """Ask a second person to give a role."""
    if request.method != "POST":
        return _sure(
            request, _("Ask for a role"), _("Another person has to agree before the role is there."), choose_role=True
        )
    reason = request.POST.get("reason", "")
    roles.ask_grant(person_id=PersonId(person_id), role=_role(request), by=actor(request), reason=reason, now=now())
    return redirect("desk-agreements")


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.GRANT_ROLE, fresh_factor=True)
def end_role(request: HttpRequest, person_id: str) -> HttpResponse:
    """Take a role away."""
    if request.method != "POST":
        return _sure(request, _("Take a role away"), _("This needs one person and works at once."), choose_role=True)
    roles.end_role(person_id=PersonId(person_id), role=_role(request), by=actor(request), now=now())
    return redirect("desk-person", person_id=person_id)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.RESET_FACTOR, fresh_factor=True)
def reset_factor(request: HttpRequest, person_id: str) -> HttpResponse:
    """Ask a second person to forget a lost second factor."""
    if request.method != "POST":
        return _sure(
            request, _("Reset a lost second factor"), _("Speak with the person first. Another person has to agree.")
        )
    reason = request.POST.get("reason", "")
    agreements.ask_factor_reset(person_id=PersonId(person_id), by=actor(request), reason=reason, now=now())
    return redirect("desk-agreements")


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.GRANT_ROLE, fresh_factor=True)
def restore(request: HttpRequest, person_id: str) -> HttpResponse:
    """Ask a second person to open a stopped account again."""
    if request.method != "POST":
        return _sure(request, _("Open the account again"), _("Another person has to agree."))
    reason = request.POST.get("reason", "")
    agreements.ask_restore(person_id=PersonId(person_id), by=actor(request), reason=reason, now=now())
    return redirect("desk-agreements")


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.GRANT_ROLE, fresh_factor=True)
def close(request: HttpRequest, person_id: str) -> HttpResponse:
    """Ask a second person to close a stopped account for good."""
    if request.method != "POST":
        return _sure(request, _("Close the account for good"), _("Its pseudonym stays in the audit, all else is gone."))
    reason = request.POST.get("reason", "")
    agreements.ask_close(person_id=PersonId(person_id), by=actor(request), reason=reason, now=now())
    return redirect("desk-agreements")


def _sure(request: HttpRequest, title: str, hint: str, *, choose_role: bool = False) -> HttpResponse:
    context = {
        "step": title,
        "hint": hint,
        "roles": list(Role) if choose_role else [],
        "chosen": request.GET.get("role", ""),
    }
    return render(request, "desk/person_sure.html", context)


def _role(request: HttpRequest) -> Role:
    given = request.POST.get("role", "")
    if given not in set(Role):
        raise Malformed("role", expected="one of the roles", got=f"{len(given)} letters")
    return Role(given)


urlpatterns = [
    path("join/", join, name="join"),
    path("accounts/conduct/", conduct, name="account_conduct"),
    path("desk/people/", people, name="desk-people"),
    path("desk/people/invite/", invite, name="desk-person-invite"),
    path("desk/people/<str:person_id>/", one, name="desk-person"),
    path("desk/people/<str:person_id>/stop/", suspend, name="desk-person-stop"),
    path("desk/people/<str:person_id>/role/", ask_role, name="desk-person-role"),
    path("desk/people/<str:person_id>/role/end/", end_role, name="desk-person-role-end"),
    path("desk/people/<str:person_id>/second-factor/", reset_factor, name="desk-person-factor"),
    path("desk/people/<str:person_id>/open/", restore, name="desk-person-open"),
    path("desk/people/<str:person_id>/close/", close, name="desk-person-close"),
]
