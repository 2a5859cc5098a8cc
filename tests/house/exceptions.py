"""What is larger than the house likes, each with its size. This list may only shrink.

A thing that grows past its figure fails, and so does a line that is no longer needed: take it out.
Past the limit that fails (500 lines of a module, 70 of a function ...) there are no exceptions.
"""

from __future__ import annotations

# over 300 lines
MODULES: dict[str, int] = {
    "src/haal/ledger/verify.py": 477,  # handed to strangers as one file
}

# over 40 lines
FUNCTIONS: dict[str, int] = {}

# over 3 positional parameters: signatures that a library prescribes
PARAMETERS: dict[str, int] = {}

# over 12 modules (domain and storage: over 30)
PACKAGES: dict[str, int] = {}

# over 400 lines
TEST_MODULES: dict[str, int] = {}

# over 150 lines
TEMPLATES: dict[str, int] = {}

# more than one service call in a view
VIEWS: dict[str, int] = {}

# (module, what it imports) inside a function, with the reason in the module itself
IMPORTS_INSIDE_FUNCTIONS: frozenset[tuple[str, str]] = frozenset(
    {
        ("src/haal/__main__.py", "django"),  # the settings must be named first
        ("src/haal/__main__.py", "haal.cli"),  # the models must be loaded first
        ("src/haal/__main__.py", "haal.gate"),
        ("src/haal/formats/osm/pbf.py", "osmium"),  # an extra
        ("src/haal/linkage/engines/layout.py", "duckdb"),  # an extra
        ("src/haal/linkage/engines/spark.py", "pyspark.sql"),  # an extra
        ("src/haal/linkage/engines/spark.py", "splink"),  # an extra
        ("src/haal/linkage/engines/spark.py", "splink.backends.spark"),  # an extra
        ("src/haal/linkage/engines/splinked.py", "splink"),  # an extra
        ("src/haal/planning/rota/model.py", "ortools.sat.python"),  # an extra
        ("src/haal/planning/rota/search.py", "ortools.sat.python"),  # an extra
        ("src/haal/cli/link/cluster.py", "haal.linkage"),  # headlines: its patterns take a third of a second to build
        ("src/haal/cli/link/learn.py", "haal.services.assess.decide.learn"),  # scipy takes half a second to load
        ("src/haal/cli/link/match.py", "haal.linkage.records.matching"),  # scipy takes half a second to load
        ("src/haal/planning/assignment/search.py", "scipy.sparse"),  # as below
        ("src/haal/planning/assignment/whole.py", "scipy"),  # half a second, and only where there are hundreds of needs
        ("src/haal/cli/estimate/__init__.py", "haal.linkage.estimate"),  # scipy takes a second to load
        ("src/haal/cli/estimate/__init__.py", "haal.linkage.estimate.redraw"),
        ("src/haal/cli/estimate/__init__.py", "haal.linkage.estimate.refuse"),
    }
)
