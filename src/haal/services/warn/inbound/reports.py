"""What a gateway reports of our messages, and whether a report is really its own.

The one place that hands reports on (`haal.services.warn.send.receipts`), which takes each as often as it comes.
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime

from haal.channels import android_sms, kannel
from haal.channels.android_sms import Report
from haal.domain.errors import Malformed, NotFound
from haal.services.warn import gateways
from haal.services.warn.send import receipts

_KANNEL = re.compile(r"kannel(-[0-9]{1,2})?")


def check_kannel(token: str) -> None:
    """Pass when the address is the one we gave to Kannel. Raises NotFound."""
    if not hmac.compare_digest(gateways.kannel_token().encode(), token.encode("utf-8", "replace")):
        raise NotFound


def from_kannel(*, token: str, by: str, key: str, status: str, now: datetime) -> None:
    """Keep a delivery report of Kannel. Raises NotFound, Malformed."""
    check_kannel(token)
    if not status.isascii() or not status.isdigit() or len(status) > 4:
        raise Malformed("status", expected="a number", got="something else")
    if not _KANNEL.fullmatch(by):
        raise Malformed("by", expected="the name of a Kannel", got="something else")
    outcome = kannel.outcome_of_report(int(status))
    if outcome is not None:
        receipts.take(gateway=by, key=key, outcome=outcome, why=f"dlr-{status}", now=now)


def from_phone(*, body: bytes, timestamp: str, signature: str, now: datetime) -> tuple[str, Report | None]:
    """Keep what a phone reports; return its name and what it told.

    Raises:
        NotFound: no phone of ours has signed it.
        Malformed: it is signed and no report.
    """
    for name, key in gateways.phone_keys().items():
        if android_sms.is_signed(body, timestamp=timestamp, signature=signature, key=key, now=now):
            report = android_sms.read_report(body)
            if report is not None and report.outcome is not None:
                receipts.take(gateway=name, key=report.key, outcome=report.outcome, why=report.why, now=now)
            return name, report
    raise NotFound
