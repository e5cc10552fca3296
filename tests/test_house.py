"""The rooms of the program: which modules there are, what they are called, and who imports whom.

import-linter has the order of the rooms (`make lint`); here is what it does not see.
"""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[1]
ROOM = PROGRAM / "pregonero"
#: Names that stand twice, each for the same idea in two rooms.
SHARED = {"archive", "build", "deploy", "links", "manifest", "model"}


def name_of(path: Path) -> str:
    parts = path.relative_to(PROGRAM).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): ast.parse(path.read_bytes()) for path in ROOM.rglob("*.py")}


def imports(tree: ast.Module, known: Iterable[str]) -> set[str]:
    """Which of the known modules a module imports: at its top, in a function, or for its types."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else node.module for name in names}
    return found & set(known)


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_import_goes_round() -> None:
    graph = {name: imports(tree, MODULES) for name, tree in MODULES.items()}
    assert not circle(graph)
    assert circle({**graph, "pregonero.i18n": {"pregonero.cli.program"}})  # it would be seen


def test_few_modules_are_in_no_room() -> None:
    assert len([*ROOM.glob("*.py")]) <= 12


def test_every_room_is_in_the_contract_of_layers() -> None:
    settings = tomllib.loads((PROGRAM / "pyproject.toml").read_text("utf-8"))
    (layers,) = [c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    said = {name for layer in layers["layers"] for name in layer.replace(":", " ").split()}
    there = {p.stem for p in ROOM.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert layers["exhaustive"] and "ignore_imports" not in layers
    assert there - {"__init__"} == said


def test_a_file_name_stands_twice_only_for_one_idea_in_two_rooms() -> None:
    named = defaultdict(list)
    for name in MODULES:
        named[name.rpartition(".")[2]].append(name)
    twice = {name for name, where in named.items() if len(where) > 1 and name != "__main__"}
    assert twice == SHARED and all(len(named[name]) == 2 for name in twice)


def test_no_class_has_the_name_of_another() -> None:
    named = defaultdict(list)
    for module, tree in MODULES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named[node.name].append(module)
    assert not {name: where for name, where in named.items() if len(where) > 1}
