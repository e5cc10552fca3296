"""What is kept between two runs is data, and believed only if this machine signed it: a cache that
comes from elsewhere runs nothing, and puts nothing into a site."""

import hashlib
import json
import marshal
import os
import pickle
import re
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import bccache
from town import (
    NOW,
    PROGRAM,
    URL,
    bulletin,
    end,
    environment,
    newsroom,
    photo,
    publish,
    question,
    run,
    standing,
    start,
    told,
    tree,
    write,
)

from pregonero import signed_json
from pregonero import signed_json as encoding
from pregonero.content import reader as document
from pregonero.content import record_encoding
from pregonero.content.cache import ContentCache
from pregonero.content.record_encoding import CachedDocument
from pregonero.engine.incremental.directories import room_of
from pregonero.importers.pipeline import Staged
from pregonero.importers.transform.draft import Draft
from pregonero.moments import zone

Site = Callable[..., Path]
MEXICO = zone("America/Mexico_City")
TARGET = f'[targets.sala]\nkind = "disk"\nurl = "{URL}"\npath = "{{path}}"\n'
_AUTHOR = ["-c", "user.name=A", "-c", "user.email=a@sanjacinto.example"]
#: A header with a value of every kind.
RICH = {
    "bulletins/rica.md": bulletin(
        "Véase [el acta](/media/acta.pdf).",
        tipo="evento", type=None, título="Todo a la vez", title=None, slug="rica", topic="agua",
        summary="De todo.", deck=["Una", "Dos"], tags=["Uno"], aliases=["/vieja/"],
        embargo="2026-11-20T10:00-05:00", expires="2026-12-30", modified="2026-11-21 09:30:01",
        photos=[{"file": "a.jpg", "alt": "Una calle con árboles", "credit": "P", "consent": "sí"}],
        audio=[{"file": "x.mp3", "title": "Audio", "duration": "12:30", "sign_language": True}],
        live={"url": "https://v.example/1", "title": "Sesión", "starts": "2026-11-24 10:00",
              "recording": "https://v.example/2"},
        event={"start": "2026-12-01 10:00", "place": "La plaza", "programme": ["Uno"]},
        call={"deadline": "2026-12-02", "requirements": ["Acta"]},
        claim={"claim": "Se cobra", "verdict": "falso", "evidence": ["Acta"]},
        alert={"level": "peligro", "source": "PC", "area": "La Loma", "geocode": {"INEGI": "29"},
               "polygon": ["19.1,-98.2", "19.2,-98.2", "19.2,-98.1"]},
        changes=[{"date": "2026-11-21 10:00", "note": "Decía otra cosa."}],
        veda={"cause": "Salud", "authorised_by": "La oficina"},
    ),
    "campaigns/limpieza.md": standing(
        title="Limpieza", starts="2026-11-01",
        works=[{"name": "Plaza", "kind": "obra", "amount": "100.10", "progress": 5,
                "location": {"place": "Centro", "lat": "19.25", "lon": "-98.50"}},
               {"name": "Becas", "kind": "programa", "window": {"opens": "2026-11-01"}}],
    ),
    "pages/somos.md": standing(menu=1),
    "questions/2026/agua.md": question(state="answered", answered="2026-11-12 10:00"),
    "bulletins/mala.md": "---\ntitle: [1\n---\n",
}  # fmt: skip
FILES: dict[str, str | bytes] = {
    "bulletins/2026/uno.md": bulletin("Hay agua desde hoy.", title="Hay agua"),
    "bulletins/2026/dos.md": bulletin("Hay luz. Véase <b>esto</b>.", title="Hay luz"),
    "bulletins/2026/tres.md": bulletin(
        "Hay fotos.", title="Hay fotos",
        photos=[{"file": "a.jpg", "alt": "Una calle con árboles", "credit": "P"}],
        video=[{"file": "acta.mp4", "title": "Acta", "transcript": "acta.txt"}],
    ),
    "media/a.jpg": photo(),
    "media/acta.mp4": b"mp4",
    "media/acta.txt": "Se abre la sesión.",
    "pages/somos.md": standing(menu=1),
}  # fmt: skip


class Payload:
    """What a pickle runs when it is read: it leaves a file behind."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.proof),)


def code(proof: Path) -> bytes:
    """A compiled template, as Jinja keeps it, that runs something when it is loaded."""
    source = f"import os; os.mkdir({str(proof)!r})\nname='x'\nblocks={{}}\ndebug_info=''\n"
    program = marshal.dumps(compile(source, "x.html", "exec"))
    return bccache.bc_magic + pickle.dumps("sum") + program


def dotted(proof: Path) -> bytes:
    """A pickle that names what it calls by a dotted name in a module of ours."""
    words = f"Vmkdir {proof}\n".encode()
    return b"\x80\x04\x8c\x14pregonero.repository\x8c\x10subprocess.getoutput\x93(" + words + b"tR."


def payloads(proof: Path) -> Iterator[bytes]:
    """Bytes that would run something, bare and with a digest that is right."""
    pickled = pickle.dumps(Payload(proof))
    within = pickle.dumps({"x": Payload(proof), "made": ("",) * 5})
    for data in (pickled, within, dotted(proof), pickle.dumps({"x": code(proof)})):
        yield hashlib.sha256(data).digest() + data
    yield pickled
    yield code(proof)


def stores(root: Path) -> Iterator[Path]:
    """Every file of a cache that says something of what was done."""
    for path in sorted((root / ".cache").rglob("*")):
        parts = path.relative_to(root / ".cache").parts
        if path.is_file() and path.name != "lock" and not {"contents"} & {*parts}:
            yield path


def poison(path: Path, data: bytes) -> None:
    """Put bytes in every place of a store that holds any."""
    if path.suffix != ".db":
        path.write_bytes(data)
        return
    with sqlite3.connect(path) as db:
        for table, column in (
            ("files", "packed"), ("records", "packed"), ("texts", "html"), ("templates", "code"),
        ):  # fmt: skip
            db.execute(f"UPDATE {table} SET {column} = ?", (data,))
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
    db.close()


def shown(root: Path) -> dict[str, bytes]:
    publish(root)
    return tree(root / "output")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom that has checked, built and deployed; each test takes a copy."""
    path = tmp_path_factory.mktemp("publico")
    root = write(tmp_path_factory.mktemp("sala"), FILES, newsroom(TARGET.format(path=path)))
    for words in (["init", "-q"], ["add", "content"], [*_AUTHOR, "commit", "-qm", "Todo"]):
        subprocess.run(["git", *words], cwd=root, check=True, env=environment())
    assert run("check", cwd=root).returncode == 0
    assert not end(start("build", "--at", NOW, cwd=root)).returncode  # with templates of its own
    shipped = run("deploy", "sala", cwd=root)
    assert not shipped.returncode, told(shipped)
    return root


@pytest.fixture
def room(kept: Path, tmp_path: Path) -> Path:
    return shutil.copytree(kept, tmp_path / "sala", symlinks=True)


def test_a_poisoned_store_runs_nothing_in_any_place(room: Path, tmp_path: Path) -> None:
    proof = tmp_path / "prueba"
    good = shown(room)
    names = {path.name for path in stores(room)} | {p.parts[-3] for p in stores(room)}
    assert {"keys", "bulletins.db", "ledger", "verified", "outbox.state"} <= names
    for data in payloads(proof):
        shutil.rmtree(room / "output")
        for path in stores(room):
            poison(path, data)
        assert shown(room) == good
        assert not proof.exists()
    assert not end(start("build", "--at", NOW, cwd=room)).returncode and not proof.exists()
    for words in (["check"], ["list"], ["build", "--at", NOW], ["deploy", "sala"]):
        for path in stores(room):
            poison(path, code(proof))
        ended = run(*words, cwd=room)
        assert ended.returncode == 0, told(ended)
        assert not proof.exists()


def test_a_flipped_bit_gives_the_same_site(room: Path) -> None:
    good = shown(room)

    @settings(max_examples=12)
    @given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), which=st.integers(0, 99))
    def same(at: float, bit: int, which: int) -> None:
        found = list(stores(room))
        path = found[which % len(found)]
        data = bytearray(path.read_bytes())
        data[int(at * len(data))] ^= 1 << bit
        path.write_bytes(data)
        assert shown(room) == good

    same()


def test_what_another_machine_kept_is_not_believed(
    room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = shown(room)
    with monkeypatch.context() as there, sqlite3.connect(room / ".cache/bulletins.db") as db:
        there.setenv("XDG_STATE_HOME", str(tmp_path / "ajena"))
        reader = db.execute("SELECT reader FROM made").fetchone()[0]
        place = ContentCache(None, reader).place
        for path, text in db.execute("SELECT path, text FROM texts").fetchall():
            html = signed_json.sign(b"<script>alert(1)</script>", place(("html", path, text)))
            db.execute("UPDATE texts SET html = ? WHERE path = ?", (html, path))
        for (name,) in db.execute("SELECT name FROM templates").fetchall():
            signed = signed_json.sign(code(tmp_path / "prueba"), place(("template", name)))
            db.execute("UPDATE templates SET code = ? WHERE name = ?", (signed, name))
    db.close()
    shutil.rmtree(room / "output")
    assert not end(start("build", "--at", NOW, cwd=room)).returncode
    assert tree(room / "output") == good
    assert not (tmp_path / "prueba").exists()


def test_what_is_signed_for_one_place_is_of_no_use_in_another(room: Path) -> None:
    good = shown(room)
    with sqlite3.connect(room / ".cache/bulletins.db") as db:
        for table, column in (("texts", "html"), ("records", "packed"), ("templates", "code")):
            rows = db.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
            for (row, _), (_, data) in zip(rows, [*rows[1:], rows[0]], strict=True):
                db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (data, row))
    db.close()
    shutil.rmtree(room / "output")
    assert shown(room) == good


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON texts BEGIN UPDATE texts SET html = 'mala'; END",
        "CREATE TABLE otra (a)",
        "DROP TABLE texts; CREATE VIEW texts AS SELECT 'a' AS path, 'b' AS text, 'c' AS html",
        "DROP TABLE files; CREATE VIEW files AS WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i FROM n) SELECT i AS bucket, x'00' AS packed FROM n",
        "DROP TABLE records; CREATE TABLE records (bucket, packed)",
    ],
)
def test_tables_of_another_form_are_begun_again(room: Path, statement: str) -> None:
    good = shown(room)
    with sqlite3.connect(room / ".cache/bulletins.db") as db:
        db.executescript(statement)
    db.close()
    assert ContentCache(room / ".cache/bulletins.db", None).rows() == {}
    shutil.rmtree(room / "output")
    assert shown(room) == good
    with sqlite3.connect(room / ".cache/bulletins.db") as db:
        assert db.execute(
            "SELECT count(*) FROM sqlite_master WHERE type != 'index'"
        ).fetchone() == (5,)
    db.close()


def test_a_store_that_is_no_file_is_passed_over(room: Path) -> None:
    good = shown(room)
    ledger = room_of(room / "output", room / ".cache") / "ledger"
    ledger.unlink()
    os.mkfifo(ledger)
    assert shown(room) == good


@pytest.mark.parametrize(
    "name",
    ["content.lock", "bulletins.db", "outputs/*", "outputs/*/lock", "outputs/*/standby",
     "targets/*/outbox", "targets/*/site", "writing"],
)  # fmt: skip
def test_a_link_in_a_cache_leads_nobody_out_of_it(room: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ajena"
    folder.mkdir()
    for own in ("lock", "ledger", "carta.txt"):
        (folder / own).write_text("De otra persona")
    before = tree(folder)
    for path in list((room / ".cache").glob(name)) or [room / ".cache" / name]:
        leads_to = folder if path.is_dir() or name == "writing" else folder / "carta.txt"
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        path.symlink_to(leads_to)
    (room / "content/bulletins/2026/dos.md").write_text(bulletin("Otra cosa.", title="Hay luz"))
    note = ["correct", "content/bulletins/2026/uno.md", "--note", "Decía otra cosa."]
    for words in (["build", "--at", NOW], note, ["deploy", "sala"]):
        ended = run(*words, cwd=room)
        assert not ended.returncode, told(ended)
    assert tree(folder) == before


def test_the_repository_of_a_target_runs_nothing(tmp_path: Path) -> None:
    proof, remote = tmp_path / "prueba", tmp_path / "remoto.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    table = f'[targets.rama]\nkind = "git"\nremote = "{remote}"\nurl = "{URL}"\n'
    root = write(tmp_path / "sala", FILES, newsroom(table))
    assert not (first := run("deploy", "rama", cwd=root)).returncode, told(first)
    repository = root / ".cache/targets/rama/git"
    assert (repository / "HEAD").is_file()
    script = f"#!/bin/sh\nmkdir -p {proof}\ncat\n"
    for hook in ("post-index-change", "pre-push", "reference-transaction", "fsmonitor"):
        path = repository / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(script)
        path.chmod(0o755)
    (repository / "info").mkdir(exist_ok=True)
    (repository / "info/attributes").write_text("* filter=malo\n")
    (repository / "config").write_text(
        f"[core]\nrepositoryformatversion = 0\nbare = true\nfsmonitor = {path}\n"
        f'hooksPath = {path.parent}\n[filter "malo"]\nclean = {path}\n'
        f'[url "ext::{path}"]\ninsteadOf = {remote}\n[protocol]\nallow = always\n'
    )
    (root / "content/bulletins/2026/uno.md").write_text(bulletin("Otra cosa.", title="Hay agua"))
    again = run("deploy", "rama", cwd=root)
    assert not again.returncode, told(again)
    assert not proof.exists()


def test_an_outbox_that_was_put_in_place_of_ours_is_not_sent(room: Path, tmp_path: Path) -> None:
    outbox = next((room / ".cache/targets").glob("*/outbox"))
    aside = shutil.copytree(outbox, tmp_path / "otra")
    page = aside / "nota/2026/uno/index.html"
    page.unlink()  # which may be linked to the site's own
    page.write_text("<script>alert(1)</script>")
    shutil.rmtree(outbox)
    aside.rename(outbox)
    (room / "content/bulletins/2026/dos.md").write_text(bulletin("Otra cosa.", title="Hay luz"))
    shipped = run("deploy", "sala", cwd=room)
    assert not shipped.returncode, told(shipped)
    assert b"alert(1)" not in (outbox / "nota/2026/uno/index.html").read_bytes()


def in_place(folder: Path, *, anew: bool) -> int:
    """Write a script into every page of a folder; sizes and times stay as they were. `anew` puts
    other files there, as an archive that is unpacked does."""
    count = 0
    for page in folder.rglob("*"):
        ours = page.name.endswith(("index.html", "index.html.gz", "index.html.br"))
        if not ours or page.parent == folder:  # by its first page a folder is known
            continue
        before, data = page.stat(), page.read_bytes()
        page.chmod(0o644)
        if anew:
            page.unlink()
        page.write_bytes(EVIL + data[len(EVIL) :])
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert page.stat().st_size == before.st_size
        count += 1
    return count


EVIL = b"<script>alert(1)</script>"


@pytest.mark.parametrize("anew", [True, False])
def test_pages_put_into_a_cache_are_in_no_site(room: Path, anew: bool) -> None:
    shown(room)
    text = room / "content/bulletins/2026/dos.md"
    text.write_text(bulletin("Otra cosa.", title="Hay luz"))
    shown(room)
    for standby in (room / ".cache/outputs").glob("*/standby"):
        assert in_place(standby, anew=anew)
    text.write_text(bulletin("Otra más.", title="Hay luz"))
    pages = shown(room)
    assert not [name for name, data in pages.items() if EVIL in data]


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize("within", ["outbox", "site"])
def test_pages_put_into_what_is_sent_do_not_leave(
    room: Path, tmp_path: Path, within: str, anew: bool
) -> None:
    first = run("deploy", "sala", cwd=room)
    assert not first.returncode, told(first)
    (folder,) = (room / ".cache/targets").glob(f"*/{within}")
    assert in_place(folder, anew=anew)
    (place,) = {p.resolve() for p in tmp_path.parent.glob("publico*") if (p / "current").exists()}
    shutil.move(place, tmp_path / "otro")  # all of it is sent again
    try:
        shipped = run("deploy", "sala", cwd=room)
        assert not shipped.returncode, told(shipped)
        sent = tree(place / "current")
    finally:
        shutil.rmtree(place, ignore_errors=True)
        shutil.move(tmp_path / "otro", place)
    assert sent and not [name for name, data in sent.items() if data.startswith(EVIL)]


def test_records_come_back_as_they_were(tmp_path: Path) -> None:
    readings: dict[str, CachedDocument] = {}
    for path, text in RICH.items():
        entry, problems = document.read(text.encode(), path, MEXICO)
        assert entry or "mala" in path, problems
        readings[path] = CachedDocument("0", entry, tuple(problems))
    back = record_encoding.unpacked(record_encoding.packed(readings, "a"), "a")
    assert back == {path: readings[path] for path in back} and back.keys() == readings.keys()
    for path, reading in readings.items():
        if reading.entry:
            entry = back[path].entry
            assert entry and type(entry.document) is type(reading.entry.document)
            assert vars(entry.document) == vars(reading.entry.document)
            assert entry._where == reading.entry._where
    assert record_encoding.unpacked(record_encoding.packed(readings, "a"), "b") == {}


def test_a_value_of_another_type_anywhere_in_a_record_is_a_miss() -> None:
    for path, text in RICH.items():
        entry, _ = document.read(text.encode(), path, MEXICO)
        packed = record_encoding.packed({path: CachedDocument("0", entry, ())}, "a")[32:]
        whole = json.loads(packed)
        changed = 0
        for other in _changed(whole):
            data = signed_json.sign(json.dumps(other).encode(), "a")
            found = record_encoding.unpacked(data, "a")
            assert found == {} or found.keys() == {path}
            changed += not found
        assert changed > (entry is not None) * 5


def _changed(value: Any) -> Iterator[Any]:
    """A value with each of its parts, in turn, replaced by what no field takes."""
    yield [[[{}]]]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in items if isinstance(value, dict | list) else ():
        for other in _changed(one) if isinstance(one, dict | list) else [[[[{}]]]]:
            copy = value.copy()
            copy[key] = other
            yield copy


def test_a_deep_or_endless_value_is_a_miss() -> None:
    for data in (b"[" * 200_000, b'{"a":' * 50_000, b"1" * 5_000, b'"\xff"', b"", b"null"):
        assert encoding.unpacked(signed_json.sign(data, "a"), dict[str, int], "a") is None


def test_what_an_import_puts_aside_comes_back_whatever_its_text_is() -> None:
    staged = Staged(Draft)
    drafts = [
        Draft("a\ud800.md", "page", "", "T", "t", values={"deck": ["\udfff", 10**30, None, True]}),
        Draft("b", "bulletin", "nota", "\x00", "t"),
    ]
    staged.add(drafts)
    staged.add([])
    staged.add(drafts[1:])
    walk = iter(staged)
    assert next(walk) == drafts
    assert list(staged) == [drafts, [], drafts[1:]]  # walked by two at once
    assert list(walk) == [[], drafts[1:]]
    staged.close()


def test_the_key_of_a_machine_is_its_users_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(signed_json.GIVEN, raising=False)
    environ = {"XDG_STATE_HOME": str(tmp_path / "estado")}
    key = signed_json.key(environ)
    file = tmp_path / "estado" / signed_json.NAME
    assert file.read_bytes() == key and len(key) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    signed_json._key.cache_clear()
    assert signed_json.key(environ) == key
    file.chmod(0o640)  # somebody else may have read it
    signed_json._key.cache_clear()
    assert signed_json.key(environ) != key and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signed_json.key({**environ, signed_json.GIVEN: "compartida"}) == b"compartida"


def test_where_no_key_can_be_kept_each_run_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "cerrado").write_text("no es una carpeta")
    for environ in ({"XDG_STATE_HOME": str(tmp_path / "cerrado")}, {}):
        keys = set()
        for _ in range(2):
            signed_json._key.cache_clear()
            keys.add(signed_json.key(environ))
        assert len(keys) == 2
    signed_json._key.cache_clear()


def test_no_module_reads_objects_from_bytes() -> None:
    names = "c?_?pickle|marshal|shelve|dill|cloudpickle|dbm|ForkingPickler|yaml.*unsafe_load"
    word = re.compile(rf"\b(?:{names})\b|\b(?:eval|exec|__import__)\(")
    for path in (PROGRAM / "cli.py", *(PROGRAM / "pregonero").rglob("*.py")):
        assert not word.search(path.read_text("utf-8")), path
