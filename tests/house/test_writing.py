"""How the code is written: docstrings, the clock, imports, names, one service call per view."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house import exceptions
from tests.house.tree import DOORS, SRC, Function, Module, modules, told

BANNED_WORDS = {
    "suspect",
    "suspects",
    "track",
    "tracks",
    "tracked",
    "tracking",
    "manager",
    "helper",
    "helpers",
    "utils",
    "data2",
}
CLOCK_CALLS = {"now", "utcnow", "today", "localtime", "gmtime", "localdate"}
SHARED_CLOCK = "clock.now"  # haal.porch.clock, for what the doors share


def words_of(identifier: str) -> set[str]:
    """Return the lower-case words of a name in snake_case or CamelCase."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", identifier)}


def names_given_in(module: Module) -> Iterator[tuple[str, int]]:
    """Give every name the module itself chooses, with its line; names of libraries do not count."""
    yield module.path.stem, 1
    for node in module.nodes:
        if isinstance(node, Function | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr, node.lineno
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname, node.lineno


def clock_reads_in(module: Module) -> Iterator[str]:
    """Give every call that reads the wall clock (a monotonic clock measures, it tells no time)."""
    for node in module.nodes:
        if not isinstance(node, ast.Call):
            continue
        call = ast.unparse(node.func)
        if call.split(".")[-1] in CLOCK_CALLS or call in {"time.time", "time.time_ns"}:
            yield f"{module.name}:{node.lineno} {call}"


def imports_inside_functions(module: Module) -> Iterator[tuple[str, str]]:
    for _, function, _ in module.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                yield from ((module.name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield module.name, str(node.module)


def service_names_in(module: Module) -> set[str]:
    """Return the local names that stand for services or modules of services."""
    return {
        alias.asname or alias.name
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("haal.services")
        for alias in node.names
    }


def service_calls_max(statements: list[ast.stmt], services: set[str]) -> tuple[int | None, int]:
    """Return the most service calls on a way that runs through (None: no way does) and on one that ended before."""
    through: int | None = 0
    ended = 0
    for statement in statements:
        if through is None:
            break
        here, ended_here = _calls_of(statement, services)
        ended = max(ended, through + ended_here)
        through = None if here is None else through + here
    return through, ended


def _calls_of(statement: ast.stmt, services: set[str]) -> tuple[int | None, int]:
    if isinstance(statement, ast.If):
        ways = [service_calls_max(statement.body, services), service_calls_max(statement.orelse, services)]
        return _join(ways, before=_calls_in(statement.test, services))
    if isinstance(statement, ast.Try):
        # A refused call changed nothing: the way through a handler counts only what the handler calls.
        ways = [service_calls_max(statement.body + statement.orelse, services)]
        ways += [service_calls_max(handler.body, services) for handler in statement.handlers]
        return _join(ways, before=0)
    if isinstance(statement, ast.With | ast.For | ast.While):
        return service_calls_max(statement.body, services)
    count = _calls_in(statement, services)
    return (None, count) if isinstance(statement, ast.Return | ast.Raise) else (count, 0)


def _join(ways: list[tuple[int | None, int]], *, before: int) -> tuple[int | None, int]:
    through = [way for way, _ in ways if way is not None]
    return (before + max(through) if through else None), before + max(ended for _, ended in ways)


def _calls_in(node: ast.AST, services: set[str]) -> int:
    return sum(
        1
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).split(".")[0] in services
        and not ast.unparse(call.func).split(".")[-1][:1].isupper()  # a value, not a call
    )


def test_every_module_says_what_it_is_for():
    silent = [module.name for module in modules() if not (ast.get_docstring(module.tree) or "").strip()]

    assert not silent, told(silent)


def test_nobody_below_the_doors_reads_the_clock():
    below = [module for module in modules() if module.room not in DOORS and module.name != "src/haal/porch/clock.py"]
    reads = [read for module in below for read in clock_reads_in(module)]
    reads = [read for read in reads if not (read.startswith("src/haal/porch/") and read.endswith(SHARED_CLOCK))]

    assert not reads, told(reads)


def test_imports_stand_at_the_top():
    found = {pair for module in modules() for pair in imports_inside_functions(module)}

    assert found - exceptions.IMPORTS_INSIDE_FUNCTIONS == set()
    assert exceptions.IMPORTS_INSIDE_FUNCTIONS - found == set(), "no longer needed: take it out"


def test_no_name_uses_a_banned_word():
    found = [
        f"{module.name}:{line} {name}"
        for module in modules()
        for name, line in names_given_in(module)
        if words_of(name) & BANNED_WORDS
    ]
    files = [path.name for path in SRC.rglob("*") if words_of(path.stem) & BANNED_WORDS]

    assert not found, told(found)
    assert not files, told(files)


def test_a_view_makes_one_service_call():
    found = {}
    for module in modules():
        if module.room not in {"web", "api", "inbox"}:
            continue
        services = service_names_in(module)
        for name, function, _ in module.functions():
            if function.args.args and function.args.args[0].arg == "request":
                through, ended = service_calls_max(function.body, services)
                found[f"{module.name}:{name}"] = max(through or 0, ended)
    too_many = {name: count for name, count in found.items() if count > exceptions.VIEWS.get(name, 1)}
    needless = [name for name in exceptions.VIEWS if found.get(name, 0) <= 1]

    assert too_many == {}
    assert needless == []


def test_two_calls_on_two_ways_are_one_call_each():
    two_ways = ast.parse("if post:\n    s.write()\n    return 1\nreturn s.read()").body
    one_way = ast.parse("s.write()\nreturn s.read()").body

    assert service_calls_max(two_ways, {"s"}) == (None, 1)
    assert service_calls_max(one_way, {"s"}) == (None, 2)


def test_the_words_of_a_name_are_found_in_both_ways_of_writing():
    assert words_of("PlaceHelper") & BANNED_WORDS
    assert words_of("track_person") & BANNED_WORDS
    assert not words_of("soundtrack") & BANNED_WORDS
