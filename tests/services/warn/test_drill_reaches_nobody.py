"""No configuration lets a drill reach a live gateway: whatever the settings, the environment and the ports are."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import undone
from tests.factories_warnings import MADE_UP, agreed, at, drafted, subscribe, warners
from tests.house.tree import SRC

from haal.channels.batch import LOOPBACK, DrillEndpoint, DrillGateways, LiveEndpoint, LiveGateways
from haal.channels.counting import CountingGateway
from haal.channels.smtp import SmtpGateway
from haal.domain.delivery import Channel, State
from haal.domain.errors import Malformed
from haal.domain.warning import Mode
from haal.services.warn import deliver, gateways
from haal.storage import delivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
HOSTS = ("127.0.0.1", "localhost", "::1", "0.0.0.0", "10.0.0.7", "192.168.1.9", "mail.example", "sms.example")
PORTS = (25, 465, 587, 2525, 8080, 13013, 20001, 20002)


def mail(host: str, port: int) -> str:
    return f"{host}:{port}"


def sms(host: str, port: int) -> str:
    return f"https://name:password@[{host}]:{port}/x" if ":" in host else f"https://name:password@{host}:{port}/x"


servers = st.tuples(st.sampled_from(HOSTS), st.sampled_from(PORTS))
configurations = st.fixed_dictionaries(
    {
        "HAAL_SMTP": st.one_of(st.just(""), servers.map(lambda one: mail(*one))),
        "HAAL_KANNEL": st.lists(servers, max_size=2).map(lambda many: " ".join(sms(*one) for one in many)),
        "HAAL_ANDROID_SMS": st.lists(servers, max_size=2).map(lambda many: " ".join(sms(*one) for one in many)),
        "HAAL_GATEWAY_URL": st.sampled_from(["", "https://10.0.0.7", "https://127.0.0.1:13013"]),
        "HAAL_SENDER": st.sampled_from(["haal.example", "localhost", "127.0.0.1"]),
    }
)
environments = st.dictionaries(
    st.sampled_from(
        ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "HAAL_SMTP", "HAAL_KANNEL", "HAAL_DRILL", "HAAL_LIVE"]
    ),
    servers.map(lambda one: f"http://{one[0]}:{one[1]}"),
    max_size=4,
)
drill_ports = st.one_of(st.sampled_from(PORTS), st.integers(min_value=1, max_value=65_535))


@contextmanager
def watched() -> Iterator[list[tuple[str, int]]]:
    """Keep every address that anything tries to connect to or to look up, and let nothing through."""
    tried: list[tuple[str, int]] = []

    def refuse(_socket: socket.socket, address: tuple[str, int]) -> None:
        tried.append((str(address[0]), int(address[1])))
        raise ConnectionRefusedError

    def look_up(host: str, port: int, *_more: object, **_named: object) -> list[object]:
        tried.append((str(host), int(port)))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]

    with (
        patch.object(socket.socket, "connect", refuse),
        patch.object(socket.socket, "connect_ex", refuse),
        patch.object(socket, "getaddrinfo", look_up),
    ):
        yield tried


def released_drill() -> str:
    for channel in Channel:
        subscribe(2, at=MADE_UP, channel=channel, simulated=True)
        subscribe(2, at=MADE_UP, channel=channel)
    warning_id = drafted(MADE_UP, mode=Mode.DRILL, by=(two := warners())[0])
    agreed(warning_id, *two)
    return warning_id


def test_no_configuration_lets_a_drill_reach_a_live_gateway(settings):
    warning_id = released_drill()
    seen = {"refused": 0, "tried": 0}

    @EXAMPLES
    @given(configuration=configurations, environment=environments, mail_port=drill_ports, counting_port=drill_ports)
    def holds(configuration, environment, mail_port, counting_port):
        for name, value in configuration.items():
            setattr(settings, name, value)
        with patch.dict(os.environ, environment), undone(), watched() as tried:
            live = gateways.live()
            live_ports = {one.endpoint.port for ways in live.by_channel.values() for one in ways}
            deliver.drain(gateways=live, owner="clock", clock=at(), batches_max=3)
            assert tried == [], "the clock's gateways take nothing of a drill"
            assert {state for _, state in delivery.counts(warning_id, 1)} == {State.QUEUED}
            try:
                ways = gateways.drill(mail_port=mail_port, counting_port=counting_port)
            except ValueError:
                seen["refused"] += 1
                assert {mail_port, counting_port} & live_ports or min(mail_port, counting_port) < 1024
                return
            deliver.drain(gateways=ways, owner="drill", clock=at(), batches_max=3)
            seen["tried"] += len(tried)
            assert {host for host, _ in tried} <= {LOOPBACK}
            assert {port for _, port in tried} <= {mail_port, counting_port}
            assert not {port for _, port in tried} & live_ports

    holds()
    assert seen["refused"] > 0
    assert seen["tried"] > 0


EXAMPLES = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@given(host=st.sampled_from(HOSTS), port=st.integers(min_value=1, max_value=65_535), channel=st.sampled_from(Channel))
def test_the_two_sets_cannot_be_mixed_at_any_address(host, port, channel):
    live = SmtpGateway(endpoint=LiveEndpoint(host=host, port=port), sender="haal.example", sender_name="Haal")
    drill = CountingGateway(endpoint=DrillEndpoint(port=port))

    with pytest.raises(TypeError):
        DrillGateways(by_channel={channel: (drill, live)})
    with pytest.raises(TypeError):
        LiveGateways(by_channel={channel: (live, drill)})


def test_an_end_of_a_drill_has_a_port_and_no_host_and_no_setting_names_one():
    assert [field.name for field in fields(DrillEndpoint)] == ["port"]
    assert DrillEndpoint(port=2525).host == LOOPBACK
    with pytest.raises(TypeError):
        DrillEndpoint(port=2525, host="sms.example")
    assert "drill" not in (SRC / "config.py").read_text("utf-8").lower()


def test_a_broken_setting_of_a_live_gateway_stops_a_drill_before_it_begins(settings):
    settings.HAAL_KANNEL = "http://name:password@127.0.0.1:not-a-port/"

    with pytest.raises(Malformed):
        gateways.drill(mail_port=20_001, counting_port=20_002)


def test_what_is_subscribed_by_people_is_in_no_drill_and_who_does_not_exist_in_no_warning():
    drill_id = released_drill()
    for channel in Channel:
        subscribe(3, channel=channel)
    warning_id = drafted(by=(two := warners())[0])
    agreed(warning_id, *two)

    told_in_drill = delivery.recipients(drill_id, 1, set(State))
    told_of_danger = delivery.recipients(warning_id, 1, set(State))

    assert len(told_in_drill) == 2 * len(Channel)
    assert told_in_drill & told_of_danger == frozenset()
