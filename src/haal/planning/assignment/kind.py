"""One kind of need: which row and column of the net each group and offer is, and the plan read out of the net.

The one thing to know: inside a group any sharing costs the same, so whom the desk would serve first gets the nearest. The
explanation is made of the domain's own parts, so it adds up to what the plan costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from haal.domain.aid.cost import Lack, Plan, Suggested, Waiting, wait_cost, way_cost
from haal.domain.ids import NeedId, OfferId
from haal.domain.need import Area, Need, NeedKind
from haal.domain.offer import Offer
from haal.planning.assignment.mend import NotSettled, begin_price, place, settle
from haal.planning.assignment.net import FAR, District, Group, Net, Stair
from haal.planning.assignment.ways import Ways
from haal.planning.assignment.whole import solve

ONE_BY_ONE_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What came, went or changed since the last look; something changed has gone and come."""

    gone_needs: tuple[NeedId, ...]
    come_needs: tuple[Need, ...]
    gone_offers: tuple[OfferId, ...]
    come_offers: tuple[Offer, ...]

    def __len__(self) -> int:
        """How much it is."""
        return len(self.gone_needs) + len(self.come_needs) + len(self.gone_offers) + len(self.come_offers)


@dataclass(slots=True, kw_only=True)
class Kind:
    """The net of one kind, and whose rows and columns they are."""

    name: NeedKind
    ways: Ways
    at: datetime
    net: Net = field(default_factory=Net)
    needs: dict[NeedId, Need] = field(default_factory=dict)
    offers: dict[OfferId, Offer] = field(default_factory=dict)
    rows: dict[Area, int] = field(default_factory=dict)  # from 1: row 0 is the guests'
    columns: list[OfferId] = field(default_factory=list)
    districts: dict[str, int] = field(default_factory=dict)

    def begin(self, needs: Sequence[Need], offers: Sequence[Offer]) -> None:
        """Fill an empty net: many needs by a solver, few one after the other, which ends in the same."""
        if len(needs) > ONE_BY_ONE_MAX:
            with suppress(NotSettled):
                self._begin_whole(needs, offers)
                return
        self._empty()
        for offer in offers:
            self._put(offer)
        for need in needs:
            self.come(need)

    def _begin_whole(self, needs: Sequence[Need], offers: Sequence[Offer]) -> None:
        self.needs, self.offers = {need.id: need for need in needs}, {offer.id: offer for offer in offers}
        self.columns = list(self.offers)
        for need in needs:
            self._district_of(need.area).asked += need.asked.for_count
            if need.left_count:
                self.rows.setdefault(need.area, len(self.rows) + 1)
        groups = [Group(district=self.districts[name_of(area)]) for area in self.rows]
        way = self.ways.cost(tuple(self.rows), offers, at=self.at)
        self.net.fill(groups, way, [offer.left_count for offer in offers])
        for need in needs:
            if need.left_count:
                self.net.groups[self.rows[need.area]].stairs.append(self._stair(need))
        for group in groups:
            group.stairs.sort()
        solve(self.net)

    def _empty(self) -> None:
        self.net, self.needs, self.offers = Net(), {}, {}
        self.rows, self.columns, self.districts = {}, [], {}

    def changes(self, needs: Mapping[NeedId, Need], offers: Mapping[OfferId, Offer]) -> Changes:
        """Return what is different from what the net stands on."""
        other = [need for need in needs.values() if not _same_need(self.needs.get(need.id), need)]
        gone = [need_id for need_id, need in self.needs.items() if not _same_need(need, needs.get(need_id))]
        given = [offer for offer in offers.values() if not _same_offer(self.offers.get(offer.id), offer)]
        lost = [offer_id for offer_id, offer in self.offers.items() if not _same_offer(offer, offers.get(offer_id))]
        return Changes(
            gone_needs=tuple(gone), come_needs=tuple(other), gone_offers=tuple(lost), come_offers=tuple(given)
        )

    def mend(self, changes: Changes) -> None:
        """Bring the net up to date, one change after the other. Raises NotSettled."""
        for need_id in changes.gone_needs:
            self.leave(need_id)
        for offer_id in changes.gone_offers:
            self.close(offer_id)
        for offer in changes.come_offers:
            self._put(offer)
            settle(self.net)
        for need in changes.come_needs:
            self.come(need)

    def come(self, need: Need) -> None:
        """Find the best place for a need that is new."""
        self.needs[need.id] = need
        self._district_of(need.area).asked += need.asked.for_count
        settle(self.net)
        if not need.left_count:
            return
        net, row = self.net, self._row(need.area)
        guest = net.groups[0]
        guest.district = net.groups[row].district
        guest.begin([self._stair(need)])
        net.way[0] = net.way[row]
        begin_price(net, 0)
        place(net, 0, need.left_count)
        self._join(row)

    def _join(self, row: int) -> None:
        """Let the guest be one of the group whose ways it has."""
        net, guest, group = self.net, self.net.groups[0], self.net.groups[row]
        price = int(net.row_price[0])
        net.row_price[row] = min(int(net.row_price[row]), price) if group.stairs else price
        net.flow[row] += net.flow[0]
        group.put(guest.stairs[0])
        group.without += guest.without
        net.flow[0], net.way[0] = 0, FAR
        guest.begin([])

    def leave(self, need_id: NeedId) -> None:
        """Take a need out, and use what it leaves."""
        need = self.needs.pop(need_id)
        district = self._district_of(need.area)
        district.asked -= need.asked.for_count
        if need.left_count:
            row = self._row(need.area)
            group = self.net.groups[row]
            for offer_column, count in self._served(row).get(need_id, {}).items():
                self.net.flow[row, offer_column] -= count
                self.net.used[offer_column] -= count
            without = group.waiting()[need_id]
            group.take(need_id)
            group.without -= without
            district.without -= without
        settle(self.net)

    def close(self, offer_id: OfferId) -> None:
        """Take an offer out, and find another place for those it was to serve."""
        del self.offers[offer_id]
        column = self.columns.index(offer_id)
        self.columns[column] = OfferId("")
        self.net.room[column] = self.net.used[column] = 0
        self.net.way[:, column] = FAR
        self.net.forget_near()
        served = self.net.flow[:, column].copy()
        self.net.flow[:, column] = 0
        for row in np.flatnonzero(served).tolist():
            place(self.net, row, int(served[row]))

    def plan(self) -> Plan:
        """Return what the net says, explained."""
        suggested, waiting = [], []
        for row in self.rows.values():
            for need_id, given in self._served(row).items():
                suggested += [self._suggested(need_id, column, count=count) for column, count in given.items()]
            waiting += [
                Waiting(need_id=need_id, for_count=count, wait=wait_cost(self.needs[need_id], now=self.at))
                for need_id, count in self.net.groups[row].waiting().items()
                if count
            ]
        return Plan(
            suggested=tuple(sorted(suggested, key=lambda one: (one.need_id, one.offer_id))),
            waiting=tuple(sorted(waiting, key=lambda one: one.need_id)),
            lacks=tuple(
                Lack(kind=self.name, district=name, asked_count=one.asked, without_count=one.without)
                for name, number in sorted(self.districts.items())
                if (one := self.net.districts[number]).asked
            ),
        )

    def _suggested(self, need_id: NeedId, column: int, *, count: int) -> Suggested:
        offer = self.offers[self.columns[column]]
        km = float(self.ways.km([self.needs[need_id].area], [offer.area])[0, 0])
        way = way_cost(km, offer, now=self.at)
        return Suggested(need_id=need_id, offer_id=offer.id, for_count=count, way=way)

    def _served(self, row: int) -> dict[NeedId, dict[int, int]]:
        """Return which column serves how many of each need: the nearest for whom waiting costs most."""
        group, flow = self.net.groups[row], self.net.flow[row]
        columns = sorted(np.flatnonzero(flow).tolist(), key=lambda column: (-self.net.way[row, column], -column))
        left = {column: int(flow[column]) for column in columns}
        waiting = group.waiting()
        found: dict[NeedId, dict[int, int]] = {}
        for stair in reversed(group.stairs):
            rest = stair.count - waiting[stair.need_id]
            given: dict[int, int] = {}
            while rest:
                column = columns[-1]
                given[column] = min(rest, left[column])
                rest -= given[column]
                left[column] -= given[column]
                if not left[column]:
                    columns.pop()
            found[stair.need_id] = given
        return found

    def _stair(self, need: Need) -> Stair:
        points = wait_cost(need, now=self.at).each
        return Stair(points, -need.asked_at.timestamp(), need.id, need.left_count)

    def _district_of(self, area: Area) -> District:
        name = name_of(area)
        if name not in self.districts:
            self.districts[name] = self.net.add_district()
        return self.net.districts[self.districts[name]]

    def _row(self, area: Area) -> int:
        if area not in self.rows:
            way = np.full(len(self.columns), FAR, dtype=np.int64)
            open_ones = [column for column, offer_id in enumerate(self.columns) if offer_id]
            given = [self.offers[self.columns[column]] for column in open_ones]
            way[open_ones] = self.ways.cost([area], given, at=self.at)[0]
            self.rows[area] = self.net.add_group(self.districts[name_of(area)], way)
        return self.rows[area]

    def _put(self, offer: Offer) -> None:
        self.offers[offer.id] = offer
        self.columns.append(offer.id)
        self.net.add_offer(offer.left_count, self.ways.cost(tuple(self.rows), [offer], at=self.at)[:, 0])


def name_of(area: Area) -> str:
    """Return the district whose people share a lack; a cell where the district is not known."""
    return area.district or area.cell or ""


def _same_need(one: Need | None, other: Need | None) -> bool:
    return one is not None and other is not None and _need_facts(one) == _need_facts(other)


def _need_facts(need: Need) -> tuple[object, ...]:
    return need.asked, need.area, need.asked_at, need.left_count


def _same_offer(one: Offer | None, other: Offer | None) -> bool:
    return one is not None and other is not None and _offer_facts(one) == _offer_facts(other)


def _offer_facts(offer: Offer) -> tuple[object, ...]:
    return offer.offered, offer.area, offer.left_count
