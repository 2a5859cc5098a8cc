"""Sizes that signal trouble. What is over the first figure stands in `exceptions`, and that list only shrinks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.house import exceptions
from tests.house.tree import ROOT, SRC, Function, modules, test_modules, told

NOUN_ROOMS = {"src/haal/domain", "src/haal/storage"}  # one file per noun


def complaints(sizes: Mapping[str, int], *, excused: Mapping[str, int], look_again: int, fails: int) -> list[str]:
    """Return what is too large, and what is excused without need."""
    found = []
    for name, size in sizes.items():
        if size > fails:
            found.append(f"{name}: {size} is over {fails}: split it")
        elif size > max(look_again, excused.get(name, 0)):
            found.append(f"{name}: {size} is over {max(look_again, excused.get(name, 0))}: look again")
    for name, size in excused.items():
        if sizes.get(name, 0) <= look_again:
            found.append(f"{name}: the exception of {size} is no longer needed: take it out")
    return found


def function_lines(function: Function) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def positional_count(function: Function, *, is_method: bool) -> int:
    count = len(function.args.posonlyargs) + len(function.args.args)
    is_static = any(getattr(decorator, "id", "") == "staticmethod" for decorator in function.decorator_list)
    return count - 1 if is_method and not is_static else count


def test_no_module_is_too_long():
    sizes = {module.name: module.lines_count for module in modules()}

    found = complaints(sizes, excused=exceptions.MODULES, look_again=300, fails=500)
    assert not found, told(found)


def test_no_test_module_is_too_long():
    sizes = {module.name: module.lines_count for module in test_modules()}

    found = complaints(sizes, excused=exceptions.TEST_MODULES, look_again=400, fails=800)
    assert not found, told(found)


def test_no_function_is_too_long():
    sizes = {
        f"{module.name}:{name}": function_lines(node) for module in modules() for name, node, _ in module.functions()
    }

    found = complaints(sizes, excused=exceptions.FUNCTIONS, look_again=40, fails=70)
    assert not found, told(found)


def test_nothing_takes_more_than_three_positional_parameters():
    sizes = {
        f"{module.name}:{name}": positional_count(node, is_method=is_method)
        for module in modules()
        for name, node, is_method in module.functions()
    }

    found = complaints(sizes, excused=exceptions.PARAMETERS, look_again=3, fails=8)
    assert not found, told(found)


def test_a_service_takes_keywords_only_and_a_plain_question_of_one_thing_may_not():
    positional = [
        f"{module.name}:{name}"
        for module in modules()
        if module.room == "services"
        for name, node, is_method in module.functions()
        if "." not in name and not name.startswith("_")
        if positional_count(node, is_method=is_method)
        > (0 if {"by", "now"} & {a.arg for a in node.args.kwonlyargs} else 1)
    ]

    assert not positional, told(positional)


@pytest.mark.parametrize(("noun_rooms", "look_again", "fails"), [(False, 12, 15), (True, 30, 45)])
def test_no_package_holds_too_many_modules(noun_rooms, look_again, fails):
    folders = [
        folder
        for folder in [SRC, *SRC.rglob("*")]
        if (folder / "__init__.py").is_file() and folder.name != "migrations"
    ]
    sizes = {
        folder.relative_to(ROOT).as_posix(): len([file for file in folder.glob("*.py") if file.name != "__init__.py"])
        for folder in folders
    }
    sizes = {name: size for name, size in sizes.items() if (name in NOUN_ROOMS) is noun_rooms}
    excused = {name: size for name, size in exceptions.PACKAGES.items() if (name in NOUN_ROOMS) is noun_rooms}

    found = complaints(sizes, excused=excused, look_again=look_again, fails=fails)
    assert not found, told(found)


def test_no_template_is_too_long():
    sizes = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n")
        for path in sorted(SRC.rglob("templates/**/*.html"))
    }

    found = complaints(sizes, excused=exceptions.TEMPLATES, look_again=150, fails=250)
    assert not found, told(found)


def test_an_exception_that_is_no_longer_needed_is_a_complaint():
    excused = {"a.py": 400, "gone.py": 350}

    found = complaints({"a.py": 250, "b.py": 301, "c.py": 501}, excused=excused, look_again=300, fails=500)

    assert [line.split(":")[0] for line in found] == ["b.py", "c.py", "a.py", "gone.py"]
