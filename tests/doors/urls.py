"""Every address the gate hangs, walked from the real URLconf, each with what its view declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from haal.porch.permission import ATTRIBUTE, Access

SAMPLES = {
    "int": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "slug": "absent",
    "str": "x_absent",
    "path": "absent",
}
# What django-ninja hangs itself: the description of the API and its root.
NINJA_OWN = frozenset({"openapi-json", "api-root"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One URL with one view. `declared` None: nobody said who may open it."""

    route: str
    path: str
    name: str
    methods: frozenset[str] | None
    declared: Access | None

    @property
    def label(self) -> str:
        return f"{'/'.join(sorted(self.methods)) + ' ' if self.methods else ''}/{self.route}"


def addresses() -> tuple[Address, ...]:
    """Return all of them."""
    return tuple(walk(get_resolver().url_patterns, before=""))


def walk(patterns: list[URLPattern | URLResolver], *, before: str) -> Iterator[Address]:
    """Yield the addresses of a URLconf."""
    for pattern in patterns:
        route = before + _route(pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, before=route)
        else:
            yield from _addresses_of(pattern, route)


def _addresses_of(pattern: URLPattern, route: str) -> Iterator[Address]:
    view = pattern.callback
    operations = _operations(view)
    if operations is None:
        declared = Access(permission=None) if pattern.name in NINJA_OWN else getattr(view, ATTRIBUTE, None)
        yield Address(route=route, path=_sample(route), name=pattern.name or "", methods=None, declared=declared)
        return
    for operation in operations.operations:
        declared = getattr(operation.view_func, ATTRIBUTE, None)
        methods = frozenset(operation.methods)
        yield Address(route=route, path=_sample(route), name=pattern.name or "", methods=methods, declared=declared)


def _operations(view: object) -> PathView | None:
    """Return the operations that an API view dispatches to; the view itself is a closure around them."""
    for cell in getattr(view, "__closure__", None) or ():
        if isinstance(cell.cell_contents, PathView):
            return cell.cell_contents
    bound = getattr(view, "__self__", None)
    return bound if isinstance(bound, PathView) else None


def _route(pattern: URLPattern | URLResolver) -> str:
    return str(pattern.pattern).lstrip("^").rstrip("$")


def _sample(route: str) -> str:
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found.group(1) or "str", "absent"), route)
