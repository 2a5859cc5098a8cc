"""Words for every reason with which a rule says no, and for the questions still open after a report.

A reason is a short code (`report-not-linked`); its English sentence stands here and is the msgid that translators
see. SMS, API, command line and web all ask here, so that they say the same; look-up is the standard library's
gettext over the same compiled files as the pages use. A sentence says what to do next where there is something to
do, and never blames.
"""

from __future__ import annotations

import gettext
from enum import StrEnum
from functools import cache
from pathlib import Path

from haal.language.sentences.aid import AID
from haal.language.sentences.event import EVENT
from haal.language.sentences.rota import ROTA
from haal.language.sentences.shelter import SHELTER
from haal.language.sentences.tracing import TRACING

_LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "locale"


def words_for(reason: StrEnum | str, language: str = "en", **details: int | str) -> str:
    """Return the sentence of a reason in `language`, or in English where nobody has translated it.

    Args:
        reason: a member of a reason enumeration, or its value.
        language: a code such as `ur`; anything unknown is English.
        details: numbers and field names for the sentence's slots; never a name, number or place of a person.
    """
    code = str(reason)
    source = SENTENCES.get(code, f"Not possible: {code.replace('-', ' ')}.")
    sentence = _catalogue(language.split("-")[0].lower()).gettext(source)
    return sentence.format_map(_Slots(details))


def has_words(reason: StrEnum | str) -> bool:
    """Return whether a sentence was written for the reason (a house test asks this of all)."""
    return str(reason) in SENTENCES


class _Slots(dict[str, "int | str"]):
    """Leaves a slot that nobody filled as an ellipsis instead of failing while somebody is being told no."""

    def __missing__(self, key: str) -> str:
        return "…"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if not language.isalpha():
        return gettext.NullTranslations()
    return gettext.translation("django", localedir=_LOCALE_FOLDER, languages=[language], fallback=True)


def _(msgid: str) -> str:
    """Mark a sentence for extraction; it is looked up when it is said."""
    return msgid


SENTENCES: dict[str, str] = {
    **AID,
    **SHELTER,
    **EVENT,
    **TRACING,
    **ROTA,
    # of no single noun
    "not-allowed": _("Your role does not allow this. Ask somebody who has the role."),
    "second-factor-needed": _("Show your second factor again: enter the code from your app, then repeat this step."),
    "two-people-needed": _("This needs two different people. Ask somebody else to agree."),
    "already-done": _("This was done already; nothing was done twice."),
    "too-many": _("Too many at once. Wait a little and try again."),
    "too-large": _("Too large: at most {most} kB at once. Send a smaller file, or the rest with a second report."),
    "codes-tried": _("Too many codes were tried just now. Wait a minute, then try again. Six words work at once."),
    # two people
    "asked-already": _("This was asked already and waits for a second person."),
    "export-not-agreed": _("Two people have not agreed to export this incident. Ask a second person first."),
    "export-not-yet-public": _("The export is kept. Take it once the next checkpoint is public, at {at}."),
    "export-not-yet-witnessed": _(
        "Too few witnesses have cosigned the newest checkpoint. Try again in some minutes; the box keeper sees who is silent."
    ),
    "export-too-busy": _("More is being told about this just now. Try again in a minute."),
    "export-agreed-long-ago": _("The two agreed more than {hours} hours ago. Ask again."),
    "no-longer-open": _("This question is no longer open."),
    # accounts
    "invite-not-valid": _("This code is not valid: it was used, has expired, or was mistyped. Ask for a new one."),
    "passphrase-too-short": _("The passphrase needs 15 letters or more. Six words are easy to keep in mind."),
    "conduct-not-accepted": _("Accept the code of conduct first."),
    "already-founded": _("The first accounts were made already. Others join by invitation."),
    "founders-too-few": _("Three people are needed to begin, since a role is given by two others."),
    "not-for-oneself": _("This cannot be done for oneself. Two others have to do it."),
    "role-held-already": _("This person has this role already."),
    "suspend-first": _("Stop the account first; another person can then close it."),
    "suspensions-too-many": _("You stopped three accounts today. Ask another person to look at this with you."),
    "delivery-locked": _("DELIVERY LOCKED: the keys are not in memory. The box keeper runs: haal unlock"),
    "malformed": _("The field {where} does not fit: expected {expected}, got {got}."),
    # what comes in
    "nul-character": _("The field {field} holds a character that cannot be kept (NUL). Remove it and send again."),
    "broken-character": _("The field {field} holds a broken character. Type it again and send."),
    "too-long": _("The field {field} is too long: at most {most} letters."),
    "too-many-figures": _("Too many numbers in one report: at most {most}. Send the rest as a second report."),
    "too-many-files": _("Too many files in one report: at most {most}. Send the rest with a second report."),
    "nothing-told": _("Nothing was told yet. Write one sentence on what you saw or heard."),
    "client-key-needed": _("The message needs a key of at least {chars} letters, so that it is never stored twice."),
    "client-key-used": _("Another message came with the same key. Send this one with a key of its own."),
    "code-unknown": _("No report has this code. Check each word or digit and try again."),
    "ask-how-do-you-know": _("How do you know? Did you see it yourself, or who told you?"),
    "ask-where": _("Where did it happen?"),
    "ask-when": _("When did it happen?"),
    "ask-who-needs-what": _("Who needs what now?"),
    # told apart from the desk
    "no-way-to-reach": _("Say how a focal person can reach you, or somebody you trust."),
    "nothing-complained": _("Say in a sentence what was wrong."),
    "listener-at-the-desk": _("Complaints are read by people with no role at the news desk. Give up one of the two."),
    "recording-too-large": _("The recording is too large: at most {most} MB. Say it in two parts, or write it."),
    "answered-already": _("This complaint was answered already."),
    "answer-needed": _("Write an answer in a sentence: somebody waits for it."),
    # grading and linking
    "own-report": _("You took this report in yourself; somebody else has to do this."),
    "graded-this-part": _("You answered this question about this report already."),
    "not-a-grade": _("Choose one of the answers offered."),
    "report-already-linked": _("This report is linked already."),
    "report-not-linked": _("This report is not linked to that incident."),
    "same-incident": _("Both are the same incident."),
    "incident-part-of-itself": _("One would be a part of itself."),
    "incidents-related-already": _("The two are related already; undo that first."),
    "no-report-chosen": _("Choose at least one report."),
    "no-report-stays": _("At least one report has to stay. If all of them go, merge the incidents instead."),
    "report-of-another-incident": _("A report that was chosen is not of this incident any more. Look again."),
    "reason-needed": _("Say why, in a few words."),
    # publication
    "publication-not-checked": _(
        "Nobody has checked a report of this incident yet: two people must look at one first."
    ),
    "publication-no-consent": _("The people who told this did not agree that it be published."),
    "publication-person-held": _("Somebody is still held. Nothing is published before release or the family's word."),
    "publication-words": _("These words take a side: {words}. Use plain words, or mark them as what somebody said."),
    "publication-too-long": _("The text is too long: at most {words} letters."),
    "publication-places": _("These names are narrower than the public area: {words}. Name the district only."),
    "publication-parties": _("These are names of parties: {words}. The public reads categories only."),
    "publication-numbers": _("This looks like a number or an address of somebody: {words}. Leave it out."),
    "publication-already-open": _("A publication of this incident is under way already."),
    "publication-state": _("This step is not possible from this state."),
    "publication-harm-not-asked": _("Answer first: could this help somebody to hit or to hunt?"),
    # claims
    "claim-calls-to-violence": _("This calls to violence: it is kept, and never shown in public."),
    "claim-entered-by-you": _("You entered this claim. Somebody else has to confirm what the reports say."),
    "claim-verdict-changed": _("The reports say something else by now. Look at it once more."),
    "claim-state": _("This step is not possible for this claim as it stands."),
    "claim-no-words": _("Write the claim as the public shall read it."),
    # warnings
    "warning-no-area": _("Draw or name the area first. A warning is never for everyone."),
    "warning-area-too-wide": _("The area is too wide. Warn the places in danger."),
    "warning-no-place": _("Name the place in danger."),
    "warning-lifetime": _("A warning lasts at most {hours} hours; after that the danger is looked at again."),
    "warning-no-text": _("The warning has no text in this language yet."),
    "warning-same-text-twice": _("Two languages have the same text."),
    "warning-drill-not-marked": _("A drill has to say in its first words that it is one."),
    "warning-made-up-danger": _("A made-up danger can only be used in a drill."),
    "warning-nobody-subscribed": _(
        "Nobody in this area is subscribed, so no message would leave. To publish it in the feed and on paper all the"
        " same, type the name of the place."
    ),
    "warning-count-not-the-same": _(
        "Type the number of people that will get this, exactly as shown; where it is under ten, the name of the place."
    ),
    "warning-audience-too-large": _(
        "This reaches more than {limit} people. Narrow the area, or let two warners who are also key keepers release it."
    ),
    "warning-published-area-differs": _("The area differs from what was published before."),
    "warning-not-asked": _("Nobody has asked for a second person yet."),
    "warning-not-draft": _("This warning is no longer a draft."),
    "warning-not-live": _("This warning is not on air."),
    "warning-text-empty": _("A line of the warning is empty."),
    "warning-text-too-long": _("A line of the warning is too long. Say it with fewer words."),
    "warning-text-not-plain": _("Write plain words: no links, no mark-up, no hidden letters."),
    "warning-says-forces": _("Do not say who stands or moves where. Name the place and the danger only."),
    "warning-says-gathering-point": _("Do not say where people should gather or go. Name the place to stay away from."),
    "warning-says-route": _("Do not say which way to take. Name the place to stay away from."),
    "warning-says-side-word": _("This word takes a side. Say what happened in words that all sides use."),
    "warning-says-safe": _("Never say that anything is safe: danger may remain."),
    "ground-hearsay-alone": _("This is only said. Keep it as a rumour, and ask for somebody who saw it."),
    "ground-danger-not-now": _("One person saw it, and it is not going on now. Wait for a second who tells of it."),
    "ground-not-enough": _(
        "Say how we know: somebody who sees it, two independent tellers, or the place's own helper. Else it is no warning."
    ),
    "ground-rumour-needed": _("A false rumour is answered from its page, after it was checked and found false."),
    "phrases-none-reviewed": _(
        "Nobody has reviewed what this would say. Waiting for a reader: {languages}. Open “Phrase books”, read one aloud, "
        "and put your name to it; one language is enough to begin. A drill needs no review."
    ),
    "phrases-changed-since": _("The book has changed since you opened this page. Read what is new, then review it."),
    "phrases-not-read": _("Say that you speak the language and have read every sentence."),
    "rumour-checked-already": _("This was checked already. Take the check back first if it was wrong."),
    "rumour-not-checked": _("Nobody has checked this yet."),
    "rumour-own": _("You wrote this down yourself. Somebody else has to check it."),
    "ground-not-a-rumour": _("A checked rumour can only be answered as a false rumour."),
    "reachable-hours-out-of-range": _("Say for how many hours you can be reached: 1 to 12."),
    "alarm-is-on": _("The alarm is on in this place already. Look at its page."),
    "alarm-is-over": _("This is over already."),
    "threat-needs-a-place": _("Choose the place. If it is not on the list, somebody adds it first."),
    "threat-needs-a-telling": _("A threat is passed on from a report or an incident that tells of it."),
    # those who asked to be warned
    "subscriber-address-not-usable": _("This address or number cannot be used. Check it, with the country code."),
    "subscriber-no-place": _("A place was not found. Write its name another way, or a larger place near it."),
    "subscriber-too-many-places": _("Choose at most {limit} places."),
    "subscriber-quiet-all-day": _("Hours of quiet need a beginning and another hour at which they end."),
    "subscriber-link-not-valid": _("This link is not valid any more. Ask for warnings again."),
    "subscriber-channel-not-ready": _(
        "Nothing can be sent this way yet. Choose another, or read the page of warnings."
    ),
    # check-in circles, places
    "two-to-five-members": _("A circle needs two to five different people who act."),
    "rhythm-out-of-range": _("Choose a rhythm from half an hour to seven days."),
    "circle-has-ended": _("This circle has ended."),
    "not-overdue": _("Nobody must act here now."),
    "too-many-steps": _("At most seven steps; join some of them."),
    "two-must-stay": _("Two must stay in a circle."),
    "no-note": _("There is no note here that you can open."),
    "note-opened-by-words": _("The note opens with the six words only, not with the numbers."),
    "place-name-needed": _("Give the place a name that its people use."),
    "plan-is-empty": _("Write at least one line of the plan."),
    "word-does-not-open": _("These words do not open the plan. Check each of the six."),
    "place-is-closed": _("Nobody gathers here any more. Say first that people do again."),
    "only-its-own-people": _("Only the helpers of this place name others and change it."),
    "nothing-to-settle": _("The map and the people here say the same: there is nothing to decide."),
    "crowd-out-of-range": _("Give the most people and the ways out as whole numbers."),
    "review-day-wrong": _("Choose a day on which the plan is looked at again, within the next {most} days."),
    "day-not-yet": _("A day on which something was checked or practised lies in the past."),
    "owner-not-of-place": _("Choose one of the helpers of this place to look after the plan."),
    "too-many-responses": _("Write down at most three dangers, those that you fear most."),
}
