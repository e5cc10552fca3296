"""A build takes the place of the live site whole, or leaves no trace of itself."""

import fcntl
import os
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from town import NOW, bulletin, end, photo, publish, run, start, told, tree

from pregonero.diagnostics import ProblemsFound
from pregonero.engine.build import NotOurs
from pregonero.engine.incremental.directories import room_of

Site = Callable[..., Path]
NOTE = {"bulletins/2026/nota.md": bulletin()}


def beside(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()} - {".cache"}


@pytest.mark.parametrize(
    "files",
    [
        {"tesis.docx": "Mi tesis"},
        {"index.html": "<p>Otro sitio</p>"},
        {"fotos/boda.jpg": "x"},
        {".git/config": "x"},
        {"index.html": "<p>Otro</p>", "feeds/otro.xml": "<x/>"},
    ],
)
def test_a_folder_of_others_is_never_replaced(site: Site, files: dict[str, str]) -> None:
    root = site(NOTE)
    for name, text in files.items():
        (root / "salida" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "salida" / name).write_text(text)
    before = tree(root / "salida")
    with pytest.raises(NotOurs):
        publish(root, OUTPUT_PATH=str(root / "salida"))
    assert tree(root / "salida") == before
    assert beside(root) == {"content", "newsroom.toml", "salida"}


def test_the_refusal_ends_with_2_and_says_what_to_do(site: Site) -> None:
    root = site(NOTE)
    for name in (".", "content", "newsroom.toml"):
        before = tree(root / "content")
        result = run("build", "--at", NOW, "--output", name, cwd=root)
        assert result.returncode == 2, told(result)
        assert "tiene archivos que este programa no hizo. Elija otra con --output" in result.stderr
        assert tree(root / "content") == before and beside(root) == {"content", "newsroom.toml"}


def test_a_note_left_in_a_site_of_ours_is_not_lost(site: Site) -> None:
    """Beside a site that this program made, a file it did not make."""
    root = site(NOTE)
    publish(root)
    (root / "output" / "CNAME").write_text("prensa.sanjacinto.example\n")
    with suppress(NotOurs):
        publish(root)
    assert (root / "output" / "CNAME").is_file()


def test_what_another_build_left_is_nobodys_note(site: Site) -> None:
    """A record that speaks of another folder never brings back what is withheld now."""
    root = site(NOTE)
    publish(root)
    (root / "content/bulletins/2026/secreto.md").write_text(bulletin(title="Secreto"), "utf-8")
    publish(root, CACHE_PATH=str(root / "otra"))
    assert "nota/2026/secreto/index.html" in tree(root / "output")
    (root / "content/bulletins/2026/secreto.md").unlink()
    publish(root)
    assert "nota/2026/secreto/index.html" not in tree(root / "output")


def test_an_empty_folder_and_one_of_ours_are_replaced(site: Site) -> None:
    root = site(NOTE)
    (root / "output").mkdir()
    publish(root)
    old = tree(root / "output")
    (root / "content/bulletins/2026/nota.md").write_text(bulletin(title="Otro"), "utf-8")
    publish(root)
    new = tree(root / "output")
    assert new != old and b"Otro" in new["index.html"]
    assert beside(root) == {"content", "newsroom.toml", "output"}


def test_what_is_no_longer_made_is_no_longer_there(site: Site) -> None:
    root = site({**NOTE, "bulletins/2026/otra.md": bulletin(title="Otra")})
    publish(root)
    (root / "content/bulletins/2026/otra.md").unlink()
    publish(root)
    assert not (root / "output/nota/2026/otra").exists()


def test_a_folder_of_folders_that_do_not_exist_is_made(site: Site, tmp_path: Path) -> None:
    root = site(NOTE)
    publish(root, OUTPUT_PATH=str(tmp_path / "a/b/c"))
    assert (tmp_path / "a/b/c/index.html").is_file()


def test_an_output_that_is_a_link_stays_one(site: Site, tmp_path: Path) -> None:
    root = site(NOTE)
    publish(root, OUTPUT_PATH=str(tmp_path / "verdadera"))
    (root / "output").symlink_to(tmp_path / "verdadera")
    publish(root)
    assert (root / "output").is_symlink() and (tmp_path / "verdadera/index.html").is_file()
    assert {p.name for p in tmp_path.iterdir()} == {"verdadera", "sala"}


def test_a_failure_leaves_nothing_behind(site: Site) -> None:
    root = site({"bulletins/2026/nota.md": bulletin(title="a" * 400)})
    with pytest.raises(ProblemsFound):
        publish(root)
    assert beside(root) == {"content", "newsroom.toml"}


def test_a_photograph_that_turns_out_damaged_changes_nothing(site: Site) -> None:
    """Its header is right, its pixels are not: found only when it is developed."""
    broken = photo(size=(300, 300))[:200] + b"\xff\xd9"
    root = site(NOTE)
    publish(root)
    before = tree(root / "output")
    (root / "content/media").mkdir()
    (root / "content/media/a.jpg").write_bytes(broken)
    (root / "content/bulletins/2026/b.md").write_text(
        bulletin(title="B", photos=[{"file": "a.jpg", "alt": "Una calle vacía", "credit": "P"}]),
        "utf-8",
    )
    result = run("build", "--at", NOW, cwd=root)
    assert result.returncode == 1, told(result)
    assert re.search(r"content/\S+:\d+: \S+: .*(dañada|incompleta)", told(result))
    assert tree(root / "output") == before


def test_two_builds_at_once_leave_a_whole_site(site: Site) -> None:
    root = site(NOTE)
    results = [end(p) for p in [start("build", "--at", NOW, cwd=root) for _ in range(3)]]
    assert any(r.returncode == 0 for r in results), told(results[0])
    assert not any("Traceback" in told(r) for r in results), [told(r) for r in results]
    together = tree(root / "output")
    shutil.rmtree(root / "output")
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    assert tree(root / "output") == together
    assert beside(root) == {"content", "newsroom.toml", "output"}


def test_a_build_says_that_it_waits_for_another(site: Site) -> None:
    root = site(NOTE)
    room = room_of(root / "output", root / ".cache")
    room.mkdir(parents=True)
    with (room / "lock").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        waiting = start("build", "--at", NOW, cwd=root)
        assert waiting.stderr
        assert "espera a que termine" in waiting.stderr.readline()
    assert end(waiting).returncode == 0


# The outside fails


def many(count: int) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {
        f"bulletins/2026/{n:03}.md": bulletin(f"Texto {n}. " * 200, title=f"Nota {n}")
        for n in range(count)
    }
    return files


@pytest.mark.slow
def test_a_disk_that_fills_up_ends_with_3_and_changes_nothing(site: Site, published: Path) -> None:
    root = site(NOTE)
    shutil.copytree(published, root / "output")
    before = tree(root / "output")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))

    result = run("build", "--at", NOW, cwd=root, preexec_fn=small)
    assert result.returncode == 3, told(result)
    assert re.search(r"^Error: .+\. .+", result.stderr) and "Traceback" not in result.stderr
    assert "espacio" in result.stderr
    assert tree(root / "output") == before
    assert beside(root) == {"content", "newsroom.toml", "output"}


@pytest.fixture
def small_disk(tmp_path: Path) -> object:
    """A disk of one megabyte of its own."""
    disk = tmp_path / "disco"
    disk.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)],
        capture_output=True, check=False,
    ).returncode  # fmt: skip
    if not mounted:
        pytest.skip("only root may mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.slow
def test_a_full_disk_ends_with_3_and_changes_nothing(
    site: Site, published: Path, small_disk: Path
) -> None:
    root = site(many(300))
    output = small_disk / "sitio"
    shutil.copytree(published, output)
    before = tree(output)
    result = run("build", "--at", NOW, "--output", str(output), cwd=root)
    assert result.returncode == 3, told(result)
    assert "Libere espacio en el disco y repita." in result.stderr
    assert tree(output) == before
    assert [p.name for p in small_disk.iterdir()] == ["sitio"]


def until(moment: Callable[[], bool]) -> None:
    limit = time.monotonic() + 30
    while not moment():
        assert time.monotonic() < limit
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.parametrize(("stop", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_changes_nothing(
    site: Site, published: Path, stop: signal.Signals, status: int
) -> None:
    root = site(many(300))
    shutil.copytree(published, root / "output")
    before = tree(root / "output")
    process = start("build", "--at", NOW, cwd=root)
    until(lambda: any(root.glob(".cache/outputs/*/next/nota/2026/00*")))
    process.send_signal(stop)
    result = end(process)
    assert result.returncode in (status, -stop), told(result)
    assert "Traceback" not in result.stderr
    assert stop != signal.SIGINT or result.stderr == "Interrumpido. Nada cambió.\n"
    assert tree(root / "output") == before
    assert beside(root) == {"content", "newsroom.toml", "output"}


@pytest.mark.slow
def test_an_interruption_while_reading_changes_nothing(site: Site) -> None:
    root = site(many(300))
    process = start("build", "--at", NOW, cwd=root)
    until((root / ".cache" / "bulletins.db").exists)
    process.send_signal(signal.SIGINT)
    result = end(process)
    assert result.returncode == 130 and "Traceback" not in result.stderr, told(result)
    assert beside(root) == {"content", "newsroom.toml"}


def test_a_content_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_text("", "utf-8")
    result = run("--config", str(tmp_path / "newsroom.toml"), "check", cwd=tmp_path)
    assert result.returncode in (1, 2) and "Traceback" not in told(result)
