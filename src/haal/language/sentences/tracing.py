"""Missing and found: why something is refused, and what the one who told it is told, by page and by text message alike."""

from __future__ import annotations

from haal.language.sentences import mark as _

TRACING: dict[str, str] = {
    "tracing-nobody-named": _("Write a name, or how one can know the person."),
    "tracing-consent-to-search": _("Tick that family finders may look for this person; without it nobody searches."),
    "tracing-child-not-by-desk": _(
        "This may be a child: child protection decides first, and tells what is to be told."
    ),
    "tracing-second-person-first": _("This is not yet said to be the same person by everybody who has to."),
    "tracing-not-from-this-state": _("This was decided or ended already. Look at it again."),
    "tracing-adult-has-not-said": _(
        "The one found has not said yes. Ask them first; till then nobody is told anything."
    ),
    "tracing-adult-said-no": _("The one found does not want it. Nobody is told anything."),
    "tracing-by-a-person-only": _("A person tells this, face to face or by voice; no page and no message does."),
    "tracing-seeker-may-be-danger": _("The one seeking may be the danger. Nobody is told anything."),
    "tracing-family-alone-closes": _("Only the one who asked ends this search."),
    "tracing-never-wiped": _("This search does not end by itself, and no clock wipes it."),
    "tracing-no-consent-to-publish": _("The family did not agree to a public list."),
    "tracing-live-kidnapping": _(
        "The person is still held: nothing is published before they are free or the family asks."
    ),
    "tracing-show-the-seeker": _("Where there is danger the one seeking is shown, not the one sought."),
    "tracing-protection-named": _("Write which child-protection body has it now."),
    # what the one who told it is told, under the code
    "tracing-kept": _("It is kept. A family finder will take it on."),
    "tracing-searching": _("A family finder has it and searches."),
    "tracing-speak": _("A family finder wants to speak with you. Go to them or let them reach you."),
    "tracing-closed": _("This is ended."),
    "tracing-year-over": _("A year is over. Shall we go on? Without an answer we go on."),
}
