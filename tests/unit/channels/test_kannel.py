"""Kannel, the real one: an Urdu warning goes out as UCS-2 in two parts, the first of which says what to do; and its reports."""

from __future__ import annotations

import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest

from haal.channels.batch import DrillEndpoint, Message
from haal.channels.kannel import KannelGateway, outcome_of_report
from haal.domain.delivery import Outcome
from haal.domain.errors import ChannelUnavailable
from haal.domain.hazard import Hazard
from haal.domain.ids import new_id
from haal.domain.warn.message import Around, sms
from haal.domain.warning_text import compose
from haal.language.sms import parts_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
type Peer = dict[str, tuple[str, int]]


def message(key: str, body: str, **changes: Any) -> Message:
    values = {
        "key": key, "address": "+923001234567", "language": "ur", "headline": body, "body": body, "reference": "w_a.1",
        "sent_at": NOW, "not_after": NOW + timedelta(minutes=90, seconds=30), "stop_url": "",
    }  # fmt: skip
    return Message(**{**values, **changes})


def urdu_warning() -> tuple[str, str]:
    """Return the text message of a blast at a place with a long name, and what its first sentence is."""
    until = NOW + timedelta(hours=6)
    texts = compose(
        hazard=Hazard.BLAST, place="ڈیرہ مراد جمالی نیشنل ہائی وے", told_at=NOW, until=until, is_drill=False
    )
    text = next(one for one in texts if one.language == "ur")
    body = sms(text, around=Around(code="ACD346", until=until))
    return body, text.short.partition("۔")[0]


@dataclass
class Network:
    """What the operator's side of Kannel has got."""

    log: Path
    calls: list[str] = field(default_factory=list)

    def messages(self) -> list[str]:
        return re.findall(r"Got message \d+: <(.*)>", self.log.read_text("utf-8", "replace"))


def wait_until(there: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not there():
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.02)


@contextmanager
def network(peer: Peer, folder: Path, *, sends: str = "100 200 text nop", count: int = 0) -> Iterator[Network]:
    """Be the operator: `fakesmsc` takes what Kannel sends, writes it down, and sends `count` messages of its own."""
    host, port = peer["network"]
    own = Network(log=folder / "network.log")
    command = [FAKESMSC, "-H", host, "-r", str(port), "-m", str(count), "-i", "0.1", sends]
    with own.log.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: "Connecting" in own.log.read_text("utf-8", "replace"))
            yield own
        finally:
            process.terminate()
            process.wait(5)


@contextmanager
def listener(port: int, *, answer: bytes = b"") -> Iterator[tuple[int, list[str]]]:
    """Listen for what Kannel calls back."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("X-Kannel-Coding", "2")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_given: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_address[1], calls
    server.shutdown()
    server.server_close()
    thread.join()


def gateway(peer: Peer, **changes: Any) -> KannelGateway[DrillEndpoint]:
    values = {"user": "haal", "password": "test", "seconds_max": 5.0}
    return KannelGateway(endpoint=DrillEndpoint(port=peer["peer"][1]), **{**values, **changes})


def letters(line: str) -> str:
    """Return the words of a part as the network got them."""
    return unquote_to_bytes(line.rpartition(" data ")[2].replace("+", " ")).decode("utf-16-be")


def test_an_urdu_warning_leaves_as_ucs_2_in_two_parts_with_what_to_do_in_the_first(
    kannel_peer: Peer, tmp_path: Path
) -> None:
    body, action = urdu_warning()

    with network(kannel_peer, tmp_path) as operator, listener(0) as (port, calls):
        way = gateway(kannel_peer, receipt_url=f"http://127.0.0.1:{port}/in/kannel/x/receipt/")
        (receipt,) = way.send([message("d_1", body)])
        wait_until(lambda: len(operator.messages()) == 2 and calls)
        first, second = operator.messages()

    assert (receipt.outcome, receipt.why) == (Outcome.ACCEPTED, "kannel-0")
    assert "+923001234567 udh %05%00%03" in first
    assert "%02%01 data" in first
    assert "%02%02 data" in second
    assert (letters(first), letters(second)) == parts_of(body)
    assert letters(first).startswith(action)
    assert "ACD346" in letters(first) + letters(second)
    assert "by=kannel&key=d_1&status=" in calls[0]


def test_an_english_warning_leaves_as_gsm_7(kannel_peer: Peer, tmp_path: Path) -> None:
    with network(kannel_peer, tmp_path) as operator:
        (receipt,) = gateway(kannel_peer).send([message("d_1", "Stay away. Explosion at Mastung.\nCode ACD346")])
        wait_until(operator.messages)
        line = operator.messages()[0]  # a new line within a message begins another one in this log

    assert receipt.outcome is Outcome.ACCEPTED
    assert " text Stay away. Explosion at Mastung." in line.replace("+", " ")


def test_what_somebody_writes_comes_to_us_and_the_answer_goes_back_in_urdu(kannel_peer: Peer, tmp_path: Path) -> None:
    answer = "یہ ہماری ہے۔"

    with (
        listener(kannel_peer["back"][1], answer=answer.encode()) as (_, calls),
        network(kannel_peer, tmp_path, sends="923001234567 200 text ACD346", count=1) as operator,
    ):
        wait_until(operator.messages)
        line = operator.messages()[-1]

    assert calls[-1] == "/in/kannel/test/text/?from=923001234567&text=ACD346"
    assert line.startswith("200 923001234567 ")
    assert unquote_to_bytes(line.rpartition(" ")[2].replace("+", " ")).decode("utf-16-be") == answer


def test_a_wrong_password_sends_nothing_and_loses_nothing(kannel_peer: Peer) -> None:
    with pytest.raises(ChannelUnavailable):
        gateway(kannel_peer, password="wrong").send([message(new_id("d"), "x")])


def test_the_network_is_told_how_long_a_message_is_worth_something() -> None:
    way = KannelGateway(endpoint=DrillEndpoint(port=1), user="u", password="p", receipt_url="https://haal.example/r/")

    fields = way.fields(message("d_1", "دور رہیں۔"))

    assert (fields["validity"], fields["coding"], fields["charset"]) == ("90", "2", "UTF-8")
    assert fields["dlr-mask"] == "27"
    assert fields["dlr-url"] == "https://haal.example/r/?by=kannel&key=d_1&status=%d"
    assert way.fields(message("d_1", "Stay away."))["coding"] == "0"
    assert not way.honours_key


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (1, Outcome.ACCEPTED), (8, Outcome.ACCEPTED), (2, Outcome.REFUSED), (16, Outcome.REFUSED),
        (34, Outcome.REFUSED), (66, Outcome.UNKNOWN), (4, None), (0, None),
    ],
)  # fmt: skip
def test_each_delivery_report_says_what_became_of_the_message(status: int, outcome: Outcome | None) -> None:
    assert outcome_of_report(status) is outcome
