"""Words that name a party, taken out of a text before its wording is compared with another's.

The one thing to know: who is said to have done it may not move a link, a count or a grade, so names and abbreviations of armed
groups, forces and states fall away here, whoever they belong to, in the scripts that are read. What was hit stays: a police post
is a place. Swapping one party for another in a text changes nothing that is compared (there is a test).
"""

from __future__ import annotations

import re

# As word patterns; longer names first, so that no half of a name is left. Capitals are asked where a name is a common word too.
_OF = (
    r"(?:pakistani?|indian?|afghan(?:istan)?|iran(?:ian)?|turk(?:ey|ish)|iraqi?|syrian?|lebanese|israeli?|russian?|chinese"
    r"|american|british|french|(?-i:US|U\.S\.|UK|NATO)|nato|federal|provincial|government|state|allied|coalition|foreign"
    r"|regular|national|paramilitary|security|border|special|armed|joint)"
)
_BODY = (
    r"(?:armed forces|security forces|special forces|air ?force|army|military|forces|force|troops|soldiers?|navy|rangers|jets?"
    r"|drones?|intelligence(?: agenc(?:y|ies)| services?)?|government|authorities|regime|guards?|personnel)"
)
_PEOPLE = (
    r"(?:baloch(?:istan)?|baluch(?:istan)?|sindhudesh|sindhi|pashtun|kashmiri?|jammu kashmir|kurdistan|kurdish|tamil|syrian"
    r"|united|national|people['’]?s|popular|islamic)"
)
_ENGLISH = (
    (rf"(?:{_PEOPLE} )?(?:liberation|republican|revolutionary|nationalist|resistance|democratic|defen[cs]e) "
    r"(?:army|front|forces?|guards?|corps|movement|tigers|organi[sz]ation)"),
    r"united baloch army", r"baloch raa?ji aa?joi sangar", r"(?:kurdistan )?workers['’] party", r"people['’]?s protection units",
    (r"islamic state(?: (?:in|of) (?:iraq(?: and (?:syria|the levant))?|syria|the levant|khorasan|khurasan|pakistan))?"
    r"(?: ?-? ?(?:khorasan|khurasan|pakistan))?(?: province)?(?: group)?"),
    r"(?-i:IS)(?: group)?", r"is-?k(?:p|hor\w*)?", r"isis(?:-?k)?", r"isil", r"da['’]?e?sh", r"dae?sh",
    r"(?:majeed|badr|fatemiyoun|zainabiyoun|\w+ martyrs) brigades?", r"bl[af](?:-[a-z])?", r"bra[sg]?", r"bna", r"uba", r"sra",
    r"pkk", r"ypg", r"ltte", r"plo", r"irgc", r"bsf", r"crpf", r"ssg", r"tlp", r"aswj", r"ssp", r"smp", r"ttp", r"tnsm", r"jua",
    r"lej", r"(?-i:LeT|JeM|HuM|JUI|AQIS|LI|BLT|JWMM)",
    r"tehree?k-?\s?[ei]-?\s?taliban(?: pakistan)?", r"tehree?k[- ][ei][- ]\w+", r"(?:pakistani?|afghan) taliban", r"talibans?",
    r"jama?at[- ]?ul[- ]?ahrar", r"jama?at[- ]ul[- ]\w+", r"ahl[ei][- ](?:sunnat|sunnah)(?: wal?[- ]?jama'?at)?",
    r"lashkar[- ]?[ei][- ]\w+(?: al[- ]?a[al]+a?mi)?", r"jais?h[- ]?(?:[ei]|[ua]l)[- ]\w+", r"jund(?:all?ah| al[- ]\w+)",
    r"al[- ]?qa[ei]da", r"al[- ]?shabaab", r"boko haram", r"hizb[- ]?[ua]l[- ]?\w+", r"hezbollah", r"hizbullah", r"hamas",
    r"houthis?", r"sipah[- ][ei][- ]\w+", r"harkat[- ]?[ua]l[- ]?\w+", r"ansar[- ]?[ua]l[- ]?\w+", r"kata'?ib[- ]\w+",
    r"haqqani network", r"fitna[- ]al[- ]\w+", r"khaw?arij\w*", r"fitna\w*",
    r"(?:islamic )?revolutionary guards?(?: corps)?", r"basij", r"quds force", r"peshmerga", r"mossad",
    rf"{_OF}(?: {_OF})? {_BODY}",
    r"counter[- ]terrorism (?:department|police|force)", r"ctd", r"frontier (?:corps|constabulary)", r"(?-i:FC|MI|IB|LEAs?)",
    r"inter-?services (?:intelligence|public relations)", r"isi", r"ispr", r"(?-i:RAW)", r"cia", r"nds", r"nato", r"isaf",
    r"(?:law[- ]enforcement|intelligence) (?:agenc(?:y|ies)|personnel|officials?)", r"coast ?guards?",
    r"(?:levies|rangers)(?! (?:check|post|camp|station|picket|vehicle|head|line))",
    r"(?:local |district )?police(?= (?:did|carried|took|raided|abducted|shot|opened|fired|stormed)\b)", r"(?<=\bby )(?:the )?police",
    (r"(?:un(?:known|identified)|masked|armed) (?:gun|armed |militia|motorcycl)?(?:m[ae]n|assailants?|attackers?|persons?|people"
    r"|individuals?|groups?|ists|assassins?)"),
    r"un(?:known|identified) (?:militants?|gunm[ae]n)", r"assailants?", r"gunm[ae]n", r"army", r"militar[iy]\w*",
    (r"(?:sectarian|separatist|islamist|sunni|shia|shi['’]?ite|baloch|kurdish|tribal)"
    r" (?:militants?|separatists?|insurgents?|fighters|rebels|groups?|militias?|outfits?|extremists?)"),
    r"state agenc(?:y|ies)",
    r"(?:militant|insurgent|rebel|extremist) (?:groups?|outfits?|organi[sz]ations?)", r"militants?", r"militias?", r"insurgents?",
    r"separatists?", r"rebels?", r"extremists?", r"guerrillas?", r"jihadis?t?s?", r"terroris[tm]\w*", r"islamists?",
    r"sarmachars?", r"death squads?", r"vigilantes?", r"forces", r"troops", r"soldiers?",
)  # fmt: skip
_ARABIC = (  # Arabic, Persian, Urdu, Pashto
    r"(?:الدولة الإسلامية|تنظيم الدولة)(?: في (?:العراق والشام|خراسان))?", r"داعش(?: خراسان)?",
    r"دولت اسلامیہ?(?: خراسان)?", r"اسلامی ریاست",
    r"بلوچ(?:ستان)? لبریشن (?:آرمی|فرنٹ)", r"بی ?ایل ?(?:اے|ایف)", r"بی ?آر ?(?:اے|جی|اے ایس)", r"مجید بریگیڈ",
    r"جيش تحرير بلوشستان", r"ارتش آزادی[ \u200c]?بخش بلوچ(?:ستان)?", r"(?:حزب العمال|پ ک ک|پی کے کے)(?: الكردستاني)?",
    r"(?:تحریک|حركة|تحریک طالبان|حركت) طالبان(?: (?:پاکستان|باكستان|افغانستان))?", r"طالبان(?:و|ها)?", r"ٹی ?ٹی ?پی",
    r"لشکر(?: |\u200c)?(?:جھنگوی|طیبہ|اسلام|جهنگوی|طیبه)", r"جیش[ \u200c]?(?:العدل|محمد|\w+)", r"جيش العدل", r"سپاہ (?:صحابہ|محمد)",
    r"جماعت ?الاحرار", r"حزب ?(?:الله|اللہ|المجاہدین|الاحرار)", r"القاعدہ?", r"الحوثي\w*|حوثی\w*", r"حماس", r"حقانی نیٹ ورک",
    r"سپاه پاسداران(?: انقلاب(?: اسلامی)?)?", r"سپاه", r"بسیج", r"حرس الثوري|الحرس الثوري", r"البيشمركة|پیشمرگه",
    r"س[یك]?[یک]?یورٹی فورسز", r"س[یک]+یورٹی (?:اہلکار\w*|ادار\w*)", r"قانون نافذ کرنے والے ادار\w*", r"خفیہ ادار\w*",
    r"(?:پاک|پاکستانی|بھارتی|افغان|ایرانی) (?:فوج|آرمی|فورسز)", r"فرنٹیئر کور", r"(?:فوج|فوجی|فورسز|آرمی|رینجرز)", r"ایف ?سی",
    r"سی ?ٹی ?ڈی", r"آئی ?ایس ?آئی", r"انسداد دہشت ?گردی", r"(?:نامعلوم|مسلح|نقاب پوش) (?:مسلح )?(?:افراد|حملہ آور\w*|ملزمان|اشخاص)",
    r"دہشت ?گرد\w*", r"عسکریت ?پسند\w*", r"شدت ?پسند\w*", r"علیحدگی ?پسند\w*", r"شر ?پسند\w*", r"باغی\w*", r"سرمچار\w*",
    r"نیروهای? (?:امنیتی|مسلح|دولتی|نظامی|انتظامی)", r"نیروها\w*", r"ارتش(?: (?:پاکستان|ایران|ترکیه|افغانستان|هند))?",
    r"افراد (?:مسلح|ناشناس)(?: ناشناس)?", r"مهاجمان (?:ناشناس|مسلح)", r"مردان مسلح", r"شبه[ \u200c]?نظامی\w*", r"ستیزه[ \u200c]?جوی\w*",
    r"شورش[ \u200c]?ی\w*", r"تروریست\w*", r"جدایی[ \u200c]?طلب\w*", r"پیکارجو\w*",
    r"(?:ال)?قوات(?: (?:ال)?(?:أمن|أمنية|مسلحة|حكومية|باكستانية|خاصة))*",
    r"(?:ال)?جيش(?: (?:ال)?(?:باكستاني|هندي|أفغاني|تركي|إيراني))?",
    r"(?:ال)?(?:مسلحين|مسلحون|مسلحو|مسلح)(?: (?:مجهول\w*|مجهولين))?", r"مجهول(?:ون|ين)", r"(?:ال)?انفصالي\w*", r"(?:ال)?متمرد\w*",
    r"(?:ال)?إرهابي\w*", r"(?:ال)?متشدد\w*", r"ميليشيا\w*", r"جماعة (?:مسلحة|متشددة)", r"جماعات مسلحة",
    r"(?:ناپېژندل\w* )?وسله ?وال\w*", r"ترهګر\w*", r"امنیتي ځواکون\w*", r"پوځ(?:یان|ي)?",
)  # fmt: skip
_TURKISH = (
    r"[iİ](?:̇)?slam [Dd]evleti(?: horasan)?", r"[Iıİi]ş[iİ](?:̇)?d", r"deaş", r"ypg", r"dhkp-?c", r"fetö",
    r"bel[uü][cç](?:istan)? kurtuluş (?:ordusu|cephesi)", r"(?:pakistan|afgan|hint|t[uü]rk) (?:ordu|taliban|asker)\w*", r"taliban\w*",
    r"el[- ]kaide", r"(?:güvenlik|özel|silahlı) (?:güçler|kuvvetler)\w*", r"silahlı (?:kişi|adam|grup|saldırgan|militan)\w*",
    r"kimliği (?:belirsiz|bilinmeyen) (?:kişi|saldırgan|silahlı)\w*", r"ordu\w*", r"asker\w*", r"jandarma\w*", r"örgüt\w*",
    r"terörist\w*", r"militan\w*", r"isyancı\w*", r"ayrılıkçı\w*", r"saldırgan\w*",
)  # fmt: skip
_HINDI = (
    r"इस्लामिक स्टेट(?: खुरासान)?", r"बल[ूो]च(?:िस्तान)? लिबरेशन (?:आर्मी|फ्रंट)", r"बीएल[एफ]", r"तहरीक-?ए-?तालिबान(?: पाकिस्तान)?",
    r"(?:पाकिस्तानी|अफगान) तालिबान", r"तालिबान(?:ी|ियों)?", r"टीटीपी", r"लश्कर-?ए-?\S+", r"जैश-?ए-?\S+", r"अल[- ]?कायदा", r"हिजबुल \S+",
    r"(?:पाकिस्तानी|भारतीय|अफगान|पाक) (?:सेना|फौज|वायुसेना)", r"सुरक्षा ?बल(?:ों)?", r"अर्धसैनिक(?: बल(?:ों)?)?", r"सेना", r"फौज",
    r"सैनिक(?:ों)?", r"जवानों?", r"फ्रंटियर कोर", r"सीटीडी", r"आईएसआई", r"(?:अज्ञात|हथियारबंद) (?:हमलावर|बंदूकधारी|लोग)(?:ों)?",
    r"बंदूकधारि?यों|बंदूकधारी", r"आतंक(?:वादी|वादियों|ी|ियों)", r"उग्रवादि?(?:ी|यों)?", r"अलगाववादी", r"विद्रोही", r"चरमपंथि?(?:ी|यों)?",
)  # fmt: skip
_LETTERS = dict.fromkeys("یيى", "[یيى]") | dict.fromkeys("کك", "[کك]") | dict.fromkeys("ہهة", "[ہهة]")
_INDIC = "\u0900-\u0963"  # vowel signs of India are no letters to Python
_HE = r"(?:[وف]?[بلك]?)"  # what Arabic writes before a word without a space


def _either_letter(pattern: str) -> str:
    """Return a pattern that takes the letters of Arabic, Persian and Urdu keyboards for each other."""
    parts = re.split(r"(\[[^\]]*\])", pattern)  # a class that is written out stays
    return "".join(part if part.startswith("[") else "".join(_LETTERS.get(one, one) for one in part) for part in parts)


def _by_first_letter(patterns: tuple[str, ...]) -> str:
    """Return one pattern of all; those that begin with one plain letter are tried only where that letter stands."""
    found: dict[str, list[str]] = {}
    for pattern in patterns:
        plain = pattern[0].isascii() and pattern[0].isalpha() and pattern[1] not in "?*"
        found.setdefault(pattern[0] if plain else "", []).append(pattern[1:] if plain else pattern)
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in found.items())


_NAMES = "|".join(
    (
        f"(?=[^\u0600-\u097f])(?:{_by_first_letter((*_ENGLISH, *_TURKISH))})",
        f"(?=[\u0600-\u06ff]){_HE}(?:{'|'.join(map(_either_letter, _ARABIC))})",
        f"(?=[\u0900-\u097f])(?:{'|'.join(_HINDI)})",
    )
)
_ONE = rf"(?:{_NAMES})(?![\w{_INDIC}])(?:['’]s(?!\w))?"
_PARTY = re.compile(rf"(?<![\w{_INDIC}])(?:(?:the|an?) )?(?:{_ONE})", re.IGNORECASE)
_DOES = (
    r"says?|said|claims?|claimed|den(?:y|ies|ied)|admits?|admitted|vows?|accepts?|accepted|did|carried|blamed|accused|responsible"
    r"|behind|(?:was|were|is|are) (?:behind|blamed|accused|responsible)"
)
_WHO = rf"(?:(?:the|an?) )?(?:{_ONE})(?: \([^()]{{1,12}}\))?"
_DOER = re.compile(
    rf"(?<![\w{_INDIC}])(?:(?:(?<=\bby )|(?<=\bon )|(?<=\bblames )|(?<=\baccuses )){_WHO}"
    rf"|(?:(?<=^)|(?<=[.;:] )){_WHO}(?=:)|{_WHO}(?= (?:{_DOES})\b(?! (?:killed|dead)\b))|(?<=: ){_WHO}(?=\s*$))",
    re.IGNORECASE,
)
_HOLLOW = re.compile(r"[(\[«]\s*[)\]»]")


def masked(text: str) -> str:
    """Return the text with a space for every word that names a party."""
    return _without(_PARTY, text)


def doers_masked(text: str) -> str:
    """Return the text with a space for a party that is said to do, claim or say something; those that were hit stay."""
    return _without(_DOER, text)


def _without(pattern: re.Pattern[str], text: str) -> str:
    bare, count = pattern.subn(" ", text)
    return _HOLLOW.sub(" ", bare) if count else text
