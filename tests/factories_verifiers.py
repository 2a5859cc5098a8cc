"""The four programs by which strangers check, run as strangers run them, and what a refusal looks like."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from haal.formats.public import verifiers

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "src/haal/ledger"
GOPATH = Path("/usr/share/gocode")  # where Debian puts the source of Go libraries
SHELL_TOOLS = ("bash", "openssl", "cat", "mktemp", "rm", "mkdir", "sha256sum", "sort", "tr", "wc")
REFUSED = re.compile(r"^INVALID: \S[^:]*: \S", re.MULTILINE)
ACCEPTED = re.compile(r"^VALID: ", re.MULTILINE)
IN_PAGE = """async ([files, policy]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const map = new Map(Object.entries(files).map(([name, data]) => [name, bytes(data)]));
  return await haalVerify(map, policy === null ? undefined : policy);
}"""

type Answer = tuple[int, str]
type Verifier = Callable[[Path, Path], Answer]


def go_is_there() -> bool:
    """Return whether verify-go can be built with Debian's packages alone."""
    return bool(shutil.which("go")) and (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir()


def build_go(folder: Path) -> Path:
    """Build contrib/verify-go into a folder and return the program."""
    made = folder / "verify-go"
    env = {"GO111MODULE": "off", "GOPATH": str(GOPATH), "GOCACHE": str(folder / "cache"), "PATH": os.environ["PATH"]}
    subprocess.run(["go", "build", "-o", made, "."], cwd=ROOT / "contrib/verify-go", env=env, check=True)
    return made


def bare_shell(folder: Path) -> dict[str, str]:
    """Return an environment in which there is bash, openssl and what verify.sh names of coreutils, and nothing else.

    Raises:
        FileNotFoundError: one of them is not on this machine.
    """
    path = folder / "path"
    path.mkdir()
    for name in SHELL_TOOLS:
        found = shutil.which(name)
        if found is None:
            raise FileNotFoundError(name)
        (path / name).symlink_to(found)
    return {"PATH": str(path), "TMPDIR": str(folder)}


def by_python(folder: Path, policy: Path) -> Answer:
    """Let verify.py check a bundle, with nothing of Haal in its way."""
    return _run([sys.executable, "-I", "-S", LEDGER / "verify.py", folder, "--policy", policy], None)


def by_shell(env: dict[str, str]) -> Verifier:
    """Return what lets verify.sh check a bundle."""
    return lambda folder, policy: _run([Path(env["PATH"]) / "bash", LEDGER / "verify.sh", folder, policy], env)


def by_go(program: Path) -> Verifier:
    """Return what lets verify-go check a bundle."""
    return lambda folder, policy: _run([program, "bundle", folder, policy], None)


def by_page(page: Any) -> Verifier:
    """Return what lets an open verify.html check a bundle; its answer is told in the words of the others."""

    def check(folder: Path, policy: Path) -> Answer:
        files = {
            path.relative_to(folder).as_posix(): base64.b64encode(path.read_bytes()).decode()
            for path in folder.rglob("*")
            if path.is_file()
        }
        answer = page.evaluate(IN_PAGE, [files, policy.read_bytes().decode()])
        assert answer["code"] != "other", answer
        said = "\n".join(
            [*answer["facts"], f"{answer['verdict']}: all of it" if answer["valid"] else answer["verdict"]]
        )
        return (0 if answer["valid"] else 1), said

    return check


def opened_page(chromium: Any, folder: Path) -> Any:
    """Return verify.html as a stranger opens it: from disk, without a network."""
    (folder / "verify.html").write_bytes(verifiers.program("verify.html"))
    page = chromium.new_context(offline=True).new_page()
    page.goto((folder / "verify.html").as_uri())
    return page


def refuses(answer: Answer) -> bool:
    """Return whether a program said no in the way all of them say it: where, why, and an exit of 1."""
    code, said = answer
    return code == 1 and bool(REFUSED.search(said)) and not ACCEPTED.search(said) and "this program" not in said


def accepts(answer: Answer) -> bool:
    """Return whether a program said yes, and by which keys."""
    code, said = answer
    return code == 0 and bool(ACCEPTED.search(said)) and said.count("SIGNED BY") > 0


def _run(words: list[Any], env: dict[str, str] | None) -> Answer:
    done = subprocess.run([str(word) for word in words], env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
