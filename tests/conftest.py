"""What every test may ask for: a newsroom of its own, and a site already published."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from town import bulletin, publish, write

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


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Makes a newsroom's folder of files under content/ and, if given, a whole newsroom.toml."""

    def make(files: Mapping[str, str | bytes], toml: str | None = None) -> Path:
        return write(tmp_path / "sala", files, toml)

    return make


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
