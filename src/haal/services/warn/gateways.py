"""Which ways out there are: one set for warnings, another for drills, of two types that cannot be mixed.

A drill's gateways are ports of this machine; whoever runs a drill opens them (`haal.services.warn.drill`) or names
them in the settings. Live ones come from the settings alone.
"""

from __future__ import annotations

from haal.channels.batch import DrillEndpoint, DrillGateways, LiveEndpoint, LiveGateways
from haal.channels.counting import CountingGateway
from haal.channels.smtp import SmtpGateway
from haal.domain.delivery import Channel
from haal.domain.warning import Mode
from haal.storage.ground.site import site

SMTP_PORT = 25


def live() -> LiveGateways:
    """Return the ways that reach people; none when no mail server is named."""
    box = site()
    if not box.smtp:
        return LiveGateways(by_channel={})
    host, _, port = box.smtp.rpartition(":")
    endpoint = LiveEndpoint(host=host or port, port=int(port) if host else SMTP_PORT)
    mail = SmtpGateway(endpoint=endpoint, sender=box.sender, sender_name=box.name)
    return LiveGateways(by_channel={Channel.EMAIL: (mail,)})


def drill(*, mail_port: int, counting_port: int) -> DrillGateways:
    """Return the ways of a drill: two ports of this machine, and no way to say another machine."""
    box = site()
    mail = SmtpGateway(endpoint=DrillEndpoint(port=mail_port), sender=box.sender, sender_name=box.name)
    counting = CountingGateway(endpoint=DrillEndpoint(port=counting_port))
    return DrillGateways(by_channel={Channel.EMAIL: (mail,), Channel.SMS: (counting,)})


def channels_ready(mode: Mode) -> frozenset[Channel]:
    """Return the channels on which something would leave; a drill opens all of its own."""
    return frozenset(Channel) if mode is Mode.DRILL else frozenset(live().by_channel)
