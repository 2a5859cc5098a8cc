"""Two made-up data sets about one made-up country: the same attacks told twice, with the dirt that real sets have."""

import random
from datetime import date, timedelta

TOWNS = {
    "Narbal": (30.1, 66.9), "Kharan Kot": (28.6, 65.4), "Dolmach": (29.4, 67.8), "Sibri": (29.5, 67.9), "Mostang": (29.8, 66.8),
    "Zhirgai": (31.2, 68.1), "Pishok": (30.6, 67.0), "Turbela": (26.0, 63.1), "Gwazar": (25.1, 62.3), "Lorakhel": (30.4, 68.6),
    "Chamok": (30.9, 66.4), "Awarin": (26.4, 65.2), "Bolandi": (29.9, 67.2), "Hubbel": (25.2, 66.9), "Nushok": (29.5, 66.0),
}  # fmt: skip
SPELT = {
    "Narbal": "Narbaal",
    "Kharan Kot": "Kharankot",
    "Mostang": "Mastang",
    "Zhirgai": "Zirghai",
    "Gwazar": "Gwadzar",
}
LEFT_COLUMNS = """
id = "no"
[day]
first = "date"
[place]
city = ["town"]
lat = "lat"
lon = "lon"
[killed]
min = "least"
max = "most"
[injured]
max = "hurt"
"""
RIGHT_COLUMNS = """
id = "event"
[day]
first = "from"
last = "to"
[place]
place = ["where"]
lat = "lat"
lon = "lon"
precision = "prec"
[place.radius_km]
1 = 5
3 = 50
[killed]
min = "low"
best = "best"
max = "high"
sides = ["side_1", "side_2"]
"""


def sets(seed=5, attacks=220):
    """Return the left CSV, the right CSV, and the pairs that are one attack."""
    chance = random.Random(seed)
    left, right, same = (
        ["no,date,town,lat,lon,least,most,hurt"],
        ["event,from,to,where,lat,lon,prec,low,best,high,side_1,side_2"],
        set(),
    )
    for number in range(attacks):
        day = date(2010, 1, 1) + timedelta(days=chance.randrange(1_200))
        town = chance.choice(sorted(TOWNS))
        lat, lon = TOWNS[town]
        killed = int(chance.paretovariate(0.9))
        told_left, told_right = chance.random() < 0.6, chance.random() < 0.8
        if told_left:
            most = killed + chance.choice((0, 0, 1, 2))
            off = 3.0 if chance.random() < 0.07 else 0.05
            left.append(
                f"L{number},{day},{SPELT.get(town, town)},{lat + off:.3f},{lon:.3f},{killed},{most},{killed * 2}"
            )
        if told_right:
            later = day + timedelta(days=chance.choice((0,) * 18 + (1, 2)))
            best = killed + chance.choice((0, 0, 0, 1))
            right.append(f"R{number},{later},{later},{town} town,{lat},{lon},1,{killed},{best},{best},1,{best}")
        if told_left and told_right:
            same.add((f"L{number}", f"R{number}"))
    return "\n".join(left) + "\n", "\n".join(right) + "\n", same


def judged(same, left_text):
    """Return a CSV of labels for every pair of the first half of the left records."""
    ids = [line.split(",")[0] for line in left_text.splitlines()[1:]]
    half = set(ids[: len(ids) // 2])
    yes = [f"{one},{other},1" for one, other in sorted(same) if one in half]
    no = [f"{one},R9999{place},0" for place, one in enumerate(sorted(half))]
    return "left,right,match\n" + "\n".join(yes + no) + "\n", half
