"""The warning end of the demo: one drill, ten thousand people who do not exist, a danger that is made up.

300 of them get mail from a real SMTP server of this machine, the others are counted by a gateway; it is the same outbox,
the same two people and the same head-count as for a danger.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from haal.cli.clock import now
from haal.cli.demo.box import Box
from haal.services.warn import drill, wording

PEOPLE = 10_000
BY_MAIL = 300
STEPS = 5


def run(*, box: Box, folder: Path, step: Callable[[], None]) -> dict[str, object]:
    """Subscribe, warn, update, end; return it as the demo's JSON has it."""
    folder.mkdir(mode=0o700)
    place = drill.PLACE
    area = wording.area(place=place.place, lat=place.lat, lon=place.lon, radius_km=place.radius_km)
    drill.add_simulated(count=PEOPLE, by_mail=BY_MAIL, cells=sorted(area.cells), clock=now)
    step()
    with drill.open_gateways(folder) as (ways, running):
        done = drill.run(
            ways=ways,
            running=running,
            first=box.actors["warner, first"],
            second=box.actors["warner, second"],
            clock=now,
            step=lambda _stage: step(),
        )
    return {
        "status": done.status,
        "headcount": done.headcount,
        "delivered": done.delivered,
        "updated": done.updated,
        "cancelled": done.cancelled,
        "duplicates": done.duplicates,
        "repeats": done.repeats,
        "same_people": done.same_people,
        "all_say_test": done.all_say_test,
    }
