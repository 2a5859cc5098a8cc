"""Every gateway, real or counting, keeps to one contract: a receipt each, and "unknown" when it is not sure."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.factories_gateways import PEERS, Peer
from tests.factories_phone import phone_peer

from haal.channels.batch import DrillEndpoint, DrillGateways, LiveEndpoint, LiveGateways, Message
from haal.channels.counting import CountingGateway
from haal.channels.smtp import SmtpGateway
from haal.channels.tally import Tally
from haal.domain.delivery import Channel, Outcome
from haal.domain.errors import ChannelUnavailable
from haal.domain.ids import new_id

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MAIL = SmtpGateway(endpoint=LiveEndpoint(host="mail.example", port=587), sender="haal.example")
COUNTING = CountingGateway(endpoint=DrillEndpoint(port=1))


def message(key: str, address: str, **changes: Any) -> Message:
    values = {
        "key": key,
        "address": address,
        "language": "ur",
        "headline": "TEST مشق۔ تارے گر رہے ہیں۔",
        "body": "TEST مشق۔ تارے گر رہے ہیں۔\nکچھ نہیں ہوا۔",
        "reference": "w_a.1",
        "sent_at": NOW,
        "not_after": NOW + timedelta(hours=1),
        "stop_url": "https://haal.example/warnings/stop/abc/",
    }
    return Message(**{**values, **changes})


ALL_PEERS = {**PEERS, "phone": phone_peer}


@pytest.fixture(params=sorted(ALL_PEERS))
def peer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Peer]:
    with ALL_PEERS[request.param](tmp_path) as running:
        yield running


def test_each_message_gets_its_receipt_in_order_and_arrives_once(peer: Peer) -> None:
    batch = [message(f"d_{n}", peer.good.format(n=n)) for n in range(40)]

    receipts = peer.gateway.send(batch)

    assert [(receipt.key, receipt.outcome) for receipt in receipts] == [(one.key, Outcome.ACCEPTED) for one in batch]
    counts = peer.tally.counts()
    assert (counts["messages"], counts["keys"], counts["duplicates"], counts["not_test"]) == (40, 40, 0, 0)
    assert len(peer.tally.recipients("w_a.1")) == 40


def test_one_refused_address_spoils_no_other(peer: Peer) -> None:
    batch = [message("d_1", peer.good.format(n=1)), message("d_2", peer.bad), message("d_3", peer.good.format(n=3))]

    outcomes = [receipt.outcome for receipt in peer.gateway.send(batch)]

    assert outcomes == [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED]
    assert peer.tally.counts()["messages"] == 2


def test_a_line_that_breaks_after_the_data_is_unknown_and_is_never_called_sent_or_unsent(peer: Peer) -> None:
    peer.fail_once("hang-up")

    (receipt,) = peer.gateway.send([message("d_1", peer.good.format(n=1))])

    assert receipt.outcome is Outcome.UNKNOWN
    assert peer.tally.counts()["messages"] == 1


def test_what_was_not_begun_when_the_line_broke_can_be_sent_later(peer: Peer) -> None:
    peer.fail_once("hang-up")

    receipts = peer.gateway.send([message(f"d_{n}", peer.good.format(n=n)) for n in range(3)])

    arrived = peer.tally.counts()["keys"]
    unsure = [receipt for receipt in receipts if receipt.outcome is Outcome.UNKNOWN]
    assert {receipt.outcome for receipt in receipts} <= {Outcome.UNKNOWN, Outcome.LATER}
    assert len(unsure) >= arrived


def test_a_busy_server_means_later_and_nothing_arrived(peer: Peer) -> None:
    peer.fail_once("busy")

    try:
        outcomes = [receipt.outcome for receipt in peer.gateway.send([message("d_1", peer.good.format(n=1))])]
    except ChannelUnavailable:
        outcomes = [Outcome.LATER]

    assert outcomes == [Outcome.LATER]
    assert peer.tally.counts()["messages"] == 0


def test_a_repeat_is_marked_on_the_wire(peer: Peer) -> None:
    body = "TEST. Nothing has happened. (repeat)"  # a text message has no other place for it
    peer.gateway.send([message("d_1", peer.good.format(n=1), is_repeat=True, body=body)])

    assert peer.tally.counts()["repeats"] == 1


@pytest.mark.parametrize("gateway", [COUNTING, SmtpGateway(endpoint=DrillEndpoint(port=1), sender="haal.example")])
def test_a_server_that_is_not_there_is_said_so_and_nothing_is_lost(gateway: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        gone = type(gateway)(
            **{"endpoint": DrillEndpoint(port=unused.getsockname()[1])}
            | ({"sender": "haal.example"} if isinstance(gateway, SmtpGateway) else {})
        )
        with pytest.raises(ChannelUnavailable):
            gone.send([message("d_1", "person@people.example")])


def test_a_mail_server_that_we_did_not_write_takes_the_mail_with_its_key(smtp_peer: tuple[str, int, Path]) -> None:
    _host, port, maildir = smtp_peer
    gateway = SmtpGateway(endpoint=DrillEndpoint(port=port), sender="haal.example")
    keys = [new_id("d") for _ in range(3)]

    receipts = gateway.send([message(key, f"{key}@people.example") for key in keys])

    kept = b"".join(path.read_bytes() for path in maildir.rglob("*") if path.is_file())
    assert [receipt.outcome for receipt in receipts] == [Outcome.ACCEPTED] * 3
    assert all(kept.count(f"<{key}@haal.example>".encode()) == 1 for key in keys)


def test_an_address_with_a_line_break_cannot_become_a_header(tmp_path: Path) -> None:
    with PEERS["mail"](tmp_path) as mail:
        (receipt,) = mail.gateway.send([message("d_1", "person@people.example\nBcc: all@people.example")])

        assert (receipt.outcome, receipt.why) == (Outcome.REFUSED, "address")
        assert mail.tally.counts()["messages"] == 0


def test_a_mail_carries_its_key_its_end_and_a_way_to_stop() -> None:
    mail = MAIL.mail_of(message("d_1", "person@people.example"))

    assert mail["Message-ID"] == "<d_1@haal.example>"
    assert mail["List-Unsubscribe"] == "<https://haal.example/warnings/stop/abc/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Expires"] == "Sun, 22 Nov 2026 13:00:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_drill_has_no_live_gateway_by_construction() -> None:
    with pytest.raises(TypeError):
        DrillGateways(by_channel={Channel.EMAIL: (MAIL,)})  # type: ignore[dict-item]
    with pytest.raises(TypeError):
        LiveGateways(by_channel={Channel.SMS: (COUNTING,)})  # type: ignore[dict-item]
    with pytest.raises(TypeError):
        DrillEndpoint(port=25, host="mail.example")  # type: ignore[call-arg]
    assert DrillEndpoint(port=25).host == "127.0.0.1"


def test_a_count_survives_the_process_and_keeps_no_address(tmp_path: Path) -> None:
    with PEERS["counting"](tmp_path) as first:
        first.gateway.send([message("d_1", first.good.format(n=1)), message("d_2", first.good.format(n=2))])

    again = Tally(tmp_path / "counting.log")

    assert (again.counts()["messages"], again.counts()["keys"]) == (2, 2)
    assert "+92300" not in (tmp_path / "counting.log").read_text()
