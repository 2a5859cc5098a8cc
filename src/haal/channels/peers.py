"""Start a drill's own gateways as processes of this machine, and ask them what they counted.

Two servers: `counting` for short messages, `mailbox` for real SMTP. They end with the `with` block, also when it fails.
Nothing here can start or reach a live gateway.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_END = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """The ports of both, and where they write down what came."""

    mail_port: int
    counting_port: int
    logs: tuple[Path, ...]

    def arrivals(self) -> tuple[dict[str, object], ...]:
        """Return every arrival at either, in order: key, reference, whether it said TEST, whether it was a marked repeat."""
        return tuple(
            json.loads(line) for log in self.logs if log.is_file() for line in log.read_text("ascii").splitlines()
        )

    def doubled(self) -> Counter[str]:
        """Return keys that came more than once, with how often too many."""
        came = Counter(str(one["key"]) for one in self.arrivals())
        return Counter({key: count - 1 for key, count in came.items() if count > 1})


@contextmanager
def running(folder: Path, *, drops_doubles: bool = False) -> Iterator[Peers]:
    """Run both servers, logging into `folder`, until the block ends. The counting one may drop what has come already."""
    logs = (folder / "mailbox.log", folder / "counting.log")
    with ExitStack() as stack:
        mail_port = stack.enter_context(_server("haal.channels.mailbox", logs[0]))
        counting_port = stack.enter_context(
            _server("haal.channels.counting", logs[1], *(["--drops-doubles"] if drops_doubles else []))
        )
        yield Peers(mail_port=mail_port, counting_port=counting_port, logs=logs)


@contextmanager
def _server(module: str, log: Path, *more: str) -> Iterator[int]:
    command = [sys.executable, "-m", module, "--port", "0", "--log", str(log), *more]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)  # noqa: S603 - our own module
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
