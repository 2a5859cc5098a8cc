"""verify.html in real Chromium, from disk and without a network: what it says to a person, and every tampering refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories_bundle import POLICY, WITNESSES, Signing, put, written
from tests.factories_policies import CASES, NO_POLICIES
from tests.factories_tamper import log, whole
from tests.factories_tamperings import TAMPERINGS
from tests.factories_verifiers import accepts, by_page, refuses

from haal.formats.public import verifiers

pytestmark = pytest.mark.browser
SEEN = [one for one in TAMPERINGS if "verify.html" in one.claimed_by]


@pytest.fixture
def page(browser, tmp_path):
    """Return the page as a stranger opens it, from a file; whatever it asked of a network is a fault."""
    (tmp_path / "verify.html").write_bytes(verifiers.program("verify.html"))
    context = browser.new_context(offline=True)
    opened = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text))
    opened.goto((tmp_path / "verify.html").as_uri())
    yield opened
    assert [url for url in asked if not url.startswith("file:") or not url.endswith("verify.html")] == []
    assert faults == []
    context.close()


def chosen(page, folder: Path, policy: Path | None) -> str:
    """Choose folder and policy as a person does, and return what the page then says."""
    page.set_input_files("#folder", folder)
    if policy:
        page.set_input_files("#policy", policy)
    page.click("#check")
    page.wait_for_selector("#verdict.valid, #verdict.invalid, #verdict.no-policy")
    return page.inner_text("#verdict")


def test_a_person_chooses_folder_and_policy_and_sees_that_it_is_valid(page, tmp_path):
    folder = put(tmp_path / "bundle", whole())
    (tmp_path / "policy").write_text(POLICY)

    assert chosen(page, folder, tmp_path / "policy") == "VALID"
    assert page.inner_text("#facts").count("SIGNED BY") == 3
    assert "cd8f a86a" in page.inner_text("#facts")
    assert page.get_attribute("#verdict", "class") == "valid"


def test_without_a_policy_the_page_never_says_valid(page, tmp_path):
    folder = put(tmp_path / "bundle", whole())

    assert chosen(page, folder, None) == "NOT CALLED VALID"
    assert page.get_attribute("#verdict", "class") == "no-policy"


def test_a_tampered_folder_is_invalid_with_the_place_and_the_reason_in_both_languages(page, tmp_path):
    tampering = next(one for one in SEEN if one.name == "a figure is raised")
    folder = tampering.put(tmp_path / "made")

    assert chosen(page, folder, tmp_path / "made/policy") == "INVALID"
    assert "0000000002.act: its fields do not lead to its leaf" in page.inner_text("#meaning")
    page.click("#language")
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.get_attribute("html", "lang") == "ur"
    assert "نادرست" in page.inner_text("#verdict")
    assert "خانے مہر سے نہیں ملتے" in page.inner_text("#meaning")


def test_a_policy_that_is_no_text_is_refused(page, tmp_path):
    folder = put(tmp_path / "bundle", whole())
    (tmp_path / "policy").write_bytes(b"\xff\xfe")

    assert chosen(page, folder, tmp_path / "policy") == "INVALID"


def test_every_tampering_that_a_browser_can_see_is_refused(page, tmp_path):
    assert len(SEEN) >= 100
    check = by_page(page)
    accepted = []
    for n, one in enumerate(SEEN):
        answer = check(one.put(tmp_path / str(n)), tmp_path / str(n) / "policy")
        if not refuses(answer):
            accepted.append((one.name, answer))

    assert accepted == []


def test_the_page_reads_a_policy_as_the_other_programs_do(page, tmp_path):
    check = by_page(page)
    policy = tmp_path / "policy"
    for n, case in enumerate(CASES):
        made = written(log(), by=Signing(witnesses=tuple(WITNESSES[place] for place in case.cosigned)))
        policy.write_text(case.policy)
        answer = check(put(tmp_path / str(n), made), policy)
        assert accepts(answer) is case.enough, (case.name, answer)
    folder = put(tmp_path / "whole", whole())
    for name, text in NO_POLICIES.items():
        policy.write_bytes(text.encode())
        answer = check(folder, policy)
        assert refuses(answer), (name, answer)


def test_the_page_is_one_file_that_may_run_its_own_script_and_ask_nobody():
    text = verifiers.program("verify.html").decode()

    assert "default-src 'none'" in text
    assert text.count("<script>") == text.count("</script>") == 1
    assert "src=" not in text.replace("default-src", "").replace("script-src", "").replace("style-src", "")
    assert "http:" not in text
    assert "https:" not in text
    assert "fetch(" not in text
