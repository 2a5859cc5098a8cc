"""Shelters, families driven out, and handing on to a partner: why something is refused."""

from __future__ import annotations

from haal.language.sentences import mark as _

SHELTER: dict[str, str] = {
    "shelter-name-needed": _("Write what people call the shelter, so that the desk knows which one is meant."),
    "shelter-closed": _("This is no open shelter."),
    "shelter-too-many": _("This number is too large. Count again, or write 0."),
    "shelter-womens-latrines": _("There are more latrines for women than latrines. Count again."),
    "count-of-nobody": _("Write how many families there are: 1 or more."),
    "count-not-so-many": _("So many people do not fit so many families. Count again, or leave the people empty."),
    "count-parts-too-many": _("The ages add up to more people than were counted. Count again."),
    "count-day-ahead": _("This day has not come yet."),
    "count-day-long-ago": _("This is more than two years ago; write the day on which they were counted."),
    "count-home-unknown": _("Write the district that they come from; no village is needed."),
    "count-where-unknown": _("Write the district in which they are now."),
    "count-not-from-this-state": _("Somebody has decided this already. Tell it anew."),
    "referral-consent-first": _("Ask them first, and say who said yes. Without their consent nobody is handed on."),
    "referral-child-to-protection": _(
        "A child without a parent goes to a partner that protects children, and to no other."
    ),
    "referral-no-words": _("Write what the partner should know; only what they agreed to."),
    "referral-no-accounts": _("No bank accounts and no numbers to pay to, please."),
    "referral-partner-not-vetted": _("A second person of the desk has to look at this partner first."),
    "referral-not-from-this-state": _("This is not possible now. Open the page again to see how it stands."),
    "referral-not-signed-by-both": _("This is not signed by the partner and by us over this very file."),
    "partner-name-needed": _("Write what the partner is called and what it does."),
    "partner-keys-wrong": _("One of the two keys is none. Ask the partner to send them again."),
    "partner-stopped": _("Nobody is handed on to this partner any more."),
}
