"""What a page weighs on the wire, compressed, with its style sheet: for old phones on slow networks."""

from __future__ import annotations

import re

import pytest
from tests.demo_site import Site

STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
KB = 1024


def weight(site: Site, path: str) -> int:
    """Return the bytes of a page and its style sheets as they travel."""
    page = site.get(path)
    assert page.status == 200, path
    return len(page.wire) + sum(len(site.get(style).wire) for style in STYLE.findall(page.text))


def first_link(site: Site, page: str, beginning: str) -> str:
    """Return the first link on `page` that begins so and goes deeper."""
    links = re.findall(r'href="([^"?#]+)"', site.get(page).text)
    return next(link for link in links if link.startswith(beginning) and link != beginning)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_report_form_weighs_at_most_14_kb(demo_site, language):
    assert weight(demo_site, f"/report/?lang={language}") <= 14 * KB


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_report_form_needs_no_script_and_no_font(demo_site, language):
    page = demo_site.get(f"/report/?lang={language}").text

    assert "<form" in page
    assert not re.search(r"<script(?![^>]*\b(?:defer|async)\b)[^>]*>", page)
    assert "preload" not in page


def test_a_warning_page_weighs_at_most_8_kb(demo_site):
    assert weight(demo_site, first_link(demo_site, "/warnings/", "/warnings/w_")) <= 8 * KB


def test_the_map_weighs_at_most_60_kb(demo_site):
    assert weight(demo_site, "/map/") <= 60 * KB


def test_the_style_sheet_weighs_at_most_6_kb(demo_site):
    (style,) = STYLE.findall(demo_site.get("/report/").text)

    assert len(demo_site.get(style).wire) <= 6 * KB


def test_pages_travel_compressed(demo_site):
    assert demo_site.get("/report/").headers["content-encoding"] == "gzip"
