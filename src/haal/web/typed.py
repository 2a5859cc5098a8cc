"""A form field for whatever somebody types: kept to the letter, judged by the rules and not by the form.

The one thing to know: Django's own text field trims, and speaks of "null characters"; here nothing is changed, and what
cannot be kept is refused by `haal.domain.incoming` with a reason that has words in every language.
"""

from __future__ import annotations

from typing import Any

from django import forms


class Typed(forms.CharField):
    """A text that may be empty."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - what Django's field takes
        """Make the field; `label`, `widget` and `help_text` as ever."""
        super().__init__(required=False, strip=False, **options)
        self.validators = []
