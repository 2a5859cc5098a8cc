"""How often something may be tried, counted in memory and without addresses.

The one thing to know: sign-in tries are counted before the slow hash, per account for devices that never signed in, and per
device for those that did; so a stranger who types wrong passphrases closes the door to strangers, not to the person.
A budget for the whole site bounds the cost of guessing. Counts are gone after a restart; the hash stays slow.

A receipt code of ten digits is 33 bits, so codes that are not there have a budget of all callers together, by the minute;
six words are 66 bits and never wait. A right code of digits waits a minute too while somebody guesses.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from haal.domain import receipt
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.policy import DEFAULT
from haal.porch import clock

DEVICE_COOKIE_DAYS = 90
FAILED_WINDOW = timedelta(minutes=5)
FAILED_PER_DOOR_MAX = 10
FAILED_EVERYWHERE_MAX = 300
BUCKETS_MAX = 20_000
CODE_FIELD = "code"
RECEIPTS, CHECK_INS, SHIFTS = "receipts", "check-ins", "shifts"  # whoever guesses the one does not close the other
type View = Callable[..., HttpResponse]
_SALT = "haal.device"


class Budget:
    """Counts what happened in a sliding window, per key; the oldest key is forgotten when there are too many."""

    def __init__(self, *, amount: int, window: timedelta) -> None:
        """Allow `amount` per `window` and key."""
        self.amount = amount
        self.window = window
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[datetime]] = OrderedDict()

    def spent(self, key: str, *, now: datetime) -> int:
        """Return how many happened in the window."""
        with self._lock:
            return len(self._recent(key, now))

    def has_room(self, key: str, *, now: datetime) -> bool:
        """Return whether one more may happen."""
        return self.spent(key, now=now) < self.amount

    def spend(self, key: str, *, now: datetime) -> int:
        """Count one and return how many there are now."""
        with self._lock:
            times = self._recent(key, now)
            times.append(now)
            self._times[key] = times
            self._times.move_to_end(key)
            while len(self._times) > BUCKETS_MAX:
                self._times.popitem(last=False)
            return len(times)

    def clear(self, key: str) -> None:
        """Forget one key."""
        with self._lock:
            self._times.pop(key, None)

    def clear_all(self) -> None:
        """Forget everything: for tests."""
        with self._lock:
            self._times.clear()

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        times = self._times.get(key, deque(maxlen=self.amount + 1))
        while times and now - times[0] >= self.window:
            times.popleft()
        return times


class TokenBucket:
    """Lets `tokens_max` through at once and then `per_minute` of them, per key; the oldest key is forgotten."""

    def __init__(self, *, tokens_max: float, per_minute: float) -> None:
        """Begin with every bucket full."""
        self.tokens_max = tokens_max
        self.per_second = per_minute / 60
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def take(self, key: str, *, now: datetime) -> bool:
        """Take a token; return whether there was one."""
        with self._lock:
            tokens, at = self._buckets.pop(key, (self.tokens_max, now))
            tokens = min(self.tokens_max, tokens + self.per_second * max(0.0, (now - at).total_seconds()))
            self._buckets[key] = (tokens - 1 if tokens >= 1 else tokens, now)
            while len(self._buckets) > BUCKETS_MAX:
                self._buckets.popitem(last=False)
            return tokens >= 1

    def clear_all(self) -> None:
        """Fill every bucket: for tests."""
        with self._lock:
            self._buckets.clear()


failed_at_door = Budget(amount=FAILED_PER_DOOR_MAX, window=FAILED_WINDOW)
failed_everywhere = Budget(amount=FAILED_EVERYWHERE_MAX, window=FAILED_WINDOW)
failed_codes = Budget(amount=DEFAULT.code_failures_a_minute, window=timedelta(minutes=1))
code_tries = Budget(amount=60, window=timedelta(minutes=1))  # invitation codes, all callers together


def budgeted(bucket: str) -> Callable[[View], View]:
    """Return a decorator that gives a view a budget for codes of digits that are not there, in the field `code`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method != "POST" or not _is_digits(request.POST.get(CODE_FIELD, "")):
                return view(request, *args, **kwargs)
            now = clock.now()
            if not failed_codes.has_room(bucket, now=now):
                raise Refused(GeneralReason.CODES_TRIED)
            try:
                answer = view(request, *args, **kwargs)
            except NotFound:
                failed_codes.spend(bucket, now=now)
                raise
            if answer.status_code == 404:
                failed_codes.spend(bucket, now=now)
            return answer

        return counted

    return decorate


def tried[T](bucket: str, code: str, look_up: Callable[[], T | None]) -> T | None:
    """Return what a code that came by message finds; None when it is not there, or while too many digits are tried."""
    if receipt.normalise(code) is None:
        return None
    now, counts = clock.now(), _is_digits(code)
    if counts and not failed_codes.has_room(bucket, now=now):
        return None
    found = look_up()
    if found is None and counts:
        failed_codes.spend(bucket, now=now)
    return found


def _is_digits(code: str) -> bool:
    return (receipt.normalise(code) or "").isdigit()


def may_try(request: HttpRequest, pseudonym: str) -> bool:
    """Return whether a passphrase may be checked at all; asked before hashing."""
    now = clock.now()
    if not failed_at_door.has_room(_door(request, pseudonym), now=now):
        return False
    return bool(_known_device(request, pseudonym)) or failed_everywhere.has_room("all", now=now)


def count_failure(request: HttpRequest, pseudonym: str) -> bool:
    """Count a failed try; return whether this one closed the door."""
    now = clock.now()
    failed_everywhere.spend("all", now=now)
    return failed_at_door.spend(_door(request, pseudonym), now=now) == FAILED_PER_DOOR_MAX


def failures(request: HttpRequest, pseudonym: str) -> int:
    """Return how many tries failed lately at this door."""
    return failed_at_door.spent(_door(request, pseudonym), now=clock.now())


def remember_device(request: HttpRequest, response: HttpResponseBase, *, pseudonym: str, secure: bool) -> None:
    """Mark the device as one on which this account has signed in. The mark holds a digest and a number, no pseudonym."""
    if _known_device(request, pseudonym):
        return
    response.set_cookie(
        _cookie_name(secure=secure),
        signing.dumps([_digest(pseudonym), secrets.token_hex(8)], salt=_SALT),
        max_age=DEVICE_COOKIE_DAYS * 86_400,
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def _door(request: HttpRequest, pseudonym: str) -> str:
    return f"{_known_device(request, pseudonym) or 'unknown'}:{_digest(pseudonym)}"


def _known_device(request: HttpRequest, pseudonym: str) -> str:
    """Return the device's number when this account has signed in on it, else an empty text."""
    for secure in (True, False):
        try:
            mark = signing.loads(
                request.COOKIES.get(_cookie_name(secure=secure), ""),
                salt=_SALT,
                max_age=timedelta(days=DEVICE_COOKIE_DAYS),
            )
        except signing.BadSignature:
            continue
        if isinstance(mark, list) and len(mark) == 2 and mark[0] == _digest(pseudonym):
            return str(mark[1])
    return ""


def _cookie_name(*, secure: bool) -> str:
    return "__Host-device" if secure else "device"


def _digest(pseudonym: str) -> str:
    return hashlib.sha256(f"haal/device/{pseudonym.strip().lower()}".encode("utf-8", "replace")).hexdigest()[:32]
