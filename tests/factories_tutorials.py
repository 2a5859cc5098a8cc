"""Walking a tutorial as it is written: every numbered line of it is done in a browser, and one that cannot be done fails.

The one thing to know: the page in `docs/tutorials` is the test. A numbered line says one thing to do, in one of the ways of `WAYS`;
`The other person:` before it means the second browser. What stands between numbered lines is for the reader alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from haal.jobs import outbox
from haal.porch import clock

ROOT = Path(__file__).resolve().parent.parent / "docs" / "tutorials"
OTHER = "The other person: "
_LINE = re.compile(r"^\d+\. (?P<words>.+)$")
_WAIT = 20_000  # milliseconds
_SHOWN = 1_500  # characters of a page, where a step fails


@dataclass
class Walker:
    """One person at one browser. `kept`: the code they were given and told to keep."""

    page: Any
    site: str
    kept: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Do not wait long for what a page does not have."""
        self.page.set_default_timeout(_WAIT)

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(f"{self.site}{path}")

    def follow(self, words: str) -> None:
        """Click a link."""
        self.page.get_by_role("link", name=words, exact=True).first.click()
        self.page.wait_for_load_state()

    def press(self, words: str) -> None:
        """Press a button."""
        self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state()

    def unfold(self, words: str) -> None:
        """Open what is folded away."""
        self.page.locator("main summary").filter(has_text=words).first.click()

    def write(self, value: str, label: str) -> None:
        """Fill a field."""
        self.page.locator("main").get_by_label(label, exact=True).first.fill(value)

    def write_code(self, label: str) -> None:
        """Fill in the code that was kept."""
        self.write(self.kept["code"], label)

    def choose(self, value: str, label: str) -> None:
        """Choose from a list, or one of several answers."""
        group = self.page.locator("main").get_by_role("group", name=label, exact=True)
        if group.count():
            group.first.get_by_label(value, exact=True).check()
        else:
            self.page.locator("main").get_by_label(label, exact=True).first.select_option(label=value)

    def tick(self, label: str) -> None:
        """Tick a box."""
        self.page.locator("main").get_by_label(label, exact=True).first.check()

    def read(self, words: str) -> None:
        """See that the page says something."""
        assert words in self.said()

    def said(self) -> str:
        """Return what the page says, in one line."""
        return " ".join(str(self.page.locator("body").inner_text()).split())

    def keep(self) -> None:
        """Keep the first code on the page."""
        self.kept["code"] = self.page.locator("main .code").first.inner_text()

    def wait(self) -> None:
        """Let the box do what waits, as its clock does."""
        while outbox.run(clock.now()):
            pass


WAYS: Mapping[str, Callable[..., None]] = {
    r"Open `(?P<path>[^`]+)`": Walker.open,
    r"Follow \*\*(?P<words>[^*]+)\*\*": Walker.follow,
    r"Press \*\*(?P<words>[^*]+)\*\*": Walker.press,
    r"Unfold \*\*(?P<words>[^*]+)\*\*": Walker.unfold,
    r"Write `(?P<value>[^`]+)` under \*\*(?P<label>[^*]+)\*\*": Walker.write,
    r"Write your code under \*\*(?P<label>[^*]+)\*\*": Walker.write_code,
    r"Choose \*\*(?P<value>[^*]+)\*\* under \*\*(?P<label>[^*]+)\*\*": Walker.choose,
    r"Tick \*\*(?P<label>[^*]+)\*\*": Walker.tick,
    r"Read: \*\*(?P<words>[^*]+)\*\*": Walker.read,
    r"Keep your code": Walker.keep,
    r"Wait a minute": Walker.wait,
}


def steps(name: str) -> list[str]:
    """Return the numbered lines of a tutorial, in order."""
    lines = (ROOT / f"{name}.md").read_text("utf-8").splitlines()
    return [found["words"] for line in lines if (found := _LINE.match(line))]


def walk(name: str, *people: Walker) -> None:
    """Do every numbered line of a tutorial; the first person unless the line says otherwise."""
    for at, line in enumerate(steps(name), 1):
        who = people[1] if line.startswith(OTHER) else people[0]
        try:
            _do(line.removeprefix(OTHER), who)
        except Exception as error:
            error.add_note(f"{name}.md, step {at}: {line} (at {who.page.url})\n{who.said()[:_SHOWN]}")
            raise


def _do(line: str, who: Walker) -> None:
    """Do what a line says; what follows its first sentence is for the reader."""
    for way, do in WAYS.items():
        if found := re.match(way + r"[.,;:]?( |$)", line):
            do(who, **found.groupdict())
            return
    raise AssertionError(f"not one of the ways in which a tutorial may say something: {line}")
