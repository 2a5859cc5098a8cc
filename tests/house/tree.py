"""The source tree as the house tests read it: every module of `src/haal` with its text and syntax tree.

Nothing is imported from Haal here: a file is read as text, so a broken module is judged too. Migrations are
generated and not judged.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "haal"
DOORS = ("web", "api", "inbox", "cli", "jobs", "gate")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path

    @property
    def name(self) -> str:
        """Return the path inside the project, as the exceptions name it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """Return the first folder below `src/haal`, or the file's own name."""
        return self.path.relative_to(SRC).parts[0].removesuffix(".py")

    @cached_property
    def text(self) -> str:
        """Return the file's text."""
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree."""
        return ast.parse(self.text)

    @property
    def lines_count(self) -> int:
        """Return how many lines the file has."""
        return self.text.count("\n")

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Return every node of the syntax tree."""
        return tuple(ast.walk(self.tree))

    def functions(self) -> Iterator[tuple[str, Function, bool]]:
        """Give every function with its dotted name and whether it is a method."""
        yield from self._named

    @cached_property
    def _named(self) -> tuple[tuple[str, Function, bool], ...]:
        return tuple(_functions(self.tree, prefix="", in_class=False))


def _functions(node: ast.AST, *, prefix: str, in_class: bool) -> Iterator[tuple[str, Function, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield prefix + child.name, child, in_class
            yield from _functions(child, prefix=f"{prefix}{child.name}.", in_class=False)
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, prefix=f"{prefix}{child.name}.", in_class=True)
        else:
            yield from _functions(child, prefix=prefix, in_class=in_class)


def told(found: Iterable[object]) -> str:
    """Return what was found, one a line, for the message of a failed test."""
    return "\n" + "\n".join(str(item) for item in found)


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the program but the generated migrations, each read and parsed once a run."""
    return tuple(Module(path) for path in sorted(SRC.rglob("*.py")) if "migrations" not in path.parts)


def test_modules() -> tuple[Module, ...]:
    """Return every module of the tests."""
    return tuple(Module(path) for path in sorted((ROOT / "tests").rglob("*.py")))


test_modules.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test
