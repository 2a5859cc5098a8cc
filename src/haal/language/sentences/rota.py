"""Shifts of place helpers, their rota, what is after a shift, and exercises: why something is refused."""

from __future__ import annotations

from haal.language.sentences import mark as _

ROTA: dict[str, str] = {
    "never-alone": _("A shift needs at least two people. Nobody stands alone."),
    "not-free": _("They have not said that they are free for the whole of it."),
    "not-rested": _("They would not have rested enough between two shifts."),
    "week-is-full": _("They would stand more often in seven days than they agreed to."),
    "not-mixed": _("This shift wants women and men together."),
    "skill-missing": _("This shift wants something that nobody of these has learned."),
    "every-shift-held": _("Others hold every shift; there is none left for them this time."),
    "not-in-shift": _("They do not hold this shift."),
    "in-it-already": _("They hold this shift already."),
    "shift-is-closed": _("This shift is closed: there were no two to hold it. Two who come in together hold it again."),
    "not-of-this-place": _("Somebody in this shift does not look after this place."),
    "shift-times-wrong": _("A shift ends after it begins and lasts twelve hours at most."),
    "shift-is-over": _("This shift is over."),
    "too-many-in-shift": _("There are too many people in this shift."),
    "shift-not-yet": _("This shift has not begun."),
    "shift-long-over": _("This shift was over two days ago or more; what was said after it is no longer kept."),
    "note-has-numbers": _(
        "Leave out numbers by which somebody could be found. The word is about the place, not about people."
    ),
    "drill-day": _("The day of an exercise is today or within the last year."),
    "drill-time": _("Write how long it took, from one second to six hours."),
    "drill-people": _("Two people at least took part."),
    "terms-week": _("From no shift to seven shifts in a week."),
    "terms-rest": _("Between two shifts lie eight hours at least, and a day at most."),
    "terms-away": _("The last day away is not before the first."),
    "terms-day-ahead": _("That day has not come yet."),
    "terms-said-by-others": _("That others say of somebody, nobody of oneself."),
    "wish-days": _("Choose at least one day of the week."),
    "wish-times": _("A shift lasts half an hour at least and twelve hours at most."),
    "wish-people": _("From two to twelve people."),
    "wish-too-many": _("This place wants too many shifts already. End one first."),
    "wish-none": _("Say first which shifts this place wants, week after week."),
    "plan-weeks": _("Plan from today or a later day, for one to six weeks."),
    "plan-changed": _(
        "Something changed since you saw this: somebody's times, a shift, a helper. Look at the new proposal."
    ),
    "planner-not-here": _(
        "This box has no planner. The box keeper runs: pip install 'haal[plan]'. Shifts can be made one by one all the same."
    ),
    "shifts-first": _("You still hold a shift here. Find somebody for it first."),
}
