"""The house's plan: data flows one way, the core needs NumPy alone, and no file grows too long."""

import ast
import graphlib
import sys
from importlib import import_module
from pathlib import Path

import pytest
from child_processes import run_child

import numrec

PACKAGE = Path(numrec.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 200

# What a module may import beside NumPy and the standard library. All others are the core, or
# lie in derivation/, where sympy is at home.
EXTRAS = {
    "progress": {"rich"},  # when a bar is shown
    "crew": {"threadpoolctl"},  # where it is installed
    "dask_cluster": {"distributed"},  # for the types; the caller brings the client
    "pictures": {"PIL"},  # when a picture is read
    "plotting": {"matplotlib", "matplotlib_inline"},
    "plotting_curves": {"matplotlib"},
    "plotting_paths": {"matplotlib"},
    "plotting_calls": {"matplotlib"},
    "plotting_runs": {"matplotlib"},
    "plotting_regions": {"matplotlib"},
    "plotting_pictures": {"matplotlib"},
    "plotting_sums": {"matplotlib"},
    "derivation.float53": {"mpmath"},  # comes with sympy
    "play.pages": set(),  # tells the pages which steps there are
    "play.notebook": set(),
    "__init__": set(),  # names what is public, and loads none of it
    **{f"cli.{name}": {"click", "rich"} for name in ("draw", "look", "main", "options")},
    **{f"cli.{name}": {"click", "rich"} for name in ("predict", "train", "commands", "outcome")},
}
ARRAYS_ONLY = (
    "idx",
    "mnist",
    "mnist_cache",
    "errors",
    "samples",
    "activations",
    "digits",
    "pictures",
)
ORACLE = ("derivation.symbolic", "derivation.wolfram", "derivation.exact_example")
ORACLE += ("derivation.output_matrices", "derivation.indices", "derivation.symbolic_hidden")
ORACLE += ("derivation.symbolic_batch",)
ORACLE += ("derivation.symbolic_softmax", "derivation.symbolic_start")

Graph = dict[str, set[str]]


def imports() -> Graph:
    """Read what each module imports: numrec's own by their path inside it."""
    paths = {".".join(p.relative_to(PACKAGE).with_suffix("").parts): p for p in FILES}
    found = {}
    for module, path in paths.items():
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        names = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
        for node in nodes:
            if isinstance(node, ast.ImportFrom):
                parts = {f"{node.module}.{a.name}" for a in node.names}
                names |= parts & {f"numrec.{name}" for name in paths} or {str(node.module)}
        found[module] = names
    return found


def own(names: set[str]) -> set[str]:
    return {name.removeprefix("numrec.") for name in names if name.startswith("numrec.")}


def reached(module: str, graph: Graph) -> set[str]:
    """Give all modules that a module needs, at any distance."""
    found: set[str] = set()
    ahead = [module]
    while ahead:
        below = own(graph.get(ahead.pop(), set())) - found
        found |= below
        ahead += below
    return found


def faults(graph: Graph) -> list[str]:
    """Name each import that goes against the flow."""
    found = []
    try:
        graphlib.TopologicalSorter({m: own(names) for m, names in graph.items()}).prepare()
    except graphlib.CycleError as error:
        found.append(f"a circle: {error.args[1]}")
    for module, names in graph.items():
        if "numrec" in names and module != "__main__":
            found.append(f"{module} imports from the package, expected from a module")
        if module in (*ARRAYS_ONLY, *ORACLE) and "network" in reached(module, graph):
            found.append(f"{module} reaches network")
        outside = {name.split(".")[0] for name in names} - sys.stdlib_module_names
        allowed = {"numpy", "numrec", "sympy" if module.startswith("derivation") else "numpy"}
        if foreign := outside - allowed - EXTRAS.get(module, set()):
            found.append(f"{module} imports {sorted(foreign)}")
        core = not module.startswith("derivation") and module not in EXTRAS
        if core and (down := {m for m in reached(module, graph) if m.startswith("derivation")}):
            found.append(f"{module} is of the core and reaches {sorted(down)}")
    return found


def test_data_flows_one_way() -> None:
    graph = imports()
    assert {"network", "idx", "samples"} <= reached("training", graph), "the graph is read at all"
    assert set(ORACLE) <= graph.keys()
    assert faults(graph) == []


@pytest.mark.parametrize(
    ("module", "planted", "fault"),
    [
        ("activations", "numrec.training", "a circle"),
        ("idx", "numrec.network", "idx reaches network"),
        ("samples", "numrec.losses", None),
        ("errors", "numrec.evaluate", "errors reaches network"),
        ("derivation.symbolic", "numrec.gradient_check", "derivation.symbolic reaches network"),
        ("derivation.exact_example", "numrec.network", "derivation.exact_example reaches network"),
        ("evaluate", "numrec", "evaluate imports from the package"),
        ("network", "sympy", "network imports ['sympy']"),
        ("evaluate", "companion.steps", "evaluate is of the core and reaches"),
    ],
)
def test_an_import_against_the_flow_is_refused(
    module: str, planted: str, fault: str | None
) -> None:
    graph = imports()
    graph[module] = graph[module] | {planted}
    found = faults(graph)
    assert any(words.startswith(fault) for words in found) if fault else found == []


def test_importing_numrec_loads_nothing_slow() -> None:
    code = "import sys, numrec; print(*{'matplotlib', 'sympy', 'rich', 'PIL'} & set(sys.modules))"
    run = run_child([sys.executable, "-c", code], check=True)
    assert run.stdout.split() == []


def test_no_file_of_the_package_is_too_long() -> None:
    for path in FILES:
        assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE, path


def test_every_public_name_is_at_home_where_it_is_said() -> None:
    assert set(numrec.__all__) == set(numrec._HOME) <= set(dir(numrec))
    for name, module in numrec._HOME.items():
        assert getattr(numrec, name) is getattr(import_module(f"numrec.{module}"), name)
        assert not (PACKAGE / f"{name}.py").exists(), "a module would take the name's place"
    with pytest.raises(AttributeError, match="has no attribute 'nosuch'"):
        _ = numrec.nosuch


def test_importing_numrec_alone_loads_no_module_of_it() -> None:
    code = "import sys, numrec; print(*[m for m in sys.modules if m.startswith('numrec.')])"
    run = run_child([sys.executable, "-c", code], check=True)
    assert run.stdout.split() == []
