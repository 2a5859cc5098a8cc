"""The forms that ask for the second factor; each code works once.

The one thing to know: a phone's clock may be one step (30 s) off, so a code is accepted for 90 s; RFC 6238, section 5.2,
asks that it be accepted once. allauth remembers a used code for 30 s only, so this remembers it for all of the time.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache

CODE_SECONDS = 120


class _CodeOnce:
    """Refuses a code that was shown before."""

    user: Any

    def clean_code(self) -> str:
        """Return the code if it fits and was not used."""
        code: str = super().clean_code()  # type: ignore[misc]
        if not cache.add(f"haal.code:{self.user.pk}:{code.strip()}", 1, CODE_SECONDS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInForm(_CodeOnce, AuthenticateForm):  # type: ignore[misc]
    """Asked at sign-in."""


class AgainForm(_CodeOnce, ReauthenticateForm):  # type: ignore[misc]
    """Asked again before acts of two people."""
