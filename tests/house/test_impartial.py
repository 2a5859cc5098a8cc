"""No rule asks who is said to have done it: a party is read only where names are compared, counted by kind, or left out.

What is said of whom is `Responsibility`; its names go to the desk and, as categories, to the public. Labels that law or a
data set ties to the actor are made in exports alone.
"""

from __future__ import annotations

import ast
import re

from tests.house.tree import Module, modules, told

READS = frozenset({"party", "parties", "responsibility", "attributions"})
CATEGORY = frozenset({"ActorCategory", "category_of"})
RULES = ("domain", "linkage")
# Who may read a party, and what for. Nothing else in the two rooms of rules does.
MAY_READ = {
    "src/haal/domain/alleged.py": "counts reports by the kind they name, so that bias shows",
    "src/haal/domain/incoming.py": "hands names on, as told, and counts how many there may be",
    "src/haal/domain/claim/evidence.py": "hands names on, as told",
    "src/haal/domain/claim/judge.py": "collects the names that reports have",
    "src/haal/domain/claim/naming.py": "compares the name a claim states with the names reports have",
    "src/haal/domain/claim/actor.py": "compares names with names, and sorts of party with names",
    "src/haal/domain/publication.py": "refuses a name in a public text, and makes categories of names",
    "src/haal/linkage/claims.py": "compares the name a claim states with the names reports have",
}
TIED = re.compile(r"one-sided violence|state-based|non-state|\bMRM\b|type_of_violence|mrm_party", re.IGNORECASE)
MAY_TIE = "src/haal/formats/event_data/"


def reads(module: Module) -> list[str]:
    """Return where a module reads a field of a party or makes a category of one."""
    return [
        f"{module.name}:{node.lineno}"
        for node in module.nodes
        if (isinstance(node, ast.Attribute) and node.attr in READS and isinstance(node.ctx, ast.Load))
        or (isinstance(node, ast.Name) and node.id in CATEGORY and isinstance(node.ctx, ast.Load))
    ]


def test_no_rule_of_the_domain_or_of_linking_reads_a_party():
    found = [
        place for module in modules() if module.room in RULES and module.name not in MAY_READ for place in reads(module)
    ]

    assert not found, told(found)


def test_whoever_may_read_a_party_still_does():
    by_name = {module.name: module for module in modules()}

    assert [name for name in MAY_READ if name not in by_name or not reads(by_name[name])] == []


def test_labels_tied_to_the_actor_are_made_in_exports_alone():
    found = [
        module.name
        for module in modules()
        if module.room in {*RULES, "storage", "services"} and not module.name.startswith(MAY_TIE)
        if TIED.search(module.text)
    ]

    assert not found, told(found)


def test_a_module_that_reads_a_party_would_be_found(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("def rule(claim):\n    return claim.party == 'x'\n", "utf-8")

    class Planted(Module):
        name = "planted.py"  # type: ignore[assignment]

    assert reads(Planted(path=planted)) == ["planted.py:2"]
