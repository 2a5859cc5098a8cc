"""Labels of parties of all kinds, in the languages that are read: armed groups, state bodies, sectarian groups, unknown."""

from __future__ import annotations

GROUPS = (
    "Islamic State", "Islamic State Khorasan Province", "ISKP", "Daesh", "Baloch Liberation Army", "Baloch Liberation Army (BLA)",
    "BLA", "Baloch Liberation Front", "BLF", "BRAS", "Baloch Republican Army", "United Baloch Army", "Majeed Brigade",
    "Pakistani Taliban", "Tehreek-e-Taliban Pakistan", "TTP", "Jamaat-ul-Ahrar", "Jaish al-Adl", "Jundallah", "al-Qaeda", "PKK",
    "Hezbollah", "the Houthis", "militants", "separatists", "Baloch separatists",
    "داعش", "دولت اسلامیہ", "بلوچ لبریشن آرمی", "بی ایل اے", "تحریک طالبان پاکستان", "ٹی ٹی پی", "عسکریت پسند",
    "تنظيم الدولة", "جيش تحرير بلوشستان", "جيش العدل", "حركة طالبان باكستان",
    "جیش العدل", "دولت اسلامی", "ارتش آزادی‌بخش بلوچ", "طالبان",
    "IŞİD", "İslam Devleti", "Belucistan Kurtuluş Ordusu",
    "इस्लामिक स्टेट", "बलूच लिबरेशन आर्मी", "बीएलए", "तहरीक-ए-तालिबान पाकिस्तान", "आतंकवादियों",
)  # fmt: skip
STATE = (
    "the Pakistani military", "Pakistan Army", "the army", "security forces", "Frontier Corps", "FC", "CTD",
    "Counter Terrorism Department", "ISI", "RAW", "the Levies", "Rangers", "intelligence agencies", "Iranian forces",
    "Revolutionary Guards", "US drones", "NATO", "a death squad",
    "پاک فوج", "فوج", "سکیورٹی فورسز", "ایف سی", "سی ٹی ڈی", "خفیہ ادارے",
    "الجيش الباكستاني", "والجيش", "قوات الأمن", "سپاه پاسداران", "ارتش", "نیروهای امنیتی",
    "Pakistan ordusu", "güvenlik güçleri", "पाकिस्तानी सेना", "सुरक्षा बलों", "सेना",
)  # fmt: skip
SECTARIAN = (
    "Lashkar-e-Jhangvi", "Sipah-e-Sahaba", "Sipah-e-Muhammad", "sectarian militants", "a sectarian group", "لشکر جھنگوی", "سپاہ صحابہ",
)  # fmt: skip
UNKNOWN = (
    "unknown gunmen", "unidentified armed men", "armed men", "gunmen", "نامعلوم مسلح افراد", "نامعلوم افراد", "مسلحون مجهولون",
    "افراد مسلح ناشناس", "kimliği belirsiz kişiler", "silahlı kişiler", "अज्ञात हमलावर", "बंदूकधारियों",
)  # fmt: skip
PARTIES = (*GROUPS, *STATE, *SECTARIAN, *UNKNOWN)
