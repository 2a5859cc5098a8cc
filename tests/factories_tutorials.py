"""Walking a tutorial as it is written: every numbered line is done in a browser or at a terminal; one that cannot be done fails.

The one thing to know: the page in `docs/tutorials` is the test. A numbered line says one thing to do, in one of the ways of `WAYS`;
`The other person:` before it means the second of the two. What stands between numbered lines is for the reader alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.factories_terminal import Terminal

from haal.jobs import outbox
from haal.porch import clock

ROOT = Path(__file__).resolve().parent.parent / "docs" / "tutorials"
OTHER = "The other person: "
_LINE = re.compile(r"^\d+\. (?P<words>.+)$")
_WAIT = 20_000  # milliseconds
_SHOWN = 1_500  # characters of a page, where a step fails


@dataclass
class Walker:
    """One person at one browser and one terminal. `kept`: the code they were given and told to keep."""

    page: Any
    site: str
    kept: dict[str, str] = field(default_factory=dict)
    terminal: Terminal | None = None
    other: Walker | None = None

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

    def read_out(self) -> None:
        """Say the code to the other person, who keeps it."""
        assert self.other is not None
        self.other.kept["code"] = self.kept["code"]

    def run(self, command: str, typed: str = "", twice: str | None = None, faults: str | None = None) -> None:
        """Run a command and type what it asks for; `faults`: it ends with 1, since it found some."""
        assert self.terminal is not None
        self.terminal.run(command, typed=f"{typed}\n" * (2 if twice else 1) if typed else "", code=1 if faults else 0)

    def see(self, words: str) -> None:
        """See that the last command said something."""
        assert self.terminal is not None
        assert words in self.terminal.printed, self.terminal.printed[:_SHOWN]

    def carry(self, file: str) -> None:
        """Carry a file to the other person's machine."""
        assert self.terminal is not None
        assert self.other is not None
        assert self.other.terminal is not None
        self.terminal.carry(file, self.other.terminal)


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
    r"Read your code out to the other person": Walker.read_out,
    r"Run `(?P<command>[^`]+)`(?: and type `(?P<typed>[^`]+)`(?P<twice> twice)?)?(?P<faults>, which finds something)?": Walker.run,
    r"It says: \*\*(?P<words>[^*]+)\*\*": Walker.see,
    r"Carry `(?P<file>[^`]+)` to the other person": Walker.carry,
}


def steps(name: str) -> list[str]:
    """Return the numbered lines of a tutorial, in order."""
    lines = (ROOT / f"{name}.md").read_text("utf-8").splitlines()
    return [found["words"] for line in lines if (found := _LINE.match(line))]


def walk(name: str, *people: Walker) -> None:
    """Do every numbered line of a tutorial; the first person unless the line says otherwise."""
    if len(people) > 1:
        people[0].other, people[1].other = people[1], people[0]
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
            do(who, **{name: value for name, value in found.groupdict().items() if value is not None})
            return
    raise AssertionError(f"not one of the ways in which a tutorial may say something: {line}")
