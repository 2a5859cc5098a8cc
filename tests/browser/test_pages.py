"""Every public page of the demo in a real Chromium: no serious fault, nothing fetched from elsewhere, readable on a small phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.demo_site import Site

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}
SMALL_PHONE = {"width": 320, "height": 568}
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


def show_as_without_script(page: Any, html: str, url: str) -> None:
    """Show what a browser without script made of a page to one that can run axe, which is a script itself."""
    still = (
        re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL)
        .replace("<noscript", "<div")
        .replace("</noscript", "</div")
    )
    page.route(url, lambda route: route.fulfill(body=still, content_type="text/html"))
    page.goto(url)
    page.unroute(url)


def faults(page: Any) -> list[str]:
    """Return the serious faults axe sees on a page."""
    seen = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in seen if fault["impact"] in GRAVE]


def test_the_site_has_the_pages_people_need(paths):
    wanted = ("/", "/report/", "/warnings/", "/incidents/", "/help/", "/code/", "/about/", "/complaint/")

    assert [path for path in wanted if path not in paths] == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_no_public_page_has_a_serious_fault(demo_site, paths, page, language, direction):
    found = {}
    for path in paths:
        page.goto(f"{demo_site.url}{path}?lang={language}")
        assert page.locator("html").get_attribute("dir") == direction, path
        if seen := faults(page):
            found[path] = seen

    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_public_page_has_a_serious_fault_without_script(demo_site, paths, page, page_without_script, language):
    found = {}
    for path in paths:
        url = f"{demo_site.url}{path}?lang={language}"
        page_without_script.goto(url)
        show_as_without_script(page, page_without_script.content(), url)
        if seen := faults(page):
            found[path] = seen

    assert found == {}


def test_a_fault_that_is_planted_is_seen(page):
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main></html>')

    assert [fault.split(":")[0] for fault in faults(page)] == ["image-alt"]


def test_nothing_is_fetched_from_anybody_else(demo_site, paths, page):
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for path in paths:
        page.goto(f"{demo_site.url}{path}")

    assert hosts - {""} == {f"127.0.0.1:{demo_site.port}"}


def test_no_page_is_wider_than_a_small_phone(demo_site, paths, page):
    too_wide = {}
    for path in paths:
        for language in ("en", "ur"):
            page.goto(f"{demo_site.url}{path}?lang={language}")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > SMALL_PHONE["width"]:
                too_wide[f"{path} {language}"] = width

    assert too_wide == {}


def test_every_page_offers_the_way_out(demo_site, paths, page):
    without = []
    for path in paths:
        page.goto(f"{demo_site.url}{path}")
        if page.locator("a.exit").count() != 1:
            without.append(path)

    assert without == []


def test_a_report_is_told_without_script(demo_site, page_without_script):
    page = page_without_script
    page.goto(f"{demo_site.url}/report/")
    page.locator("textarea[name=saw]").fill("Smoke over the market, people running.")
    page.locator("main form button").last.click()

    assert re.search(r"\d{3} ?\d{3} ?\d{4}|\d{10}", page.locator("main").inner_text())
