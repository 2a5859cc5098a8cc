"""What a note says of a figure: set aside, a part only, taken back; what is not understood changes nothing."""

import pytest

from haal.domain.report import Aside, Counted, Figure, Scope
from haal.formats.figure_notes import noted

FIFTEEN = Figure(counted=Counted.KILLED, low=15, high=15, scope=Scope.ALL)


@pytest.mark.parametrize(
    ("notes", "aside"),
    [
        ("killed 15 is mistranslated", Aside.MISTRANSLATED),
        ("toll is merged with another attack", Aside.MERGED),
        ("outlier: no other report has it", Aside.UNSUPPORTED),
    ],
)
def test_a_figure_that_cannot_be_used_is_set_aside(notes, aside):
    assert noted(FIFTEEN, notes=notes).aside is aside


def test_a_named_correction_takes_an_earlier_number_back():
    assert noted(FIFTEEN, notes="toll revised from 18 to 15").corrects == 18


@pytest.mark.parametrize("notes", ["", "attackers 10-12; bus to another town", "revised from 3 to 4 in another place"])
def test_what_is_not_understood_changes_nothing(notes):
    assert noted(FIFTEEN, notes=notes) == FIFTEEN
