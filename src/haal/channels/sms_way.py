"""What a setting says of a text message gateway: an address with name, password and pace, read into a gateway.

A Kannel's address may say `from`, `smsc`, `rate` and `burst`, a phone's `sims`, `rate`, `burst` and `signing-key`; examples
stand in docs/reference/settings.md. Several stand with a space between them, the preferred one first. Without TLS only an
address on this machine or in the own network is taken: the numbers of people do not cross the internet in clear.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from haal.channels.android_sms import AndroidSmsGateway
from haal.channels.batch import LiveEndpoint, Pace
from haal.channels.kannel import KannelGateway
from haal.domain.errors import Malformed

KANNEL_FIELDS = frozenset({"from", "rate", "burst", "smsc"})
ANDROID_FIELDS = frozenset({"sims", "rate", "burst", "signing-key"})
SIM_RATE_PER_SECOND = 0.15  # 135 in a quarter of an hour: networks have stopped cards at 200 like messages
SIM_BURST = 10
SIMS_MAX = 3
BATCH = 20  # one after another: small enough to look at the clock between
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    endpoint: LiveEndpoint
    user: str
    password: str
    path: str
    fields: dict[str, str]


def kannels(setting: str, *, receipt_url: str, sender: str = "") -> tuple[KannelGateway[LiveEndpoint], ...]:
    """Return the Kannels of a setting; `sender` is whom messages come from where the setting does not say. Raises Malformed."""
    return tuple(
        KannelGateway(
            endpoint=one.endpoint,
            user=one.user,
            password=one.password,
            path=one.path or "/cgi-bin/sendsms",
            sender=one.fields.get("from") or sender or "Haal",
            smsc=one.fields.get("smsc", ""),
            receipt_url=receipt_url,
            name=_name("kannel", place),
            pace=_pace(one.fields, rate=0.0, burst=0),
        )
        for place, one in enumerate(_read_all(setting, known=KANNEL_FIELDS, where="HAAL_KANNEL"), start=1)
    )


def phones(setting: str) -> tuple[AndroidSmsGateway[LiveEndpoint], ...]:
    """Return the phones of a setting. Raises Malformed, without a password in it."""
    found = []
    for place, one in enumerate(_read_all(setting, known=ANDROID_FIELDS, where="HAAL_ANDROID_SMS"), start=1):
        sims = int(_number(one.fields.get("sims", "1"), least=1, most=SIMS_MAX))
        found.append(
            AndroidSmsGateway(
                endpoint=one.endpoint,
                user=one.user,
                password=one.password,
                path=one.path or "/messages",
                sims=sims,
                name=_name("android-sms", place),
                pace=_pace(one.fields, rate=SIM_RATE_PER_SECOND * sims, burst=SIM_BURST * sims),
            )
        )
    return tuple(found)


def signing_keys(setting: str) -> dict[str, str]:
    """Return the webhook keys of the phones of a setting, by the gateway's name."""
    read = _read_all(setting, known=ANDROID_FIELDS, where="HAAL_ANDROID_SMS")
    keys = {_name("android-sms", place): one.fields.get("signing-key", "") for place, one in enumerate(read, start=1)}
    return {name: key for name, key in keys.items() if key}


def _read_all(setting: str, *, known: frozenset[str], where: str) -> tuple[_Read, ...]:
    return tuple(_read(address, known=known, where=where) for address in setting.split())


def _read(address: str, *, known: frozenset[str], where: str) -> _Read:
    parts = urlsplit(address)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or not parts.username or not parts.password:
        raise Malformed(where, expected="an http(s) address with name and password", got="something else")
    if parts.scheme == "http" and not _is_near(parts.hostname):
        raise Malformed(where, expected="https for a gateway outside this network", got="http")
    fields = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    if unknown := sorted(set(fields) - known):
        raise Malformed(where, expected=", ".join(sorted(known)), got=unknown[0][:20])
    try:
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except ValueError:
        raise Malformed(where, expected="a port", got="something else") from None
    return _Read(
        endpoint=LiveEndpoint(host=parts.hostname, port=port, tls=parts.scheme == "https"),
        user=unquote(parts.username),
        password=unquote(parts.password),
        path=parts.path,
        fields=fields,
    )


def _is_near(host: str) -> bool:
    """Return whether a host is this machine or in a network that no stranger routes."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_private or address.is_loopback


def _pace(fields: dict[str, str], *, rate: float, burst: int) -> Pace:
    given = _number(fields["rate"], least=0.001, most=10_000) if "rate" in fields else rate
    return Pace(
        rate_per_second=given,
        burst=int(_number(fields["burst"], least=1, most=10_000)) if "burst" in fields else burst,
        batch_max=BATCH,
    )


def _number(text: str, *, least: float, most: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not least <= number <= most:
        raise Malformed("gateway", expected=f"a number from {least} to {most}", got="something else")
    return number


def _name(kind: str, place: int) -> str:
    return kind if place == 1 else f"{kind}-{place}"
