"""Which words a warning may not say, and why.

A warning names the place in danger and the hazard. It never says who stands or moves where (that is scouting), never
where to gather or which way to take (that herds people into the next danger), never a word of a side, never "safe".
Sending people anywhere is refused always, in every language here, whoever agrees (docs/decisions/0015). The patterns
err towards refusing: a person can always say it with fewer words. English, Urdu in both its scripts, Persian, and the
commonest words of Pashto.

Not a judge of truth, and not the lint of published pages (that one knows quotations). How disguises are undone is
`haal.language.disguise`.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from haal.language.disguise import folded, same_letters
from haal.language.neutral import sided_words


class SpeechReason(StrEnum):
    """Why a text may not be said. Doors translate these."""

    EMPTY = "warning-text-empty"
    TOO_LONG = "warning-text-too-long"
    NOT_PLAIN = "warning-text-not-plain"
    SAYS_FORCES = "warning-says-forces"
    SAYS_GATHERING = "warning-says-gathering-point"
    SAYS_ROUTE = "warning-says-route"
    SAYS_SIDE = "warning-says-side-word"
    SAYS_SAFE = "warning-says-safe"


TEXT_CHARS_MAX = 1200

_FORCES = (
    r"convoys?", r"troops?", r"soldiers?", r"army", r"military", r"infantry", r"patrols?", r"platoons?", r"battalions?",
    r"brigades?", r"regiments?", r"frontier corps", r"fc", r"levies", r"rangers", r"paramilitar\w+", r"police(?:men|man)?",
    r"check ?points?", r"check ?posts?", r"picket(?:s|ed|ing)?", r"gunm[ae]n", r"fighters?", r"militants?", r"militias?",
    r"insurgents?", r"rebels?", r"attackers?", r"assailants?", r"snipers?", r"commanders?", r"commandos?", r"armou?red",
    r"tanks?", r"helicopters?", r"gunships?", r"drones?", r"ambush\w*", r"deploy\w*", r"reinforcements?",
    r"(?:armed|masked|uniformed|bearded) (?:men|man|people|persons?|groups?|youths?)", r"men with (?:guns|weapons|rifles)",
    r"security (?:forces?|men|personnel|officials?)", r"forces", r"advanc(?:ing|e[ds]?) (?:on|to|towards?)",
    r"(?:moving|heading|marching|driving|approaching) (?:on|to|towards?|from|for)", r"lashkars?",
    r"fau?ji?\w{0,4}", r"foji?", r"sipahi\w*", r"a?he?lkar\w*", r"ahalkar\w*", r"jangju\w*", r"musall?ah\w*",
    r"hathi?yar ?band\w*", r"ch[ao]u?w?k(?:i|ee)\w{0,4}", r"nak[ae] ?band[iey]*", r"gasht", r"qafl[ae]y?",
    r"فوج\w*", r"قافل[ہے]", r"کانوائے", r"چوکی\w*", r"گشت", r"سپاہی\w*", r"اہلکار\w*", r"لیویز", r"ایف ?سی", r"پولیس",
    r"رینجرز", r"جنگجو\w*", r"مسلح (?:افراد|لوگ|آدمی|گروہ|دستہ|دستے)", r"حملہ ?آور\w*", r"عسکریت ?پسند\w*", r"کمانڈر\w*",
    r"ہیلی ?کاپٹر\w*", r"ڈرون\w*", r"ناک[ہے]\w*", r"مورچ\w+", r"نقل و حرکت", r"پیش قدمی", r"ٹینک\w*",
    r"ارتش", r"سرباز\w*", r"نیروها\w*", r"نیروی", r"پاسگاه\w*", r"پلیس", r"سپاه", r"افراد مسلح", r"مهاجم\w*", r"پهپاد\w*",
    r"پوځ\w*", r"سرتیر\w*", r"پوسته\w*", r"وسله وال\w*",
)  # fmt: skip
_MOTION = (
    r"(?:go|going|come|run|rush|hurry|head|proceed|walk|drive|ride|travel|march|return|flee|escape|evacuate|report|send|"
    r"take|bring|carry|transport|shift|move)"
)
_PLACES = r"(?:hospital|haspatal|aspatal|clinic|masjid|maidan|chow?k|school|stadium|jals[ae]y?|janaz[ae]y?|jaloos)"
_PLACES_UR = r"(?:ہسپتال|اسپتال|کلینک|مسجد|میدان|چوک|اسکول|سکول|مدرسے|گراؤنڈ|سٹیڈیم)"
_GATHERING = (
    r"gather(?:ing)?", r"assembl(?:e|y|ing)", r"rall(?:y|ies)", r"meet(?:ing)? (?:at|in|near|point)", r"muster",
    r"congregat\w+", r"goto", _MOTION + r" (?:¦ |(?:\w+ ){0,6}?)to(?:wards?)?", r"come (?:out|together|at)", r"wait at",
    r"collect at", r"shelter (?:at|in)", r"make your way", r"(?:give|donate|donating|giving) blood (?:at|in)",
    r"blood (?:is )?(?:needed|wanted) (?:at|in)", r"protest\w*", r"demonstrat\w+", r"procession\w*", r"funerals?",
    r"sit ?ins?", r"(?:stand|join|unite) (?:with|together|in)", r"join",
    r"jama ho\w*", r"jam[ae] h\w+", r"ik+at?t?h[ae]y? h\w+", r"pa?[ho]u?h?a?nch\w*", r"tashree?f la\w*", r"chal[ae]y? aa\w*",
    r"(?:ki|k|kee) tara?f (?:ja|aa|chal|bhag)\w*", _PLACES + r" (?:(?:mein|main|me|par|ko) )?(?:ja|aa|chal|le ja|pa?hu?nch)\w*",
    r"janaz[ae]\w*", r"jals[ae]\w*", r"jaloo?s", r"dharn[ae]\w*",
    r"جمع ہو\w*", r"جمع (?:کریں|رہیں)", r"اکٹھ[ےای]\w*", r"پہنچ(?:یں|و|نا|ئے|ئیں|ے| جائیں| جاو)",
    r"کی طرف (?:جائیں|آئیں|چلیں|بھاگیں|نکلیں|بڑھیں)", r"تشریف لا\w+", r"چلے آ\w+", r"نکل آ\w+",
    _PLACES_UR + r" (?:(?:میں|پر|کو) )?(?:جائیں|آئیں|چلیں|جاو|آو|لے جائیں|لے آئیں|لے چلیں)", r"لے (?:جائیں|آئیں|چلیں)",
    r"جلس[ہے]", r"جلوس", r"جناز[ہے]", r"ریلی", r"دھرن[اے]", r"احتجاج\w*", r"مظاہر\w+",
    r"جمع شوید", r"گرد ?هم\w*", r"تجمع\w*", r"به (?:[^ ]+ ){1,3}بروید", r"بروید به", r"بیایید", r"برسانید", r"راهپیمایی",
    r"تشییع", r"راټول\w*",
)  # fmt: skip
_ROUTE = (
    r"routes?", r"detours?", r"by ?pass(?:es)?", r"via", r"turn (?:left|right)", r"drive (?:through|along|by)",
    r"short ?cuts?", r"back ?roads?", r"alternat\w+ (?:road|way|path)s?",
    r"(?:take|use|follow) (?:the |another |an? )?(?:\w+ ){0,3}(?:road|way|highway|path|street|track|bridge)",
    r"(?:go|come|leave|escape|flee|exit|travel) (?:by|through|along|over|across)", r"instead (?:use|take)",
    r"(?:road|highway|way|bridge) (?:is |now |has )*(?:re ?)?(?:open|opened|clear|passable)", r"passage",
    r"mutabad[ia]l", r"rast[aey]+ (?:se|ikhti?yar|istemal|khul\w*)", r"sar[ar]?ak (?:se|khul\w*)",
    r"متبادل", r"راست[ہے] (?:اختیار|استعمال|سے|کھل\w*)", r"سڑک (?:سے جائیں|کھل\w*|استعمال)", r"(?:بائی ?پاس|شاہراہ|پل) (?:سے|کھل\w*)",
    r"مسیر\w*", r"از راه", r"(?:راه|جاده) باز", r"لاره خلاصه",
)  # fmt: skip
_SAFE = (
    r"safe(?:ly|r|st|ty)?", r"unsafe", r"secured?", r"secures", r"all ?clear", r"cleared",
    r"no (?:more |longer (?:any )?)?(?:danger|risk|threat)", r"(?:danger|threat|risk) (?:is |has )?(?:over|passed|gone|ended)",
    r"harmless", r"risk ?free", r"nothing to fear", r"no need to (?:worry|fear|panic)", r"under control",
    r"back to normal", r"normal again",
    r"m[ae]h?f[uo]{1,2}[zj]\w*", r"khatr[ae] (?:tal|khata?m|nahi|nai)\w*", r"sab (?:thee?k|thik)", r"khai?riy[ae]t",
    r"halat (?:thee?k|normal|qabu)\w*",
    r"محفوظ\w*", r"خطرہ (?:ٹل\w*|ختم|نہیں|گزر\w*)", r"خطرے سے (?:باہر|پاک)", r"سب ٹھیک", r"خیریت", r"پر ?امن",
    r"حالات (?:ٹھیک|معمول|قابو)", r"قابو میں",
    r"امن", r"ایمن\w*", r"خطر(?:ی)? (?:نیست|رفع|گذشت\w*|برطرف|ندارد)", r"مصون", r"خوندي", r"خطر نشته",
)  # fmt: skip
# Words of a side in Roman letters; those in other scripts are the neutral list's.
_SIDE = (
    r"dehsh?at ?gard\w*", r"ghadd?aa?r\w*", r"shaheed\w*", r"shahadat\w*", r"dushm[ae]n\w*", r"kaa?fir\w*", r"kuffa?r",
    r"mujaa?hid\w*", r"sarm[au]char\w*", r"shar ?pasand\w*", r"khari?ji\w*", r"munafiq\w*",
)  # fmt: skip


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(same_letters(word) for word in words) + r")(?!\w)")


_RULES: tuple[tuple[SpeechReason, re.Pattern[str]], ...] = (
    (SpeechReason.SAYS_SIDE, _pattern(_SIDE)),
    (SpeechReason.SAYS_SAFE, _pattern(_SAFE)),
    (SpeechReason.SAYS_FORCES, _pattern(_FORCES)),
    (SpeechReason.SAYS_GATHERING, _pattern(_GATHERING)),
    (SpeechReason.SAYS_ROUTE, _pattern(_ROUTE)),
)
_QUOTES = re.compile('[“”«»"]')


@lru_cache(maxsize=512)  # the same sentences are asked at every look at a draft
def why_not_say(text: str) -> SpeechReason | None:
    """Return what forbids `text` in a warning, or None.

    It is read as a person reads it: hidden letters, look-alikes of other scripts, spelt-out words and digits for
    letters are undone first, so that they hide nothing.
    """
    if not text.strip():
        return SpeechReason.EMPTY
    if len(text) > TEXT_CHARS_MAX:
        return SpeechReason.TOO_LONG
    if not is_plain(text):
        return SpeechReason.NOT_PLAIN
    readings = folded(text)
    bare = _QUOTES.sub(" ", text)  # in a warning nobody is quoted
    if any(sided_words(reading) for reading in (bare, *readings)):
        return SpeechReason.SAYS_SIDE
    return next((reason for reason, pattern in _RULES if any(pattern.search(one) for one in readings)), None)


def is_plain(text: str) -> bool:
    """Return whether `text` is free of mark-up, addresses and letters that XML or a phone cannot carry."""
    if "<" in text or ">" in text or "&" in text or "://" in text or "www." in text.lower():
        return False
    return not any(unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"} and letter != "\n" for letter in text)
