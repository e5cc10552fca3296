"""What was read before is believed only as far as it can be, and never in the way."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from pregonero.content.cache import ContentCache, Row

ROW = Row("sello", "resumen", "fuera", "texto")
VALUES = {"a.md": ("resumen", 1)}
Values = dict[str, tuple[str, int]]


def kept(path: Path, reader: str | None = "uno") -> dict[str, Row]:
    shelf = ContentCache(path, reader)
    try:
        return shelf.rows()
    finally:
        shelf.close()


def filled(path: Path) -> Path:
    shelf = ContentCache(path, "uno")
    shelf.keep({"a.md": ROW}, {1: shelf.packed(1, VALUES)})
    shelf.keep_html([("a.md", "texto", "<p>Hola</p>")])
    shelf.keep_template("base", b"code")
    shelf.close()
    return path


def test_what_was_put_away_is_found(tmp_path: Path) -> None:
    shelf = ContentCache(filled(tmp_path / "b.db"), "uno")
    assert shelf.rows() == {"a.md": ROW}
    assert shelf.bucket(1, Values) == VALUES and shelf.bucket(2, Values) is None
    assert shelf.html("a.md", "texto") == "<p>Hola</p>" and shelf.html("a.md", "otro") is None
    assert shelf.template("base") == b"code" and shelf.template("otra") is None
    shelf.keep(gone=["a.md"])
    assert shelf.rows() == {} and shelf.html("a.md", "texto") is None


def test_another_reader_finds_nothing_and_one_that_only_looks_everything(tmp_path: Path) -> None:
    path = filled(tmp_path / "b.db")
    assert kept(path, None) == {"a.md": ROW}
    assert kept(path, "dos") == {} == kept(path, "uno")


@pytest.mark.parametrize("size", [0, 1, 100, 5000, 20_000])
def test_one_cut_short_is_begun_again(tmp_path: Path, size: int) -> None:
    path = filled(tmp_path / "b.db")
    path.write_bytes(path.read_bytes()[:size])
    assert kept(path, None) in ({}, {"a.md": ROW})
    shelf = ContentCache(path, "uno")
    assert shelf.rows() in ({}, {"a.md": ROW})
    for number in (1, 2):
        assert shelf.bucket(number, Values) in (None, VALUES)
    shelf.close()
    assert kept(filled(path)) == {"a.md": ROW}


def test_a_foreign_one_is_begun_again_and_a_looker_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    path.write_text("Apuntes de otro programa\n" * 200)
    before = path.read_bytes()
    assert kept(path, None) == {} and path.read_bytes() == before
    assert kept(filled(path)) == {"a.md": ROW}
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE files (a, b)")
    assert kept(filled(path)) == {"a.md": ROW}


def test_where_none_can_be_written_it_lives_in_memory(tmp_path: Path) -> None:
    (tmp_path / "cerrado").write_text("no es una carpeta")
    shelf = ContentCache(tmp_path / "cerrado" / "b.db", "uno")
    shelf.keep({"a.md": ROW})
    assert shelf.rows() == {"a.md": ROW}


def _many(path: Path, start: int) -> None:
    shelf = ContentCache(path, "uno")
    for number in range(start, start + 50):
        shelf.keep({f"{number}.md": ROW})
    shelf.close()


def test_several_programs_share_one(tmp_path: Path) -> None:
    path = filled(tmp_path / "b.db")
    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=_many, args=(path, n * 50)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert len(kept(path)) == 151
