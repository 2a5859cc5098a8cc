"""Where a reader is, and which way their language runs: marks the link of the page that is open, for eyes and for those who
listen to a page.

Use `<a href="/desk/"{% here "/desk/" %}>`. A link to a page above the open one is marked too, but for the two front pages.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from haal.language.locales import locale

register = template.Library()
FRONT_PAGES = frozenset({"/", "/desk/"})


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], address: str) -> SafeString:
    """Return the mark of the open page, or nothing."""
    request = context.get("request")
    if request is None:
        return SafeString()
    if request.path == address:
        return mark_safe(' aria-current="page"')
    above = address not in FRONT_PAGES and request.path.startswith(address)
    return mark_safe(' aria-current="true"') if above else SafeString()


@register.filter
def way(language: str) -> str:
    """Return which way a language is written; a drill's first word is TEST in every script, so the letters cannot say."""
    return locale(language).direction
