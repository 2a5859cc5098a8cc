"""Plans of events: why something is refused or not done."""

from __future__ import annotations

from haal.language.sentences import mark as _

EVENT: dict[str, str] = {
    "event-where-needed": _("Say where it is, as its people call the place."),
    "event-times-wrong": _(
        "It ends after it begins, still to come, and lasts {hours} hours at most. Make one plan a day."
    ),
    "event-too-far-ahead": _("Plan it later: a plan is made at most {most} days before."),
    "event-numbers-wrong": _("Give people, ways out and helpers as whole numbers."),
    "event-steps-wrong": _("At most eight lines, from six hours before it begins to six hours after it ends."),
    "event-two-named": _("Two different people, both named on the plan, say go."),
    "event-too-many-people": _("At most {most} people are named on a plan. The fewer know of it, the better."),
    "event-words-refused": _(
        "The plan speaks of what wounds, of walking the streets, or of looking through people. Helpers do none of it: leave it out."
    ),
    "event-only-named-say-go": _(
        "Only the two who are named for it say go. No-go can be said by everybody on the plan."
    ),
    "event-go-too-early": _("Say go within the last {most} hours before it begins, when more is known."),
    "event-never-alone": _("At least two helpers have to come. Nobody stands alone."),
    "event-warning-came": _("A warning came in while you read. Read it, then say go or no-go."),
    "event-go-needed": _("It does not begin yet: both have to say go, knowing every warning that is on air now."),
    "event-runs": _("It runs; this is for before it begins."),
    "event-is-over": _("It is over."),
    "event-not-begun": _("It has not begun."),
    "event-not-over": _("It is not over yet."),
    "event-is-debriefed": _("It was told already how it went."),
    "event-holder-needed": _("Write down for each sheet who holds it: different people, at most {most}."),
    "event-sheets-out": _(
        "{count} of the sheets are still out. First write down what became of each: collected, burnt or lost."
    ),
    "event-names-in-debrief": _("Somebody's name or a number to call is in it. Leave it out and tell it without."),
    "event-written-meanwhile": _(
        "Somebody else wrote in the plan meanwhile. This is the newest: look at it, then do it again."
    ),
}
