"""General words of headlines about attacks: kinds of act, what was hit, what a later report says, numbers, parts of a country.

The one thing to know: a tag is what happened or what was hit, never who did it. Words for the two armed sides are one list each,
and swapping the lists changes no link (there is a test). Nothing here was copied from data that is linked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from re import Pattern


def _ordered(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ONES = {
    word: value
    for value, word in enumerate(
        _ordered(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen"
        ),
        start=1,
    )
}
TENS = {
    word: 10 * place
    for place, word in enumerate(_ordered("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
ABOUT = {"dozen": 12, "dozens": 24, "score": 20, "scores": 40, "hundred": 100, "hundreds": 200, "several": 4, "many": 6}
TIMES = {"dozen": 12, "score": 20, "hundred": 100}

MONTHS = {
    word: place for place, word in enumerate(_ordered("jan feb mar apr may jun jul aug sep oct nov dec"), start=1)
}
_MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*"
DAY = re.compile(  # with its year, which a headline of the day does not need
    rf"\b(?:(?P<day>\d{{1,2}}) (?P<month>{_MONTH}),? (?P<year>\d\d(?:\d\d)?)"
    rf"|(?P<month_too>{_MONTH}) (?P<day_too>\d{{1,2}}),? (?P<year_too>\d{{4}}))\b"
)

DEAD_BEFORE = _set("kill kills killing killed claims slay slays toll martyrs martyring leave leaves leaving")
DEAD_AFTER = _set(
    "killed dead die dies died slain martyred perish perished lives killings bodies lynched beheaded executed gunned"
)
DEAD = re.compile(
    r"kill|dead|die[sd]?$|death|slain|martyr|murder|lynch|behead|shot|gunned|assassin|fatal|massacre|lives$|slay|execut|toll$"
)
HURT = ("injur", "wound", "hurt")
HURTING = _set("injuring wounding injures wounds injure wound hurting hurts")
NO_COUNT = _set(
    "hour hours day days week weeks month months year years minute minutes pm am gmt km mile miles percent per ago arrested "
    "held detained jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august september "
    "october november december st nd rd th"
)
ARREST = _set(
    "arrest arrests arresting detain detains detaining nab nabs hold holds capture captures rescue rescues free frees"
)
THINGS = _set(
    "attacks blasts bombs bombings explosions strikes raids clashes hideouts camps houses homes vehicles buses trucks schools shops "
    "cities towns villages districts provinces places sites countries operations incidents things posts checkposts times"
)

ONE_SIDE, OTHER_SIDE, NO_SIDE = "force", "group", "people"
_FORCE = (
    "soldier soldiers troop troops police policeman policemen policewoman policewomen cop cops officer officers personnel "
    "paramilitary paramilitaries guard guards constable constables jawan jawans army ranger rangers levies major captain "
    "colonel brigadier general lieutenant serviceman servicemen commando commandos security sailors"
)
_GROUP = (
    "militant militants terrorist terrorists rebel rebels insurgent insurgents attacker attackers assailant assailants gunman "
    "gunmen bomber bombers fighter fighters extremist extremists commander commanders ringleader infiltrators separatist "
    "separatists"
)
_PEOPLE = (
    "civilian civilians people person persons man men woman women child children girl girls boy boys villager villagers "
    "passenger passengers worker workers labourer labourers laborers tourist tourists pilgrims student students worshippers "
    "mourners christians tribesman tribesmen elder elders lawyer lawyers judge journalist journalists teacher teachers "
    "doctor doctors minors kids residents locals activist activists leader politician cleric priest engineer engineers "
    "vaccinators traders miners official officials lawmaker legislator minister singer employees driver professor"
)
SIDE = {
    **dict.fromkeys(_PEOPLE.split(), NO_SIDE),
    **dict.fromkeys(_GROUP.split(), OTHER_SIDE),
    **dict.fromkeys(_FORCE.split(), ONE_SIDE),
}
# Words for one person: "kills policeman" counts one, "militant hideout" nobody.
SINGLE = _set(
    "soldier policeman policewoman cop officer guard constable jawan major captain colonel brigadier lieutenant serviceman "
    "commander militant terrorist rebel civilian man woman girl boy villager passenger worker labourer tourist student "
    "tribesman elder lawyer judge journalist teacher doctor activist leader politician cleric priest engineer official "
    "lawmaker legislator minister singer person child driver professor"
)
NO_PERSON_BEFORE = _set(
    "hideout hideouts attack attacks group groups bomb raid raids leader leaders commander commanders camp camps den dens "
    "clash clashes factory base bases assault fire bus buses convoy post posts checkpost checkpoint station funeral outfit "
    "stronghold strongholds network violence infighting"
)


def _patterns(words: Mapping[str, str]) -> Mapping[str, Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in words.items()}


ACTS = _patterns(
    {
        "suicide": r"suicide|bombers?\b|blow[s]? (?:him|them|her)sel|blew (?:him|them|her)",
        "blast": r"\bbomb|blast|explo|\bied\b|land ?mine|grenade|roadside|detonat|blow[s]? up|blew|improvised",
        "car bomb": r"(?:car|truck|vehicle).?(?:born\w* )?(?:suicide )?bomb|explosives-laden",
        "roadside": r"road-?side|\bied\b|land ?mine|\bmine\b|improvised|remote.?control",
        "grenade": r"grenade",
        "rocket": r"rocket|mortar|missile",
        "across": r"\b(?:indian?|afghan|iranian?|pakistani?) (?:fire|firing|shell|guns?\b|artillery|mortar)|shelling|cross.?border"
        r"|\bloc\b|line of control|ceasefire|cease-fire|truce|border fire|unprovoked|exchange fire|trade fire",
        "drone": r"drone|unmanned|\buavs?\b",
        "air": r"air ?-?(?:strike|raid)|\bjets?\b|warplane|helicopter|gunship|bombard|aerial",
        "gun": r"gunm[ae]n|shot|shoot|gunned|gun ?down|fire on|opened? fire|\bfiring\b|gunfire|sniper|assassin|gun-? ?battle"
        r"|target killing",
        "clash": r"clash|encounter|shoot-?out|gun-? ?battle|gunfight|battle|fighting|firefight|skirmish",
        "raid": r"\braid|operation|offensive|crackdown|foil|swoop|hideout|stronghold",
        "ambush": r"ambush|waylay",
        "taking": r"kidnap|abduct|hostage|captive|ransom",
        "bodies": r"bodies|body found|behead|corpse|mutilat|dumped",
        "arson": r"torch|set (?:on fire|ablaze)|arson",
        "crowd": r"\briot|\bmob\b|lynch|protest|demonstrat|stampede",
        "poison": r"poison|acid",
        "feud": r"tribal clash|rival|feud|sectarian clash",
    }
)
HIT = _patterns(
    {
        "police": r"police|\bcops?\b|constable|\blevies\b|\bs\.?h\.?o\b|\bdsp\b",
        "force": r"\barmy|soldier|troops?\b|military|paramilit|frontier corps|rangers\b"
        r"|security (?:personnel|force|official|m[ae]n|guard)"
        r"|jawan|colonel|\bmajor\b|captain|lieutenant|brigadier",
        "group": r"militant|terrorist|insurgent|\brebel|fighters?\b|extremist",
        "navy": r"\bnav(?:y|al)\b|marine",
        "airfield": r"air ?base|air ?force|airport",
        "head": r"commander|chief|leader|mastermind",
        "civilian": r"civilian|villager|residents?\b|people|\bpersons?\b",
        "child": r"\bchild|girl|\bboys?\b|\bminors?\b|\bkids?\b|teenage|student|school",
        "women": r"\bwom[ae]n|wife|mother|\blady\b|female|sister",
        "convoy": r"convoy|vehicle|patrol|truck|\bvan\b|jeep|motorcade",
        "bus": r"\bbus|passenger|\bcoach\b|commuter",
        "post": r"check ?-?(?:post|point)|\bposts?\b|picket|outpost",
        "station": r"station",
        "base": r"headquarter|\bbase\b|\bcamp\b|barracks|compound|training cent|academy|garrison",
        "mosque": r"mosque|imambarg|imambara|worship|prayer|masjid|seminary|madras",
        "shrine": r"shrine|\bsufi|\bdargah",
        "church": r"church|christian|easter|priest|pastor|cathedral",
        "rite": r"shi.?ite|\bshia|hazara|ashura|muharram|procession|sectarian",
        "faith": r"hindu|\bsikh|ahmad",
        "funeral": r"funeral|mourner|burial",
        "school": r"school|college|university|campus|student|teacher|professor|academ",
        "market": r"market|bazaar|\bshop|\bmall\b|\bstore|plaza|\bstall",
        "court": r"\bcourt|judge|lawyer|judicial|magistrate|advocate|judiciary",
        "vaccine": r"polio|vaccin|immuni[sz]|health worker|measles",
        "train": r"\btrains?\b|\brail",
        "line": r"pipeline|\bgas\b|\boil\b|exploration|\bpower\b|pylon|electric|tanker",
        "hotel": r"hotel|restaurant|guest ?house",
        "hospital": r"hospital|doctor|clinic|medic|ambulance|nurse",
        "politics": r"election|rally|candidate|campaign|\bparty|politic|lawmaker|legislator|\bmpa?\b|\bmna\b|minister|senator|governor"
        r"|mayor|\bpolls?\b|assembly|activist",
        "press": r"journalist|reporter|\bmedia\b|\btv\b|newspaper|\bpress\b|anchor|editor",
        "worker": r"worker|labou?r|engineer|employee|mason|\bcoal|miner|driver",
        "elder": r"elder|tribesm|tribal (?:chief|leader)|\blashkar\b|militia|peace committee|volunteers",
        "pilgrim": r"pilgrim|zaireen",
        "foreign": r"foreign|tourist|chinese|china\b|american|climber|western\b|diplomat|consul|embassy|ambassador|envoy|\bun\b",
        "family": r"famil|relative|brother|\bsons?\b|father|couple",
        "bank": r"\bbank\b|stock exchange|jewel",
        "jail": r"\bjail|prison|inmate",
        "office": r"\boffices?\b|building|complex|secretariat",
        "house": r"\bhouse|\bhomes?\b|residence",
        "crowd": r"stadium|football|cricket|volleyball|wrestl|cinema|\bclub|\bdvd\b|music|theat(?:re|er)|festival"
        r"|\bpark\b|singer|actor",
        "cleric": r"cleric|scholar|\bimam\b|maulana|mufti|religious leader|preacher",
        "official": r"intelligence|agency|commissioner|official killed|government official",
        "border": r"border|frontier",
        "aid": r"aid worker|\bngo\b|charity|red cross",
    }
)
LATER = _patterns(
    {
        "toll": r"\btoll\b|\brises|climbs|mounts|goes up|jumps to|succumb|\bdies of|\bidentified",
        "claim": r"claim|responsib|behind",
        "condemn": r"condemn|denounc|grief|sorrow|condol|\bslam|\bvow|\bmourn|strongly",
        "probe": r"probe|investigat|inquir|arrest|\bnab|\bheld\b|detain|charge|summon|suo moto|report sought",
        "after": r"protest|shutter|shut ?down|funerals\b|funeral prayer|\bbur(?:y|ied)|demand|curfew|sit-in|letter|lodge",
    }
)
DIGEST = re.compile(
    r"programme summary|highlights|round-? ?up|editorial|headlines|press review|summary|timeline|chronology|list of|fact ?box"
    r"|news at|bulletin|weekly|analysis"
)
# Parts of a country, as English headlines name them; each word may mean several.
PARTS = _patterns(
    {
        "Khyber Pakhtunkhwa": r"north-?\s?west|\bnw\b|khyber|\bkpk?\b|tribal|\bfata\b|waziristan|afghan border",
        "tribal": r"\btribal|\bfata\b|waziristan|\bagency\b|afghan border",
        "Balochistan": r"south-?\s?west|\bsw\b|balochistan|baluchistan|iran(?:ian)? border",
        "Sindh": r"\bsindh|\bsouth(?:ern)?\b(?! wazir)",
        "Punjab": r"punjab|\beast(?:ern)?\b|\bcentral\b",
        "Azad Kashmir": r"kashmir|\bloc\b|line of control|working boundary",
        "Gilgit-Baltistan": r"gilgit|\bnorth(?:ern)?\b(?![- ]?west| wazir)",
    }
)
SMALL = _set(
    "in of the a an and to at on by for with from as says say said officials official report reports police pakistan pakistani "
    "pak after over near more than least up is was has have are be it its who s update"
)
