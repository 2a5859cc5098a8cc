"""Policies with groups, who has cosigned under them, and whether that is enough; and texts that are no policy."""

from __future__ import annotations

from dataclasses import dataclass

from tests.factories_bundle import KEY, WITNESSES

LOG = f"log {KEY.verify_key.text}\n"
A, B, C, D = (one.verify_key.text for one in WITNESSES)
FOUR = f"witness a {A}\nwitness b {B}\nwitness c {C}\nwitness d {D}\n"
NESTED = f"{LOG}{FOUR}group g 2 a b\ngroup h any c d\ngroup both all g h\nquorum both\n"
TWO_OF_TWO_OR_ONE = f"{LOG}{FOUR}group g all a b\ngroup any-of 1 g c\nquorum any-of\n"
ODD_NAMES = f"{LOG}witness * {A}\nwitness $(x) {B}\nwitness ]\\0 {C}\ngroup -n 2 * $(x) ]\\0\nquorum -n\n"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One policy and the places in WITNESSES of those who have cosigned."""

    name: str
    policy: str
    cosigned: tuple[int, ...]
    enough: bool


CASES = (
    Case(name="nobody is asked", policy=f"{LOG}quorum none\n", cosigned=(), enough=True),
    Case(name="one is asked and came", policy=f"{LOG}{FOUR}quorum b\n", cosigned=(1,), enough=True),
    Case(name="one is asked and others came", policy=f"{LOG}{FOUR}quorum b\n", cosigned=(0, 2, 3), enough=False),
    Case(name="both groups", policy=NESTED, cosigned=(0, 1, 3), enough=True),
    Case(name="one group only", policy=NESTED, cosigned=(0, 1), enough=False),
    Case(name="half of one group", policy=NESTED, cosigned=(0, 2, 3), enough=False),
    Case(name="a group as a member", policy=TWO_OF_TWO_OR_ONE, cosigned=(0, 1), enough=True),
    Case(name="a witness beside a group", policy=TWO_OF_TWO_OR_ONE, cosigned=(2,), enough=True),
    Case(name="half of the group that is a member", policy=TWO_OF_TWO_OR_ONE, cosigned=(1, 3), enough=False),
    Case(name="odd names", policy=ODD_NAMES, cosigned=(0, 2), enough=True),
    Case(name="odd names, too few", policy=ODD_NAMES, cosigned=(1,), enough=False),
    Case(
        name="tabs, comments, addresses, no last line end",
        policy=f"# quorum none\n\n{LOG.strip()} https://log.example\n \twitness\ta  {A} https://w.example \nquorum a",
        cosigned=(0,),
        enough=True,
    ),
)

NO_POLICIES = {
    "nothing": "",
    "no log": f"{FOUR}quorum a\n",
    "no quorum": LOG,
    "two quorums": f"{LOG}quorum none\nquorum none\n",
    "a quorum of nobody known": f"{LOG}{FOUR}quorum e\n",
    "a quorum before its witness": f"{LOG}quorum a\n{FOUR}",
    "a word that is not known": f"{LOG}trust me\nquorum none\n",
    "a word with a capital": f"{LOG.replace('log', 'Log')}quorum none\n",
    "a member twice": f"{LOG}{FOUR}group g 1 a a\nquorum g\n",
    "a member of two groups": f"{LOG}{FOUR}group g 1 a b\ngroup h 1 a c\nquorum g\n",
    "a group of itself": f"{LOG}{FOUR}group g 1 g\nquorum g\n",
    "a group without members": f"{LOG}{FOUR}group g 1\nquorum g\n",
    "a group that needs none": f"{LOG}{FOUR}group g 0 a b\nquorum g\n",
    "a group that needs more than it has": f"{LOG}{FOUR}group g 3 a b\nquorum g\n",
    "a number with a nought before": f"{LOG}{FOUR}group g 01 a b\nquorum g\n",
    "a number below nought": f"{LOG}{FOUR}group g -1 a b\nquorum g\n",
    "a number that calculates": f"{LOG}{FOUR}group g 1+0 a b\nquorum g\n",
    "the name of nobody": f"{LOG}witness none {A}\nquorum none\n",
    "a name twice": f"{LOG}witness a {A}\nwitness a {B}\nquorum a\n",
    "a witness's key twice": f"{LOG}witness a {A}\nwitness b {A}\nquorum a\n",
    "a log's key twice": f"{LOG}{LOG}quorum none\n",
    "a log's key as a witness's": f"{LOG}witness a {KEY.verify_key.text}\nquorum a\n",
    "a witness's key as a log's": f"log {A}\nquorum none\n",
    "a key whose id is another's": LOG.replace(f"+{KEY.verify_key.key_id.hex()}+", "+00000000+") + "quorum none\n",
    "a key cut short": f"{LOG[:-5]}\nquorum none\n",
    "line ends of another kind": f"{LOG}quorum none\r\n",
    "a nought byte": f"{LOG}quorum none\0\n",
    "too many words": f"{LOG}quorum none at all\n",
}
