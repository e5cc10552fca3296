"""A build does what is needed and no more, and nobody's file is lost or comes back for it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from town import NOW, PROGRAM, build, bulletin, environment, photo, publish, run, told, tree

Site = Callable[..., Path]
NOTE = {"bulletins/2026/nota.md": bulletin(), "bulletins/2026/otra.md": bulletin(title="Otra")}
PAGE = "nota/2026/otra/index.html"


def written(root: Path) -> dict[str, tuple[int, int]]:
    """Which file each one is, and when it was written."""
    return {
        path.relative_to(root).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file()
    }


def test_what_did_not_change_is_not_written_again(site: Site) -> None:
    root = site(NOTE)
    publish(root)
    before = written(root / "output")
    publish(root)
    assert written(root / "output") == before
    note = root / "content/bulletins/2026/nota.md"
    note.write_text(bulletin("Otro texto."), "utf-8")
    publish(root)
    after = written(root / "output")
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert "nota/2026/nota/index.html" in changed and "feeds/rss.xml" in changed
    assert PAGE not in changed and "index.html" not in changed and "sitemap.xml" not in changed


def test_the_program_says_the_same_without_building_and_loads_no_engine(site: Site) -> None:
    root = site({**NOTE, "bulletins/2026/borrador.md": bulletin(title="Borrador", status="draft")})
    first = told(run("build", "--at", NOW, cwd=root))
    command = [sys.executable, "-X", "importtime", str(PROGRAM / "cli.py"), "build", "--at", NOW]
    again = subprocess.run(
        command, cwd=root, env=environment(), capture_output=True, text=True, check=True
    )
    assert " pelican" not in again.stderr and "pregonero.content.model.bulletin" not in again.stderr
    lines = [line for line in again.stderr.splitlines() if not line.startswith("import time")]
    said = "\n".join([again.stdout, *lines])
    for line in first.splitlines():
        assert line in said or line.startswith("Segundos")
    assert "borrador.md: borrador" in said
    cold = tree(root / "output")
    assert run("build", "--at", NOW, "--cold", cwd=root).returncode == 0
    assert tree(root / "output") == cold


def test_an_embargo_lifts_though_no_file_changed(site: Site) -> None:
    later = bulletin(title="Zarzuela", embargo="2026-11-23T12:30")
    root = site({**NOTE, "bulletins/2026/embargo.md": later})
    name = "nota/2026/embargo/index.html"
    for at, public in (("12:00", False), ("12:29", False), ("12:30", True), ("12:31", True)):
        assert run("build", "--at", f"2026-11-23T{at}", cwd=root).returncode == 0
        assert (root / "output" / name).is_file() == public
    assert run("build", "--at", "2026-11-23T12:00", cwd=root).returncode == 0
    assert "Zarzuela" not in str(tree(root / "output"))


def test_somebodys_file_stays_while_it_is_there_and_never_comes_back(site: Site) -> None:
    root = site(NOTE)
    note = root / "content/bulletins/2026/nota.md"
    publish(root)
    (root / "output" / "CNAME").write_text("prensa.example\n")
    (root / "output" / "apuntes").mkdir()
    (root / "output" / "apuntes" / "uno.txt").write_text("uno\n")
    for number in range(3):
        note.write_text(bulletin(f"Texto {number}."), "utf-8")
        publish(root)
        assert (root / "output" / "CNAME").read_text() == "prensa.example\n"
        assert (root / "output" / "apuntes" / "uno.txt").is_file()
    (root / "output" / "CNAME").unlink()
    (root / "output" / "apuntes" / "uno.txt").unlink()
    for number in range(3):
        note.write_text(bulletin(f"Otro {number}."), "utf-8")
        publish(root)
        assert not (root / "output" / "CNAME").exists()
        assert not (root / "output" / "apuntes" / "uno.txt").exists()


def test_a_file_of_the_site_that_somebody_changed_or_lost_is_made_again(site: Site) -> None:
    root = site(NOTE)
    whole = build(root)
    (root / "output" / PAGE).write_text("otra cosa")
    (root / "output" / "robots.txt").unlink()
    assert build(root) == whole
    # And the folder that was replaced does not bring it back.
    (root / "content/bulletins/2026/nota.md").write_text(bulletin("Otro."), "utf-8")
    assert build(root)[PAGE] == whole[PAGE]


def test_a_photograph_is_taken_from_where_it_was(site: Site) -> None:
    shown = [{"file": "a.jpg", "alt": "Una calle con árboles", "credit": "P"}]
    root = site({"bulletins/2026/nota.md": bulletin(photos=shown), "media/a.jpg": photo()})
    publish(root)
    before = {n: w for n, w in written(root / "output").items() if n.startswith("media/")}
    (root / "content/bulletins/2026/nota.md").write_text(bulletin("Otro.", photos=shown), "utf-8")
    publish(root)
    after = written(root / "output")
    assert before and all(after[name] == before[name] for name in before)
    (root / "content/media/a.jpg").write_bytes(photo("#ffffff"))
    publish(root)
    assert not before.keys() & written(root / "output").keys()


def test_where_nothing_can_be_kept_every_build_is_whole(site: Site) -> None:
    root = site(NOTE)
    (root / ".cache").write_text("no es una carpeta")
    for text in ("Uno.", "Dos."):
        (root / "content/bulletins/2026/nota.md").write_text(bulletin(text), "utf-8")
        result = run("build", "--at", NOW, cwd=root)
        assert result.returncode == 0, told(result)
        assert text.encode() in (root / "output/nota/2026/nota/index.html").read_bytes()
    assert {path.name for path in root.iterdir()} == {
        ".cache",
        "content",
        "newsroom.toml",
        "output",
    }


LIVE = {"url": "https://v.example/1", "title": "Sesión", "starts": "2026-10-02 17:00"}


def test_new_words_leave_the_agenda_in_the_menu_and_a_call_with_its_result(site: Site) -> None:
    """Of an archive whose feeds hold neither, only what the changed texts name is read again."""
    call = {"deadline": "2026-10-05", "result": "lista.md"}
    files = {
        f"bulletins/2026/n{n}.md": bulletin(title=f"Nota {n}", date=f"2026-11-01 10:{n:02}")
        for n in range(30)
    } | {
        "bulletins/2026/beca.md": bulletin(
            "Hay becas.", title="Beca", date="2026-10-01", call=call
        ),
        "bulletins/2026/lista.md": bulletin("Son doce.", title="Lista", date="2026-10-06"),
        "bulletins/2026/suelta.md": bulletin("Nada.", title="Suelta", date="2026-10-03"),
        "bulletins/2026/cabildo.md": bulletin(title="Cabildo", date="2026-10-02", live=LIVE),
    }  # fmt: skip
    root = site(files)
    build(root)
    for name, old, new in (
        ("beca", "Hay becas.", "Hay muchas becas."),
        ("lista", "Son doce.", "Son trece."),
        ("suelta", "Nada.", "Algo."),
        ("n20", "El agua vuelve", "El agua volvió"),
    ):
        path = root / f"content/bulletins/2026/{name}.md"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        warm = build(root)
        publish(root, CACHE_PATH=str(root / "otra"), OUTPUT_PATH=str(root / "frío"))
        assert warm == tree(root / "frío")
        assert new.encode() in warm[f"nota/2026/{name}/index.html"]
        for entry in (b'<a href="/agenda/">', b'<a href="/en-vivo/">'):
            assert entry in warm[f"nota/2026/{name}/index.html"]
