"""What the box is called and where it is reached: settings that services need and may not read themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The box, as it names itself in what it sends, and its gateways as the settings name them (empty: there is none).

    `gateway_url` is where text message gateways reach the box, `sms_number` what people write to, `home` the folder of
    everything it keeps.
    """

    name: str
    operator: str
    sender: str
    smtp: str
    kannel: str = ""
    android_sms: str = ""
    gateway_url: str = ""
    sms_number: str = ""
    home: Path = Path()

    @property
    def url(self) -> str:
        """Return where the pages are, without a slash at the end."""
        return f"https://{self.sender}"


def site() -> Site:
    """Return the box's own words."""
    return Site(
        name=settings.HAAL_SITE_NAME,
        operator=settings.HAAL_OPERATOR or settings.HAAL_SITE_NAME,
        sender=settings.HAAL_SENDER,
        smtp=settings.HAAL_SMTP,
        kannel=settings.HAAL_KANNEL,
        android_sms=settings.HAAL_ANDROID_SMS,
        gateway_url=settings.HAAL_GATEWAY_URL.rstrip("/") or f"https://{settings.HAAL_SENDER}",
        sms_number=settings.HAAL_SMS_NUMBER,
        home=Path(settings.HAAL_HOME),
    )
