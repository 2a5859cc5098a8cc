"""Every public page of the demo in a real Chromium: no serious fault, nothing fetched from elsewhere, readable on a small phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.demo_site import Site

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}
SMALL_PHONE = {"width": 320, "height": 568}
DIRECTIONS = {"en": "ltr", "ur": "rtl"}
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
ID = re.compile(r"[a-z]+_[a-z2-7]{20}|\d+|[0-9a-f]{15}")


def one_of_each(paths: list[str]) -> list[str]:
    """Return one path for each kind of page: ids and queries make no kind of their own."""
    kinds: dict[str, str] = {}
    for path in paths:
        kinds.setdefault(ID.sub("*", path.split("?")[0]), path)
    return list(kinds.values())


@pytest.fixture(scope="module")
def paths(demo_site: Site) -> list[str]:
    """Return one address for each kind of public page."""
    found = demo_site.public_pages()
    return one_of_each([path for path, answer in found.items() if answer.status == 200 and answer.kind == "text/html"])


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one page is like on a small phone."""

    hosts: frozenset[str]
    direction: str
    width: int
    ways_out: int
    faults: tuple[str, ...]


@pytest.fixture(scope="module")
def looks(browser, demo_site, paths) -> dict[tuple[str, str], Look]:
    """Return what each page is like in English and in Urdu, with whatever its scripts do."""
    tab = browser.new_page(viewport=SMALL_PHONE)
    hosts: set[str] = set()
    tab.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    found = {}
    for path in paths:
        for language in DIRECTIONS:
            hosts.clear()
            tab.goto(f"{demo_site.url}{path}?lang={language}")
            found[path, language] = look_at(tab, hosts)
    tab.close()
    return found


@pytest.fixture
def page(browser) -> Iterator[Any]:
    """Return a tab on a small phone."""
    opened = browser.new_page(viewport=SMALL_PHONE)
    yield opened
    opened.close()


@pytest.fixture
def page_without_script(browser) -> Iterator[Any]:
    """Return a tab on a small phone whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport=SMALL_PHONE)
    yield context.new_page()
    context.close()


def show_without_script(page: Any, url: str) -> bool:
    """Show a page as without script to a browser that can run axe, which is one; return whether that differs at all."""
    differs = False

    def take_out(route: Any) -> None:
        nonlocal differs
        answer = route.fetch()
        html = answer.text()
        still = SCRIPT.sub("", html).replace("<noscript", "<div").replace("</noscript", "</div")
        differs = still != html
        route.fulfill(response=answer, body=still)

    page.route(url, take_out)
    page.goto(url)
    page.unroute(url)
    return differs


def look_at(page: Any, hosts: set[str]) -> Look:
    """Return what the page that is open is like."""
    html = page.locator("html")
    return Look(
        hosts=frozenset(hosts - {""}),
        direction=html.get_attribute("dir"),
        width=page.evaluate("document.documentElement.scrollWidth"),
        ways_out=page.locator("a.exit").count(),
        faults=tuple(faults(page)),
    )


def faults(page: Any) -> list[str]:
    """Return the serious faults axe sees on a page."""
    seen = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in seen if fault["impact"] in GRAVE]


def test_the_site_has_the_pages_people_need(paths):
    wanted = ("/", "/report/", "/warnings/", "/incidents/", "/help/", "/code/", "/about/", "/complaint/")

    assert [path for path in wanted if path not in paths] == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "direction"), DIRECTIONS.items())
def test_no_public_page_has_a_serious_fault(looks, paths, language, direction):
    seen = {path: looks[path, language] for path in paths}

    assert {path: look.faults for path, look in seen.items() if look.faults} == {}
    assert {path: look.direction for path, look in seen.items() if look.direction != direction} == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", list(DIRECTIONS))
def test_no_public_page_has_a_serious_fault_without_script(demo_site, paths, page, language):
    found, different = {}, 0
    for path in paths:
        if not show_without_script(page, f"{demo_site.url}{path}?lang={language}"):
            continue  # it has no script: looked at already
        different += 1
        if seen := faults(page):
            found[path] = seen

    assert found == {}
    assert different > 0


def test_a_fault_that_is_planted_is_seen(page):
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main></html>')

    assert [fault.split(":")[0] for fault in faults(page)] == ["image-alt"]


def test_nothing_is_fetched_from_anybody_else(looks, demo_site):
    ours = {f"127.0.0.1:{demo_site.port}"}

    assert {key: look.hosts for key, look in looks.items() if look.hosts != ours} == {}


def test_no_page_is_wider_than_a_small_phone(looks):
    assert {key: look.width for key, look in looks.items() if look.width > SMALL_PHONE["width"]} == {}


def test_every_page_offers_the_way_out(looks):
    assert {key: look.ways_out for key, look in looks.items() if look.ways_out != 1} == {}


def test_a_report_is_told_without_script(demo_site, page_without_script):
    page = page_without_script
    page.goto(f"{demo_site.url}/report/")
    page.locator("textarea[name=saw]").fill("Smoke over the market, people running.")
    page.locator("main form button").last.click()

    assert re.search(r"\d{3} ?\d{3} ?\d{4}|\d{10}", page.locator("main").inner_text())
