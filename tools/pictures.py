"""Writes the pictures in docs/pictures: pages of the demo on a small phone and on a desk's screen, a poster, a radio script.

`make pictures`; needs Chromium and pdftoppm (`make services`). Runs the demo in a folder of its own; the pictures show what
a stranger sees. The poster and the script are `tools/pictures_paper.py`, the four flows of help `tools/pictures_help.py`.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import harness
from benchmarks.site import Site
from playwright.sync_api import Browser, sync_playwright
from tests.demo_site import CHROMIUM_FLAGS, run_demo
from tools import pictures_help, pictures_paper

PICTURES = harness.ROOT / "docs" / "pictures"
SIZES = ((320, 568), (1280, 800))


def pages(site: Site) -> dict[str, str]:
    """Return the pages by the name of their picture."""
    warning = re.search(r'href="(/warnings/w_[^"?#]+/)"', site.get("/warnings/").text)
    return {
        "incidents": "/incidents/?lang=en",
        "report": "/report/?lang=en",
        "report-urdu": "/report/?lang=ur",
        "map": "/map/?lang=en",
        "check": "/check/?lang=en&code=ACD346",
        "check-urdu": "/check/?lang=ur",
        "warning": f"{warning[1] if warning else '/warnings/'}?lang=en",
    }


def take(browser: Browser, site: Site, folder: Path) -> None:
    """Write every page in every size into `folder`."""
    for width, height in SIZES:
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=False, color_scheme="light"
        )
        page = context.new_page()
        for name, path in pages(site).items():
            answer = page.goto(f"{site.url}{path}")
            if answer is None or answer.status != 200:
                sys.exit(f"pictures: {path} answered {answer.status if answer else 'nothing'}")
            page.screenshot(path=folder / f"{name}-{width}x{height}.png")
            sys.stderr.write(f"{name}-{width}x{height}.png\n")
        context.close()


def main() -> int:
    """Run the demo, serve it, take the pictures."""
    program = shutil.which("chromium")
    if program is None:
        sys.stderr.write("pictures: Chromium is missing: run `make services`\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    if not pictures_paper.write(PICTURES):
        return 1
    with tempfile.TemporaryDirectory() as folder:
        demo = run_demo(Path(folder) / "haal")
        port = harness.free_port()
        env = {"HAAL_HOME": str(demo.home)}
        command = [sys.executable, "-m", "haal", "up", "--port", str(port)]
        url = f"http://127.0.0.1:{port}/healthz"
        with harness.server(command, url=url, env=env, log=Path(folder) / "up.log"), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
            take(browser, Site(port=port), PICTURES)
            browser.close()
        pictures_help.write(PICTURES, scratch=Path(folder) / "help")
    return 0


if __name__ == "__main__":
    sys.exit(main())
