"""A disk that fills, or a limit on files, while a site is built: it stays as it was, search too."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from town import NOW, bulletin, end, newsroom, photo, run, start, told, tree, write

Site = Callable[..., Path]
SHOWN = {"file": "a.jpg", "alt": "Una calle con árboles", "credit": "P"}
FILES: dict[str, str | bytes] = {
    f"bulletins/2026/n{n}.md": bulletin(f"Hay agua {n}.", title=f"Nota {n}") for n in range(12)
}
BIGGER = "\n\n".join(f"Una frase más de las que caben, y van {n}." for n in range(1_500))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("sala"), FILES, newsroom(search=True))
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    return root


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site as it is with the change, from nothing."""
    root = write(tmp_path_factory.mktemp("otra"), FILES, newsroom(search=True))
    edit(root)
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    return tree(root / "output")


def edit(root: Path) -> None:
    write(
        root,
        {
            "bulletins/2026/n3.md": bulletin(BIGGER, title="Nota 3", photos=[SHOWN]),
            "media/a.jpg": photo(size=(1200, 900)),
        },
        newsroom(search=True),
    )


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 5_000, 20_000, 60_000, 130_000])
def test_a_limit_on_files_changes_nothing(
    built: Path, edited: dict[str, bytes], tmp_path: Path, size: int
) -> None:
    root = Path(shutil.copytree(built, tmp_path / "sala"))
    before = tree(root / "output")
    edit(root)
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
    ended = end(start("build", "--at", NOW, cwd=root, preexec_fn=limit))
    after = tree(root / "output")
    if ended.returncode == 0:  # all of it fitted, but for caches
        assert b"Una frase" in after["nota/2026/n3/index.html"]
    else:
        assert ended.returncode == 3 and after == before, told(ended)
        assert "Traceback" not in told(ended) and "espacio" in told(ended)
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    assert tree(root / "output") == edited


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder = tmp_path / "disco"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only the system's administrator mounts disks")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.slow
def test_a_disk_that_fills_changes_nothing(built: Path, small_disk: Path) -> None:
    root = Path(shutil.copytree(built, small_disk / "sala"))
    before = tree(root / "output")
    edit(root)
    room = shutil.disk_usage(root).free
    for left in (50_000, 150_000):
        filler = root / "relleno"
        filler.write_bytes(bytes(max(0, room - left)))
        ended = end(start("build", "--at", NOW, cwd=root))
        assert ended.returncode == 3 and "espacio" in told(ended), told(ended)
        assert tree(root / "output") == before
        filler.unlink()
