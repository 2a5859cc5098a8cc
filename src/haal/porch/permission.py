"""Who may open a page: every view says so with `allow(...)` or `everyone`, and a test reads it.

The one thing to know: a signed-in person without the right gets the same page as for something that does not exist; nobody
learns from an answer what others may do. A view that needs a fresh second factor must answer GET with a page that asks
"are you sure", because the person comes back to it by GET after showing the factor.
The rights themselves are `haal.domain.access`; services ask them again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from haal.domain.access import Permission, is_account, is_fresh, may
from haal.domain.errors import NotFound
from haal.domain.policy import DEFAULT
from haal.porch import clock
from haal.porch.who import actor
from haal.services.people import queries

ATTRIBUTE = "haal_access"
type View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a view declares. `permission` None: for everyone, signed in or not."""

    permission: Permission | None
    fresh_factor: bool = False
    unfinished: bool = False


def everyone[V: Callable[..., object]](view: V) -> V:
    """Declare that anybody may ask, and return the same view."""
    setattr(view, ATTRIBUTE, Access(permission=None))
    return view


def allow(permission: Permission, *, fresh_factor: bool = False, unfinished: bool = False) -> Callable[[View], View]:
    """Return a decorator that lets only actors with `permission` through.

    Args:
        permission: what the actor must be allowed to do.
        fresh_factor: the second factor must have been shown in the last ten minutes; else it is asked first.
        unfinished: open also before the code of conduct is accepted and a second factor is set up.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            access = Access(permission=permission, fresh_factor=fresh_factor, unfinished=unfinished)
            return _why_not(request, access) or view(request, *args, **kwargs)

        setattr(guarded, ATTRIBUTE, Access(permission=permission, fresh_factor=fresh_factor, unfinished=unfinished))
        return guarded

    return decorate


def is_api(request: HttpRequest) -> bool:
    """Return whether the answer is for a program: no redirects, JSON."""
    return request.path.startswith("/api/")


def _why_not(request: HttpRequest, access: Access) -> HttpResponse | None:
    who = actor(request)
    if not is_account(who):
        return _sign_in_first(request)
    if not access.unfinished and (step := _next_step(request)):
        return step
    if access.permission is not None and not may(who, access.permission):
        raise NotFound
    minutes = DEFAULT.second_factor_minutes
    if access.fresh_factor and not is_fresh(who, now=clock.now(), minutes=minutes):
        return show_factor_again(request)
    return None


def show_factor_again(request: HttpRequest) -> HttpResponse:
    """Return the way to the page that asks for the second factor and then comes back here."""
    if is_api(request):
        return JsonResponse({"reason": "second-factor-needed"}, status=403)
    return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return JsonResponse({"reason": "not-signed-in"}, status=401)
    if request.headers.get("HX-Request") == "true":
        return _sign_in_first_htmx(request)
    way_back = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return HttpResponseRedirect(reverse("account_login") + way_back)


def _sign_in_first_htmx(request: HttpRequest) -> HttpResponse:
    """Return what ends a part of a page that asks by itself (286 stops it); what a person sent leads to the sign-in page."""
    if request.method == "GET":
        return HttpResponse(status=286)
    return HttpResponse(headers={"HX-Redirect": reverse("account_login")})


def _next_step(request: HttpRequest) -> HttpResponse | None:
    standing = queries.standing_of(person_id=actor(request).person_id)
    if standing.is_complete:
        return None
    if is_api(request):
        return JsonResponse({"reason": "account-not-finished"}, status=403)
    step = "mfa_activate_totp" if standing.conduct_accepted else "account_conduct"
    return HttpResponseRedirect(reverse(step))
