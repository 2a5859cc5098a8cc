"""Words that name a party, taken out of a text before its wording is compared with another's.

The one thing to know: who is said to have done it may not move a link, a count or a grade, so names and abbreviations of armed
groups, forces and states fall away here, whoever they belong to, in the scripts that are read. What was hit stays: a police post
is a place. Swapping one party for another in a text changes nothing that is compared (there is a test).
"""

from __future__ import annotations

import re

# As word patterns; longer names first, so that no half of a name is left.
_LATIN = (
    r"islamic state(?: (?:in|of) (?:iraq|the levant|khorasan|khurasan|pakistan)(?: province)?)?(?: khorasan| khurasan)?(?: province)?",
    r"is-?k(?:p|hor\w*)?", r"isis(?:-?k)?", r"isil", r"da['’]?esh", r"dae?sh",
    r"baloch(?:istan)? liberation (?:army|front)",
    r"baloch(?:istan)? (?:republican (?:army|guards?)|nationalist army)", r"united baloch army",
    r"baloch raa?ji aa?joi sangar",
    r"majeed brigade", r"bl[af](?:-[a-z])?", r"bra[sg]?", r"bna", r"uba", r"tehree?k-?e?-?\s?taliban(?: pakistan)?",
    r"pakistani taliban", r"afghan taliban", r"taliban", r"ttp", r"jamaat-?ul-?ahrar", r"jua",
    r"lashkar-?e-?\w+", r"lej",
    r"jais?h-?(?:e|ul)-?\w+", r"jundall?ah", r"al-?qa[ei]da", r"hizb-?ul-?\w+", r"sipah-?e-?\w+", r"haqqani network",
    r"fitna[- ]al[- ]\w+", r"khaw?arij\w*", r"fitna\w*", r"pakistan(?:i)? (?:army|military|forces|troops|air force)",
    r"indian? (?:army|military|forces|troops)", r"afghan (?:army|forces|troops)", r"us (?:army|forces|drones?)",
    r"counter[- ]terrorism department", r"ctd", r"frontier corps", r"inter-?services intelligence", r"isi",
    r"raw", r"cia", r"nds", r"security forces", r"state forces",
    r"army", r"military", r"militar[iy]\w*", r"militants?", r"insurgents?", r"separatists?", r"rebels?",
    r"jihadis?t?s?",
    r"terroris[tm]\w*", r"islamists?", r"sarmachars?", r"gunmen", r"forces", r"troops", r"soldiers?",
    r"armed (?:men|group)s?",
)  # fmt: skip
_OTHER = (
    r"دولت اسلامیہ", r"داعش", r"الدولة الإسلامية", r"تنظيم الدولة", r"دولت اسلامی",
    r"بلوچ لبریشن (?:آرمی|فرنٹ)", r"بی ?ایل ?(?:اے|ایف)",
    r"جيش تحرير بلوشستان", r"تحریک طالبان(?: پاکستان)?",
    r"طالبان", r"ٹی ٹی پی", r"لشکر ?\w+", r"جیش ?\w+", r"القاعدة|القاعدہ",
    r"سکیورٹی فورسز", r"سیکیورٹی فورسز", r"فورسز", r"پاک فوج", r"فوج", r"فوجی", r"الجيش", r"قوات", r"ایف ?سی",
    r"سی ?ٹی ?ڈی",
    r"دہشت ?گرد\w*", r"عسکریت ?پسند\w*", r"مسلح افراد", r"شدت ?پسند\w*", r"مسلحين|مسلحون", r"انفصالي\w*",
    r"ارتش", r"militan\w*",
    r"ordu\w*", r"örgüt\w*", r"terörist\w*",
)  # fmt: skip
_PARTY = re.compile(rf"(?<!\w)(?:{'|'.join((*_LATIN, *_OTHER))})(?!\w)", re.IGNORECASE)


def masked(text: str) -> str:
    """Return the text with a space for every word that names a party."""
    return _PARTY.sub(" ", text)
