"""A phone as gateway: what is asked of it, that a second message with the same key goes to nobody, and whose reports count."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.factories_phone import Phone, gateway_to, running_phone, signed

from haal.channels.android_sms import AndroidSmsGateway, is_signed, read_report
from haal.channels.batch import DrillEndpoint, LiveEndpoint, Message
from haal.domain.delivery import Outcome
from haal.domain.errors import ChannelUnavailable, Malformed
from haal.vault.signing import self_signed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TEXT = "TEST مشق۔ کچھ نہ کریں۔\nکوڈ ACD346"


def message(key: str, address: str = "+923001234567", **changes: Any) -> Message:
    values = {
        "key": key, "address": address, "language": "ur", "headline": "TEST", "body": TEXT, "reference": "w_a.1",
        "sent_at": NOW, "not_after": NOW + timedelta(minutes=90), "stop_url": "",
    }  # fmt: skip
    return Message(**{**values, **changes})


@pytest.fixture
def phone() -> Iterator[Phone]:
    with running_phone() as running:
        yield running


def test_a_message_carries_its_key_its_end_and_asks_for_a_report(phone: Phone) -> None:
    (receipt,) = gateway_to(phone).send([message("d_1")])

    assert (receipt.outcome, receipt.external_id) == (Outcome.ACCEPTED, "d_1")
    assert phone.sent["d_1"] == {
        "id": "d_1",
        "textMessage": {"text": TEXT},
        "phoneNumbers": ["+923001234567"],
        "ttl": 5400,
        "withDeliveryReport": True,
    }


@pytest.mark.parametrize("is_server", [False, True])
def test_a_message_sent_again_after_a_silence_reaches_nobody_twice(phone: Phone, is_server: bool) -> None:
    phone.is_server, phone.fault = is_server, "hang-up"
    gateway = gateway_to(phone)

    (unsure,) = gateway.send([message("d_1")])
    (again,) = gateway.send([message("d_1")])

    assert gateway.honours_key
    assert (unsure.outcome, again.outcome) == (Outcome.UNKNOWN, Outcome.ACCEPTED)
    assert list(phone.sent) == ["d_1"]


def test_a_wrong_password_sends_nothing_and_loses_nothing(phone: Phone) -> None:
    with pytest.raises(ChannelUnavailable):
        gateway_to(phone, password="wrong").send([message("d_1")])

    assert phone.sent == {}


def test_a_redirect_is_not_followed(phone: Phone) -> None:
    phone.fault = "redirect"

    with pytest.raises(ChannelUnavailable):
        gateway_to(phone).send([message("d_1")])

    assert (phone.sent, phone.redirected) == ({}, 0)


def test_a_phone_that_asks_for_a_rest_gets_it(phone: Phone) -> None:
    phone.fault = "busy"

    with pytest.raises(ChannelUnavailable) as told:
        gateway_to(phone).send([message("d_1")])

    assert told.value.rest_seconds == 7


def test_messages_go_over_all_cards_and_the_same_message_always_over_the_same(phone: Phone) -> None:
    gateway = gateway_to(phone, sims=3)

    gateway.send([message(f"d_{n}") for n in range(30)])

    used = {key: sent["simNumber"] for key, sent in phone.sent.items()}
    assert set(used.values()) == {1, 2, 3}
    assert all(gateway.fields(message(key))["simNumber"] == sim for key, sim in used.items())


def test_only_a_fresh_report_with_the_phones_own_signature_counts() -> None:
    body, headers = signed({"event": "sms:delivered", "payload": {"messageId": "d_1"}}, key="k", now=NOW)
    given = {"timestamp": headers["X-Timestamp"], "signature": headers["X-Signature"]}

    assert is_signed(body, key="k", now=NOW, **given)
    assert not is_signed(body, key="other", now=NOW, **given)
    assert not is_signed(body, key="", now=NOW, **given)
    assert not is_signed(body + b" ", key="k", now=NOW, **given)
    assert not is_signed(body, key="k", now=NOW + timedelta(minutes=6), **given)
    assert not is_signed(body, key="k", now=NOW, timestamp="-1", signature="")


@pytest.mark.parametrize(
    ("event", "outcome"),
    [("sms:sent", Outcome.ACCEPTED), ("sms:delivered", Outcome.ACCEPTED), ("sms:failed", Outcome.REFUSED)],
)
def test_each_report_says_what_became_of_the_message(event: str, outcome: Outcome) -> None:
    body, _ = signed({"event": event, "payload": {"messageId": "d_1", "phoneNumber": "+92300"}}, key="k", now=NOW)

    report = read_report(body)

    assert report is not None
    assert (report.key, report.outcome, report.sender) == ("d_1", outcome, "")


def test_a_ping_is_nothing_and_rubbish_is_refused() -> None:
    assert read_report(b'{"event": "system:ping", "payload": {}}') is None
    for rubbish in (b"", b"[]", b"{}", b'{"event": "sms:received", "payload": {}}', b"\xff"):
        with pytest.raises(Malformed):
            read_report(rubbish)


def test_a_gateway_whose_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    shown = tmp_path / "shown.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    shown.write_bytes(private + self_signed(key, sender="localhost", now=NOW))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown)
    came: list[bytes] = []

    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line, suppress(OSError), context.wrap_socket(line, server_side=True) as secured:
                came.append(secured.recv(1000))

        thread = threading.Thread(target=serve)
        thread.start()
        endpoint = LiveEndpoint(host="127.0.0.1", port=server.getsockname()[1], tls=True)
        with pytest.raises(ChannelUnavailable):
            AndroidSmsGateway(endpoint=endpoint, user="u", password="p", seconds_max=5.0).send([message("d_1")])
        thread.join(5)

    assert b"".join(came) == b""


def test_an_answer_that_nobody_understands_is_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65_536)
                line.sendall(b"\x00\xffrubbish\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        way = AndroidSmsGateway(
            endpoint=DrillEndpoint(port=server.getsockname()[1]), user="u", password="p", seconds_max=5.0
        )
        receipts = way.send([message("d_1"), message("d_2")])
        thread.join(5)

    assert [receipt.outcome for receipt in receipts] == [Outcome.UNKNOWN, Outcome.LATER]
