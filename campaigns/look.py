"""Looks at every page of the desk as somebody who holds every role but that of a focal person, and prints their texts.

Run by campaigns/leaks.py in a process of its own with HAAL_HOME set. Signs in through the pages, with a second factor. The
audit is read too: it may name acts, never what was told.
"""

from __future__ import annotations

import io
import json
import re
import sys
import time
import zipfile
from datetime import UTC, datetime

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402 - the settings come first
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value  # noqa: E402
from django.test import Client  # noqa: E402

from haal.domain.access import Actor, Role  # noqa: E402
from haal.services.people import agreements, roles  # noqa: E402
from haal.storage import person  # noqa: E402
from haal.storage.person import Person  # noqa: E402

PSEUDONYM, PASSPHRASE = "looks-around", "a long passphrase for looking"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOT_FOR_THE_DESK = {Role.FOCAL, Role.LISTENER}
LINK = re.compile(r"""href="(/desk[^"#]*)""")
PAGES_MAX = 300
# What differs between two looks at the same thing.
PASSING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|value="[0-9A-Za-z_-]{16,}"|\d{1,2}:\d\d(:\d\d)?'
    r"|<(\w+:)?Signature[ >].*?</(\w+:)?Signature>",
    re.DOTALL,
)
SUMS = "SHA256SUMS"  # of files that say at which minute they were written


def account(pseudonym: str = PSEUDONYM, *, held: frozenset[Role] = frozenset(Role) - NOT_FOR_THE_DESK) -> None:
    """Make an account that looks, with its roles given by two others each."""
    if Person.objects.filter(username=pseudonym).exists():
        return
    now = datetime.now(UTC)
    founders = [
        Actor(person_id=one.id, pseudonym=one.pseudonym, roles=frozenset(Role), second_factor_at=now)
        for one in person.everyone()
    ]
    person_id = person.add(pseudonym=pseudonym, passphrase=PASSPHRASE, now=now)
    person.accept_conduct(person_id=person_id, now=now)
    for role in sorted(held):
        asked = roles.ask_grant(person_id=person_id, role=role, reason="to look", by=founders[0], now=now)
        agreements.agree(agreement_id=asked, by=founders[1], now=now)
    user = Person.objects.get(pk=person_id)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def signed_in(pseudonym: str = PSEUDONYM) -> Client:
    """Return a browser that has signed in."""
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": pseudonym, "password": PASSPHRASE})
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    answer = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert answer.status_code == 302, answer.content[:500]
    return client


def text_of(content: bytes) -> str:
    """Return what can be read in an answer; of an archive, every file in it."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        names = sorted(name for name in whole.namelist() if not name.endswith(SUMS))
        return "\n".join(f"{name}\n{whole.read(name).decode('utf-8', 'replace')}" for name in names)


def main() -> int:
    """Print the texts of all desk pages by path."""
    account()
    client = signed_in()
    found: dict[str, str] = {}
    waiting = ["/desk/"]
    while waiting and len(found) < PAGES_MAX:
        path = waiting.pop(0)
        if path in found:
            continue
        answer = client.get(path)
        text = text_of(b"".join(answer) if answer.streaming else answer.content)
        found[path] = f"{answer.status_code} {PASSING.sub('', text)}"
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(text) if "?lang=" not in link]
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
