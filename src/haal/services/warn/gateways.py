"""Which ways out there are: one set for warnings, another for drills, of two types that cannot be mixed.

A drill's gateways are ports of this machine that whoever runs a drill opens (`haal.services.warn.drill`); no setting
names them. Live ones come from the settings alone.
"""

from __future__ import annotations

from haal.channels import sms_way
from haal.channels.batch import DrillEndpoint, DrillGateways, Gateway, LiveEndpoint, LiveGateways
from haal.channels.counting import CountingGateway
from haal.channels.smtp import SmtpGateway
from haal.domain.delivery import Channel
from haal.domain.warning import Mode
from haal.storage.ground import secret
from haal.storage.ground.site import Site, site

SMTP_PORT = 25
TOKEN_BYTES = 16
PORTS_OF_THE_MACHINE = 1024


def live() -> LiveGateways:
    """Return the ways that reach people, as far as the settings name any. Raises Malformed when a setting is off."""
    box = site()
    mails: tuple[Gateway[LiveEndpoint], ...] = (_mail(box),) if box.smtp else ()
    kannels = sms_way.kannels(box.kannel, receipt_url=kannel_url("receipt"), sender=box.sms_number)
    return LiveGateways(by_channel={Channel.EMAIL: mails, Channel.SMS: (*kannels, *sms_way.phones(box.android_sms))})


def kannel_url(what: str) -> str:
    """Return where a Kannel reports (`receipt`) or hands on what people send us (`text`); only it is told the address."""
    return f"{site().gateway_url}/in/kannel/{kannel_token()}/{what}/"


def phone_url() -> str:
    """Return where phones report; what they send is signed, so the address is no secret."""
    return f"{site().gateway_url}/in/phone/"


def kannel_token() -> str:
    """Return the part of the address that nobody can guess."""
    return secret.digest("kannel-address")[:TOKEN_BYTES].hex()


def phone_keys() -> dict[str, str]:
    """Return the keys with which phones sign what they report, by the gateway's name."""
    return sms_way.signing_keys(site().android_sms)


def phone(name: str) -> Gateway[LiveEndpoint] | None:
    """Return the phone of that name."""
    return next((one for one in sms_way.phones(site().android_sms) if one.name == name), None)


def drill(*, mail_port: int, counting_port: int) -> DrillGateways:
    """Return the ways of a drill: two ports of this machine, and no way to say another machine.

    A live gateway may stand on this machine too (a mail server, a Kannel): its port is no drill's, whatever host the
    settings name, and neither is a port below 1024, where the machine's own servers are.

    Raises:
        ValueError: a live gateway could listen there.
        Malformed: a setting of a live gateway is off, so that its port cannot be told.
    """
    if {mail_port, counting_port} & _live_ports() or min(mail_port, counting_port) < PORTS_OF_THE_MACHINE:
        raise ValueError("a drill has ports of its own")
    box = site()
    mail = SmtpGateway(endpoint=DrillEndpoint(port=mail_port), sender=box.sender, sender_name=box.name)
    counting = CountingGateway(endpoint=DrillEndpoint(port=counting_port))
    return DrillGateways(by_channel={Channel.EMAIL: (mail,), Channel.SMS: (counting,)})


def _live_ports() -> set[int]:
    return {one.endpoint.port for ways in live().by_channel.values() for one in ways}


def _mail(box: Site) -> SmtpGateway[LiveEndpoint]:
    host, _, port = box.smtp.rpartition(":")
    endpoint = LiveEndpoint(host=host or port, port=int(port) if host else SMTP_PORT)
    return SmtpGateway(endpoint=endpoint, sender=box.sender, sender_name=box.name)


def rate_per_second(*, channel: Channel, mode: Mode) -> float:
    """Return how many messages the preferred gateway of a channel takes in a second; 0: as fast as they come, or none."""
    ways = () if mode is Mode.DRILL else live().by_channel.get(channel, ())
    return ways[0].pace.rate_per_second if ways else 0.0


def channels_ready(mode: Mode) -> frozenset[Channel]:
    """Return the channels on which something would leave; a drill opens all of its own."""
    if mode is Mode.DRILL:
        return frozenset(Channel)
    return frozenset(channel for channel, ways in live().by_channel.items() if ways)
