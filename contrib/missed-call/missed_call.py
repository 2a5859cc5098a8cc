#!/usr/bin/env python3
"""Tell a box that a number has rung and was not answered: the missed call by which a person at risk checks in.

    HAAL_PHONE_URL=https://.../in/phone/ HAAL_PHONE_KEY=... missed_call.py +923001234567

The address is the line "phone" of `haal warnings addresses`, the key the signing key in HAAL_ANDROID_SMS. Python's standard library.
Ends with 0 when the box has taken it, with 1 when it is to be brought again (the keys are away, or no way to the box), with 2 when
it never will. Prints nothing but a reason: a number belongs in no log.
"""

import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request

SECONDS_MAX = 20
TRIES = 3
AGAIN = range(500, 600)


def main() -> int:
    """Bring one number; three times when the box cannot take it now."""
    address, key = os.environ.get("HAAL_PHONE_URL", ""), os.environ.get("HAAL_PHONE_KEY", "")
    if len(sys.argv) != 2 or not address.startswith(("https://", "http://")) or not key:
        sys.stderr.write("missed_call.py NUMBER, with HAAL_PHONE_URL and HAAL_PHONE_KEY set\n")
        return 2
    for tried in range(1, TRIES + 1):
        status = bring(sys.argv[1], address=address, key=key)
        if status not in AGAIN or tried == TRIES:
            break
        time.sleep(tried)
    if status == 204:
        return 0
    sys.stderr.write(f"the box answered {status}\n" if status != 599 else "no way to the box\n")
    return 1 if status in AGAIN else 2


def bring(number: str, *, address: str, key: str) -> int:
    """Return what the box answered; 599: nothing."""
    body = json.dumps({"event": "call:missed", "payload": {"phoneNumber": number}}).encode("utf-8")
    timestamp = str(int(time.time()))
    signature = hmac.new(key.encode("utf-8"), body + timestamp.encode("ascii"), hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Timestamp": timestamp, "X-Signature": signature}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, data=body, headers=headers), timeout=SECONDS_MAX
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 599


if __name__ == "__main__":
    sys.exit(main())
