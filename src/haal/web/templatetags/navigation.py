"""Where a reader is: marks the link of the page that is open, for eyes and for those who listen to a page.

Use `<a href="/desk/"{% here "/desk/" %}>`. A link to a page above the open one is marked too, but for the two front pages.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

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
