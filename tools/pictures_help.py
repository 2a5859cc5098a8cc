"""Takes the pictures of the four flows of help (`make pictures`): boxes of their own, served by `haal up`, walked in English and Urdu.

The one thing to know: the flows are those of `tests/factories_flows.py`, which `tests/browser/test_flows.py` walks as well. Each
round, a language on a screen, is a process with a box that nobody used before, since Django reads its settings once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import box as boxes
from benchmarks import harness
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.demo_site import CHROMIUM_FLAGS

LANGUAGES = ("en", "ur")
SIZES = ((320, 568), (1280, 800))
COLOURS = 24
# Playwright keeps a loop running in this thread; Django takes every query beside it for an unsafe one.
ASYNC = {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}


@dataclass(frozen=True, kw_only=True)
class Taker:
    """Opens phones of one size, and takes the picture of each page that counts."""

    folder: Path
    browser: Browser
    site: str
    language: str
    width: int
    height: int
    contexts: list[BrowserContext] = field(default_factory=list)

    def open_page(self, session: str) -> Page:
        """Return a page of a phone of its own; somebody has signed in when there is a session."""
        size = {"width": self.width, "height": self.height}
        context = self.browser.new_context(viewport=size, java_script_enabled=False, color_scheme="light")
        self.contexts.append(context)
        if session:
            context.add_cookies([{"name": "session", "value": session, "url": self.site}])
        return context.new_page()

    def shown(self, page: Page, name: str) -> None:
        """Take the picture: from the heading on where the screen is small."""
        if self.width < self.height:
            page.evaluate("document.querySelector('main').scrollIntoView()")
        path = self.folder / f"{name}-{self.language}-{self.width}x{self.height}.png"
        page.screenshot(path=path)
        small(path)
        sys.stderr.write(f"{path.name}\n")

    def close(self) -> None:
        """Put the phones away."""
        for context in self.contexts:
            context.close()


def write(folder: Path, *, scratch: Path) -> None:
    """Walk every flow in every language and size, and write its pages into `folder`. Raises CalledProcessError."""
    for language in LANGUAGES:
        for width, height in SIZES:
            words = [str(folder), str(scratch / f"{language}-{width}"), language, str(width), str(height)]
            subprocess.run([sys.executable, __file__, *words], check=True)


def small(path: Path) -> None:
    """Keep a picture in few colours, which pages of text do not miss."""
    from PIL import Image

    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(colors=COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def main(folder: str, scratch: str, language: str, *size: str) -> None:
    """Walk one round."""
    width, height = (int(one) for one in size)
    box_folder = Path(scratch)
    box_folder.mkdir(parents=True)
    with boxes.opened(box_folder / "haal") as box, sync_playwright() as playwright:
        port = harness.free_port()
        with box.serve(port):
            os.environ.update(box.env | ASYNC)
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM_FLAGS))
            site = f"http://127.0.0.1:{port}"
            taker = Taker(
                folder=Path(folder), browser=browser, site=site, language=language, width=width, height=height
            )
            _walk(taker)
            browser.close()


def _walk(taker: Taker) -> None:
    """Walk the flows; Django is set up here, since the box has to be there before its settings are read."""
    import django

    django.setup()
    from tests.factories_flows import FLOWS, Stage

    stage = Stage(site=taker.site, language=taker.language, open_page=taker.open_page, shown=taker.shown)
    for flow in FLOWS.values():
        flow(stage)
    taker.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
