"""Event plans: begin one, open it by its word, and everything that its own people do with it until it is shredded.

The one thing to know: there is no list and no address of a plan. Every page of one is the answer to a POST that carries its six
words, is kept in no cache, and carries the edition that its reader saw: a form that is sent twice, or after somebody else wrote,
does nothing but show the newest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from haal.domain.access import Permission
from haal.domain.errors import NotFound, Refused
from haal.domain.event_plan.debrief import End
from haal.domain.event_plan.life import Happened
from haal.domain.event_plan.plan import Plan
from haal.domain.event_plan.sheet import HOLDER_CHARS_MAX, SHEETS_MAX, Back
from haal.domain.ids import PersonId
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.events import acting, debriefing, left, opened, writing
from haal.services.help.events.opened import Opened
from haal.web.event_form import at_of, debrief_of, member, named_of, number_of, people_of, plan_of, shown
from haal.web.report_form import TESTIFY
from haal.web.wording import words_of

SHEETS_OFFERED = 8  # lines of the form; more sheets are another printing
type View = Callable[..., HttpResponse]


def posted(view: View) -> View:
    """Answer a POST; lead whoever comes back by a link, as to choose another language, to where the words are asked."""

    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        if request.method == "POST":
            return view(request, **named)
        is_link = request.method in {"GET", "HEAD"}
        return redirect("desk-events") if is_link else HttpResponseNotAllowed(["GET", "HEAD", "POST"])

    return answer


@never_cache
@require_safe
@allow(Permission.PLAN_EVENT)
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a plan's words; the page is the same for everybody, whatever is coming."""
    return render(request, "desk/event/start.html", {"sums": left.sums(by=actor(request), now=now())})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.PLAN_EVENT)
def begin(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST keep the plan and show its words, once."""
    if request.method != "POST":
        return _form(request)
    plan = plan_of(request)
    try:
        word = writing.begin(
            plan=plan, people=people_of(request), named=named_of(request), by=actor(request), now=now()
        )
    except Refused as error:
        return _form(request, error=error)
    return render(request, "desk/event/word.html", {"word": word}, status=201)


@never_cache
@allow(Permission.PLAN_EVENT)
@posted
def read(request: HttpRequest) -> HttpResponse:
    """Show the plan that the words open."""
    return _page(request, opened.read(at=at_of(request), by=actor(request), now=now()))


@never_cache
@allow(Permission.PLAN_EVENT)
@posted
def anew(request: HttpRequest) -> HttpResponse:
    """Show the form filled in with the plan that the words open."""
    return _form_of(request, opened.read(at=at_of(request), by=actor(request), now=now()))


@never_cache
@allow(Permission.PLAN_EVENT)
@posted
def change(request: HttpRequest) -> HttpResponse:
    """Keep the plan as it was typed in place of the one before."""
    plan = plan_of(request)
    seen = writing.change(at=at_of(request), plan=plan, by=actor(request), now=now())
    return _form_of(request, seen, plan=plan) if seen.refused else _page(request, seen)


@never_cache
@allow(Permission.PLAN_EVENT)
@posted
def sheets(request: HttpRequest) -> HttpResponse:
    """Show the sheets of the last printing, to be printed."""
    return _sheets(request, opened.read(at=at_of(request), by=actor(request), now=now()))


@never_cache
@allow(Permission.PLAN_EVENT)
@posted
def give_sheets(request: HttpRequest) -> HttpResponse:
    """Write down who holds which sheet, and show them, to be printed."""
    holders = tuple(request.POST.getlist("holder"))
    seen = acting.give_sheets(at=at_of(request), holders=holders, by=actor(request), now=now())
    return _page(request, seen) if seen.refused else _sheets(request, seen)


@never_cache
@allow(Permission.PLAN_EVENT)
@posted
def debrief(request: HttpRequest) -> HttpResponse:
    """Tell what came of it, and show the code of the report."""
    given = debrief_of(request)
    at = at_of(request)
    told = debriefing.debrief(at=at, told=given, language=request.LANGUAGE_CODE, by=actor(request), now=now())
    if told.receipt is None:
        return _page(request, told.opened, told=given)
    return render(request, "desk/event/told.html", {"told": told}, status=201)


@never_cache
@allow(Permission.PLAN_EVENT)
@posted
def act(request: HttpRequest, what: str) -> HttpResponse:
    """Do one thing with a plan, and show it."""
    do = ACTS.get(what)
    if do is None:
        raise NotFound
    return _page(request, do(request))


def _go(request: HttpRequest) -> Opened:
    return acting.say_go(at=at_of(request), seen=request.POST.getlist("warning"), by=actor(request), now=now())


def _no_go(request: HttpRequest) -> Opened:
    return acting.say_no_go(at=at_of(request), by=actor(request), now=now())


def _begin(request: HttpRequest) -> Opened:
    return acting.begin(at=at_of(request), by=actor(request), now=now())


def _end(request: HttpRequest) -> Opened:
    end = member(End, request.POST.get("end", ""), field="end")
    return acting.end(at=at_of(request), end=end, by=actor(request), now=now())


def _tick(request: HttpRequest) -> Opened:
    number = number_of(request.POST.get("step", ""))
    return acting.tick(at=at_of(request), number=-1 if number is None else number, by=actor(request), now=now())


def _note(request: HttpRequest) -> Opened:
    what = member(Happened, request.POST.get("what", ""), field="what")
    count = number_of(request.POST.get("count", ""))
    return acting.note(at=at_of(request), what=what, count=count, by=actor(request), now=now())


def _tick_sheet(request: HttpRequest) -> Opened:
    printing, _, number = request.POST.get("sheet", "").partition("/")
    back = member(Back, request.POST.get("back", ""), field="back")
    return acting.tick_sheet(
        at=at_of(request),
        printing=number_of(printing) or 0,
        number=number_of(number) or 0,
        back=back,
        by=actor(request),
        now=now(),
    )


def _name(request: HttpRequest) -> Opened:
    return writing.name(at=at_of(request), people=people_of(request), by=actor(request), now=now())


def _hand_over(request: HttpRequest) -> Opened:
    to = PersonId(request.POST.get("to", ""))
    return writing.hand_over(at=at_of(request), to=to, by=actor(request), now=now())


ACTS: Mapping[str, Callable[[HttpRequest], Opened]] = MappingProxyType(
    {
        "go": _go,
        "no-go": _no_go,
        "begin": _begin,
        "end": _end,
        "tick": _tick,
        "note": _note,
        "sheet": _tick_sheet,
        "name": _name,
        "hand-over": _hand_over,
    }
)


def _page(request: HttpRequest, seen: Opened, *, told: object = None) -> HttpResponse:
    context = {
        "seen": seen,
        "event": seen.event,
        "plan": seen.event.plan,
        "at": seen.at,
        "told": told,
        "error": words_of(seen.refused, request),
        "happened": list(Happened),
        "backs": list(Back),
        "testify": TESTIFY,
        "lines": range(1, min(SHEETS_OFFERED, SHEETS_MAX) + 1),
        "holder_max": HOLDER_CHARS_MAX,
    }
    return render(request, "desk/event/plan.html", context, status=409 if seen.refused else 200)


def _sheets(request: HttpRequest, seen: Opened) -> HttpResponse:
    newest = [one for one in seen.event.sheets if one.printing == seen.printing]
    if not newest:
        raise NotFound
    context = {"seen": seen, "event": seen.event, "plan": seen.event.plan, "at": seen.at, "sheets": newest}
    return render(request, "desk/event/sheets.html", context)


def _form(request: HttpRequest, *, error: Refused | None = None) -> HttpResponse:
    by = actor(request)
    choices = writing.offered(by=by)
    plan = plan_of(request) if error else None
    filled = shown(choices, me=(by.person_id, by.pseudonym), plan=plan)
    ticked = {"ticked": people_of(request), "named": named_of(request)} if error else {"named": (by.person_id, "")}
    context = {**filled, **ticked, "error": words_of(error, request)}
    return render(request, "desk/event/write.html", context, status=409 if error else 200)


def _form_of(request: HttpRequest, seen: Opened, *, plan: Plan | None = None) -> HttpResponse:
    by = actor(request)
    filled = shown(seen.choices, me=(by.person_id, by.pseudonym), plan=plan or seen.event.plan)
    context = {**filled, "at": seen.at, "error": words_of(seen.refused, request)}
    return render(request, "desk/event/write.html", context, status=409 if seen.refused else 200)


urlpatterns = [
    path("desk/events/", start, name="desk-events"),
    path("desk/events/new/", begin, name="desk-event-new"),
    path("desk/events/open/", read, name="desk-event"),
    path("desk/events/anew/", anew, name="desk-event-anew"),
    path("desk/events/change/", change, name="desk-event-change"),
    path("desk/events/sheets/", sheets, name="desk-event-sheets"),
    path("desk/events/sheets/give/", give_sheets, name="desk-event-give-sheets"),
    path("desk/events/debrief/", debrief, name="desk-event-debrief"),
    path("desk/events/act/<str:what>/", act, name="desk-event-act"),
]
