"""A file is written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from pregonero import files


def test_what_was_there_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "nota.md"
    path.write_text("antes")
    path.chmod(0o640)
    files.put(path, b"ahora")
    assert path.read_bytes() == b"ahora"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "otra").write_text("")
    files.put(tmp_path / "nota.md", b"ahora", lasting=False)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 1


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_a_fresh_file_takes_nobodys_place(
    tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    if not links:  # as on a memory card
        monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "nota.md"
    files.put(path, b"primera", fresh=True)
    with pytest.raises(FileExistsError):
        files.put(path, b"segunda", fresh=True)
    assert path.read_bytes() == b"primera"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "carpeta").mkdir()
    with pytest.raises(OSError):
        files.put(tmp_path / "carpeta", b"no cabe")
    assert [path.name for path in tmp_path.iterdir()] == ["carpeta"]
