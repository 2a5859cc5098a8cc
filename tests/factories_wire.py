"""What Chromium itself says of a page over a slow network: how long until it could be read and used, what it weighed, how wide it is.

The one thing to know: this works without script, since it asks the browser and not the page. `visit_bytes` is everything of the
visit to that page, `page_bytes` the page and its style alone, also when the style came with an earlier page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

SLOW = {
    "offline": False,
    "latency": 800,
    "downloadThroughput": 35_000 / 8,
    "uploadThroughput": 20_000 / 8,
}  # 2G, in bytes
PAINTED, WHOLE = "firstContentfulPaint", "the whole document"  # scripts are deferred and no form waits for one
WAIT = 25  # milliseconds between two looks
WAITS_MAX = 800


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one page was like."""

    name: str
    seconds: float
    page_bytes: int
    visit_bytes: int
    style_bytes: int  # of this visit or an earlier one: without it no width or weight means anything
    width: int
    direction: str

    @property
    def told(self) -> str:
        """Return it in a few words."""
        return f"{self.name} usable after {self.seconds:.1f} s, {self.page_bytes} bytes (visit {self.visit_bytes})"


@dataclass(kw_only=True)
class Wire:
    """The requests of one tab."""

    page: Any
    cdp: Any
    document: str = ""
    asked_at: float = 0.0
    ready_at: dict[str, float] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    style: float = 0.0

    @classmethod
    def of(cls, page: Any, *, slow: bool) -> Wire:
        """Listen to a tab that nothing was opened in yet."""
        wire = cls(page=page, cdp=page.context.new_cdp_session(page))
        for event, heard in (
            ("Network.requestWillBeSent", wire._asked),
            ("Network.loadingFinished", wire._came),
            ("Page.lifecycleEvent", wire._lived),
        ):
            wire.cdp.on(event, heard)
        wire.cdp.send("Network.enable")
        wire.cdp.send("Page.enable")
        wire.cdp.send("Page.setLifecycleEventsEnabled", {"enabled": True})
        if slow:
            wire.cdp.send("Network.emulateNetworkConditions", SLOW)
        return wire

    def look(self, name: str, *, direction: str) -> Look:
        """Return what the page that is open is like, as soon as it can be read and used."""
        for _ in range(WAITS_MAX):
            if self.ready_at.keys() == {PAINTED, WHOLE}:
                break
            self.page.wait_for_timeout(WAIT)
        self.page.wait_for_load_state("load")
        here = self.weights.get(self.document, 0.0)
        self.style = max(self.style, self._weight("Stylesheet"))
        wide = self.cdp.send("Page.getLayoutMetrics")["cssContentSize"]["width"]
        return Look(
            name=name,
            seconds=max(self.ready_at.values(), default=math.inf) - self.asked_at,
            page_bytes=int(here + self.style),
            visit_bytes=int(sum(self.weights.values())),
            style_bytes=int(self.style),
            width=math.ceil(wide),
            direction=direction,
        )

    def _weight(self, kind: str) -> float:
        return sum(weight for asked, weight in self.weights.items() if self.kinds.get(asked) == kind)

    def _asked(self, told: dict[str, Any]) -> None:
        if told.get("type") == "Document" and "redirectResponse" not in told:
            self.document, self.asked_at = told["requestId"], told["timestamp"]
            self.ready_at, self.kinds, self.weights = {}, {}, {}
        self.kinds[told["requestId"]] = told.get("type", "")

    def _came(self, told: dict[str, Any]) -> None:
        self.weights[told["requestId"]] = told["encodedDataLength"]
        if told["requestId"] == self.document:
            self.ready_at[WHOLE] = told["timestamp"]

    def _lived(self, told: dict[str, Any]) -> None:
        if told["name"] == PAINTED and told["loaderId"] == self.document:
            self.ready_at[PAINTED] = told["timestamp"]
