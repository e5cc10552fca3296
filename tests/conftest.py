"""What every test may ask for: a newsroom of its own, and a site already published."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from once import cores, once
from town import bulletin, publish, write

from benchmarks.measure import ram_disk
from pregonero import parallel

# What make says to those it runs is not said to the commands that are tested, which start as they
# do on anybody's machine.
for _name in ("ARGS", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "PYTHONDONTWRITEBYTECODE"):
    os.environ.pop(_name, None)

# What a test keeps is read again by the processes it starts, and nothing is left in anybody's home.
_state = tempfile.TemporaryDirectory(prefix="pregonero-state-")
os.environ["XDG_STATE_HOME"] = _state.name
atexit.register(_state.cleanup)

# A folder is made in memory in a thirtieth of the time. Tests never have this much there.
if "TMPDIR" not in os.environ and (_memory := ram_disk(room=2**30)):
    os.environ["TMPDIR"] = tempfile.tempdir = str(_memory)

once()

settings.register_profile(
    "pregonero",
    # The same examples in every run: a test that fails here fails for everybody.
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("pregonero")

Site = Callable[..., Path]

#: The tests that share a site and a browser, which are made once for each half of them.
_HALF = ("test_axe", "test_ibm", "test_preferences", "test_search")
#: What takes longest, begun first so that no core is left alone with it at the end.
_LONG = (
    "one half", "tests/test_incremental", "other half", "release/test_faults",
    "release/test_targets", "tests/test_promises", "release/test_s3", "release/test_servers",
    "tests/test_docs", "release/test_deploy", "release/test_ssh",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole", action="store_true", help="every case of slow tests, not the first of each"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--whole"):
        _sample(config, items)
    items.sort(key=lambda item: (*_LONG, _group(item.path)).index(_group(item.path)))


def _sample(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the first case of each slow test, unless a test is asked for by its name."""
    named = any("::" in word for word in config.args)
    seen: set[object] = set()
    left: list[pytest.Item] = []
    for item in list(items):
        if not named and item.get_closest_marker("slow"):
            test = getattr(item, "originalname", item.name), item.path
            if test in seen:
                left.append(item)
                items.remove(item)
            seen.add(test)
    if left:
        config.hook.pytest_deselected(items=left)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Which tests stay together when they are spread over cores."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group(Path(nodeid.partition("::")[0]))

    return Together(config, log)


def _group(file: Path) -> str:
    if file.parent.name == "browser":
        return "one half" if file.stem in _HALF else "other half"
    return f"{file.parent.name}/{file.stem}"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Makes a newsroom's folder of files under content/ and, if given, a whole newsroom.toml."""

    def make(files: Mapping[str, str | bytes], toml: str | None = None) -> Path:
        return write(tmp_path / "sala", files, toml)

    return make


@pytest.fixture
def every_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is shared among the cores of this machine, as outside the tests."""
    monkeypatch.setattr(parallel, "_cores", cores)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of an earlier and good build: what a bad one must leave as it is."""
    root = write(tmp_path_factory.mktemp("antes"), {"bulletins/2026/antes.md": bulletin("Antes.")})
    publish(root)
    return root / "output"


@pytest.fixture
def live(site: Site, published: Path) -> Site:
    """The same as `site`, with an output/ that people are reading."""

    def make(files: Mapping[str, str | bytes], toml: str | None = None) -> Path:
        root = site(files, toml)
        shutil.copytree(published, root / "output")
        return root

    return make


@pytest.fixture(scope="session")
def dictionaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small es_MX of hunspell: the words of what rules give as right, and few more.

    What is said of spelling is then the same on every machine.
    """
    from pregonero.lint.registry import RULES

    folder = tmp_path_factory.mktemp("hunspell")
    right = " ".join(rule.right for rule in RULES.values())
    more = "el agua vuelve hoy boletín servicio también habrá pipas en después repara red de"
    words = sorted({*"".join(c if c.isalpha() else " " for c in f"{right} {more}").split()})
    (folder / "es_MX.aff").write_text("SET UTF-8\nTRY aeiou\n", "utf-8")
    (folder / "es_MX.dic").write_text("\n".join([str(len(words)), *words]) + "\n", "utf-8")
    return folder
