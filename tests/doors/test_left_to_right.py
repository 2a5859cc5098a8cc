"""Days, times and telephone numbers on pages that are read from right to left: each in one piece, as Chromium draws it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from haal.web.templatetags.everywhere.left_to_right import END, ISOLATE, with_numbers

WHEN = datetime(2026, 3, 1, 14, 0, tzinfo=UTC)
SHOWN = Template('ختم {{ when|stamp:"Y-m-d H:i" }}')


@pytest.mark.parametrize(("language", "piece"), [("ur", f"{ISOLATE}2026-03-01 19:00{END}"), ("en", "2026-03-01 19:00")])
def test_a_time_is_one_piece_where_words_run_from_right_to_left(language, piece):
    with translation.override(language):
        assert SHOWN.render(Context({"when": WHEN})) == f"ختم {piece}"


def test_no_time_is_nothing():
    with translation.override("ur"):
        assert SHOWN.render(Context({"when": None})) == "ختم "


@pytest.mark.parametrize(
    ("words", "piece"),
    [
        ("0300 7654321 بی بی حوا", "0300 7654321"),
        ("بی بی حوا +92 300 765-4321", "+92 300 765-4321"),
        ("گھر (081) 920 1234", "081) 920 1234"),
    ],
)
def test_a_telephone_number_is_one_piece(words, piece):
    with translation.override("ur"):
        assert f"{ISOLATE}{piece}{END}" in with_numbers(words)
    with translation.override("en"):
        assert with_numbers(words) == words


ORDER = """() => {
  const text = document.querySelector('p').firstChild, range = document.createRange();
  const at = sign => { const from = text.data.indexOf(sign); range.setStart(text, from); range.setEnd(text, from + 1);
    return range.getBoundingClientRect().left; };
  return at('2') < at('9');
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("shown", "is_in_order"), [(f"{ISOLATE}2026-03-19{END}", True), ("2026-03-19", False)])
def test_chromium_draws_the_piece_from_left_to_right(browser, shown, is_in_order):
    page = browser.new_page()
    page.set_content(f'<html dir="rtl"><p>ختم {shown}</p></html>')

    assert page.evaluate(ORDER) is is_in_order
    page.close()


@pytest.mark.parametrize("words", ["تین لوگ، 12 بچے", "", None, "2 یا 3"])
def test_other_words_stay_as_they_are(words):
    with translation.override("ur"):
        assert with_numbers(words) == (words or "")


def test_a_number_in_words_of_somebody_is_still_escaped():
    with translation.override("ur"):
        shown = Template("{{ words|with_numbers }}").render(Context({"words": "<b>0300 7654321</b>"}))

    assert shown == f"&lt;b&gt;{ISOLATE}0300 7654321{END}&lt;/b&gt;"
