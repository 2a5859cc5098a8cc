"""How allauth meets this house: no e-mail, no sign-up, no addresses, secrets in boxes, and a row in the audit.

The one thing to know: allauth writes only its own tables; whatever must be kept of a sign-in goes through
`haal.services.people.audit`. Nobody removes their own second factor: a lost one is forgotten by two others.
Limits of tries are `haal.porch.rates`, the forms of the second factor `haal.porch.second_factor`.
"""

from __future__ import annotations

from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from haal.domain.ids import PersonId
from haal.domain.person import why_not_passphrase
from haal.language.words import words_for
from haal.porch import clock, rates
from haal.porch.sitting import box
from haal.services.people import audit


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in with pseudonym and passphrase."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made from an invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the same word for everybody: addresses are neither used nor kept."""
        return "nowhere"

    def get_http_user_agent(self, request: HttpRequest) -> str:
        """Return nothing about the browser."""
        return ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: there is no address."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing: there is no address."""

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Stop before the slow hash when too many tries failed."""
        if not rates.may_try(request, str(credentials.get("username", ""))):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Count the failure; when it closed the door, say so in the audit."""
        pseudonym = str(credentials.get("username", ""))
        if rates.count_failure(request, pseudonym):
            audit.sign_in_closed(pseudonym=pseudonym, now=clock.now())

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: object) -> HttpResponse:
        """Keep the sign-in in the audit, mark the device, go on."""
        pseudonym = user.get_username()
        failures = rates.failures(request, pseudonym)
        audit.signed_in(person_id=PersonId(str(user.pk)), failures=failures, now=clock.now())
        response: HttpResponse = super().post_login(request, user, **kwargs)
        rates.remember_device(request, response, pseudonym=pseudonym, secure=bool(settings.SESSION_COOKIE_SECURE))
        return response

    def logout(self, request: HttpRequest) -> None:
        """Keep the sign-out in the audit, then end the sitting."""
        if request.user.is_authenticated:
            audit.signed_out(person_id=PersonId(str(request.user.pk)), now=clock.now())
        super().logout(request)

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Return the passphrase, or refuse it with the rule's words."""
        if reason := why_not_passphrase(password):
            raise self.validation_error_class(words_for(reason, get_language() or "en"))
        cleaned: str = super().clean_password(password, user)
        return cleaned

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set the passphrase and keep in the audit that it changed."""
        super().set_password(user, password)
        audit.passphrase_changed(person_id=PersonId(str(user.pk)), now=clock.now())

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        """Return the second factor alone once it is set up: a passphrase seen over a shoulder must not be enough."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] == "mfa_reauthenticate"] or methods


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor."""

    def encrypt(self, text: str) -> str:
        """Return the secret in a box under the site key."""
        return box("second-factor").encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return what is in the box."""
        return box("second-factor").decrypt(encrypted_text.encode("ascii")).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as inline SVG without styles, so that the content policy stays closed."""
        return segno.make(url, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")

    def can_delete_authenticator(self, authenticator: object) -> bool:
        """Return False: only two others can have a second factor forgotten."""
        return False

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing: there is no address."""
