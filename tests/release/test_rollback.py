"""The way back: to what may be public today, and to nothing else."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from town import bulletin, newsroom, photo, question, read, run, standing, write

from pregonero import moments
from pregonero.content.archive import Archive
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.model.identity import brief
from pregonero.content.scan import fingerprint
from pregonero.content.source import SourceDocument
from pregonero.edition.compose import Edition, compose
from pregonero.edition.record_states import PUBLIC, name_of, states
from pregonero.newsroom.model import Newsroom, Veda
from pregonero.newsroom.urls import save_as
from pregonero.release.manifest import Manifest, item, loaded
from pregonero.release.targets.disk import Disk
from pregonero.release.visible_records import Today, not_public

from .conftest import FILES, NOTE, OTHER, Office

ZA = "bulletins/2026/za.md"
PUT = "2026-11-20"
THEN, NOW = "2026-11-23T12:00", "2026-12-01T12:00"
PICTURE = [{"file": "foto.jpg", "alt": "Un pozo", "credit": "Prensa"}]
VEDA = '[[veda]]\nname = "Veda"\nstarts = 2026-11-25\nends = 2026-12-05\n'


def za(**given: object) -> str:
    return bulletin("Texto.", **{"title": "Za", "id": ID, "topic": "agua", **given})


ID = "0198c5b2-7a4e-7c3d-9f10-2b6a8d4e5f60"
NOTICE = {"status": "withdrawn", "changes": [{"date": "2026-11-24", "note": "Era falso."}]}
ASK = {"id": ID, "answered": "2026-11-12 09:00", "state": "answered"}


def digests(edition: Edition) -> dict[str, str]:
    return {file: fingerprint(path) for file, path in edition.media.items()}


def release(edition: Edition, moment: datetime, *, old: bool = False) -> Manifest:
    """What the manifest of a release of an edition says, without building its pages."""
    shown = states(edition, digests(edition))
    pages = {save_as(d.address): brief(d.id) if d.id else "" for d in edition.documents.values()}
    pages |= {"index.html": "", **{save_as(address): "" for address in edition.suspended}}
    files = {name: item(name, "a" * 64, 1, one) for name, one in pages.items()}
    for file, digest in digests(edition).items():
        name = f"media/foto-{digest[:12]}-320.jpg" if file.endswith("jpg") else f"media/{file}"
        files[name] = item(name, digest, 1)
    return Manifest(
        moment=moment.isoformat(),
        url=edition.newsroom.url,
        files=files,
        gone=tuple(d.address for d in edition.withdrawn),
        suspended=edition.suspended,
        states=None if old else {n: s for n, s in shown.items() if s != PUBLIC or "/" in n},
    )


def today(archive: Archive, edition: Edition) -> Today:
    return Today(archive, edition, digests(edition))


def hidden(
    root: Path, before: Mapping[str, str | bytes | None], after: Mapping[str, str | bytes | None],
    toml: str = "", toml_after: str | None = None,
) -> tuple[list[str], list[str]]:  # fmt: skip
    """What going back would show that is not public, after some content became other: by the
    manifest of the release, and by one as older versions wrote them."""
    write(root, {n: c for n, c in before.items() if c is not None}, newsroom(toml))
    room, _, edition = read(root, THEN)
    then = moments.moment(THEN, room.zone)
    was, older = (release(edition, then, old=old) for old in (False, True))
    for name in before:
        if after.get(name, "") is None:
            (root / "content" / name).unlink()
    changed = {n: c for n, c in after.items() if c is not None}
    write(root, changed, newsroom(toml if toml_after is None else toml_after))
    _, archive, now = read(root, NOW)
    shown = today(archive, now)
    by_new, by_old = (
        [f"{one.path}: {one.reason}" for one in not_public(manifest, shown)]
        for manifest in (was, older)
    )
    return by_new, by_old


#: What is public first, and what became of it: none of these may come back.
LOST: dict[str, tuple[dict[str, str | bytes | None], dict[str, str | bytes | None]]] = {
    "retirado": ({ZA: za()}, {ZA: za(**NOTICE)}),
    "renombrado y retirado": ({ZA: za()}, {ZA: za(slug="zb", **NOTICE)}),
    "otro archivo y retirado": ({ZA: za()}, {ZA: None, "bulletins/2026/o.md": za(**NOTICE)}),
    "borrado": ({ZA: za()}, {ZA: None}),
    "de otro tipo y retirado": ({ZA: za()}, {ZA: za(type="comunicado", folio=1, **NOTICE)}),
    "de otro tipo y en borrador": ({ZA: za()}, {ZA: za(type="comunicado", status="draft")}),
    "en borrador": ({ZA: za()}, {ZA: za(status="draft")}),
    "embargado": ({ZA: za()}, {ZA: za(embargo="2026-12-24 09:00")}),
    "para después": ({ZA: za()}, {ZA: za(date="2026-12-24")}),
    "vencido": ({ZA: za(type="aviso", expires="2026-11-30")}, {}),
    "vencido antes": (
        {ZA: za(type="aviso", expires="2027-01-01")},
        {ZA: za(type="aviso", expires="2026-11-22")},
    ),
    "con errores": ({ZA: za()}, {ZA: za(topic="ninguno")}),
    "ilegible": ({ZA: za()}, {ZA: "---\ntitle: [\n---\n"}),
    "aviso de retiro borrado": ({ZA: za(**{**NOTICE, "changes": [
        {"date": "2026-11-21", "note": "Era falso."}]})}, {ZA: None}),
    "sin la foto": ({ZA: za(photos=PICTURE), "media/foto.jpg": photo()}, {ZA: za()}),
    "con otra foto del mismo nombre": (
        {ZA: za(photos=PICTURE), "media/foto.jpg": photo()},
        {"media/foto.jpg": photo("#000000")},
    ),
    "sin el documento": (
        {ZA: za().replace("Texto.", "[Acta](../../media/acta.pdf)"), "media/acta.pdf": b"%PDF-1"},
        {ZA: za()},
    ),
    "pregunta retirada": (
        {"questions/q.md": question(**ASK)},
        {"questions/q.md": question(**ASK, status="draft")},
    ),
    "pregunta con datos quitados": (
        {"questions/q.md": question(**ASK, question="Soy Ana Paz, de Calle Real 1.")},
        {"questions/q.md": question(**ASK, question="Vivo en el centro.", redacted=True)},
    ),
    "respuesta con datos quitados": (
        {"questions/q.md": question("Ana Paz ya tiene agua.", **ASK)},
        {"questions/q.md": question("Ya hay agua.", **ASK, redacted=True)},
    ),
    "pregunta de nuevo sin respuesta": (
        {"questions/q.md": question(**ASK)},
        {"questions/q.md": question(id=ID)},
    ),
    "página en borrador": (
        {"pages/p.md": standing(slug="p")},
        {"pages/p.md": standing(slug="p", status="draft")},
    ),
    "página sin id, borrada": (
        {"pages/p.md": standing(slug="p", id=None)},
        {"pages/p.md": None},
    ),
    "campaña en borrador": (
        {"campaigns/c.md": standing(slug="c", id=ID)},
        {"campaigns/c.md": standing(slug="d", id=ID, status="draft")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", LOST)
def test_what_is_not_public_today_does_not_come_back(tmp_path: Path, way: str) -> None:
    told, by_old = hidden(tmp_path, *LOST[way])
    assert len(told) == 1, told
    # Of a question's words an older manifest says nothing.
    assert len(by_old) == 1 or way.endswith("con datos quitados"), by_old


def test_a_veda_suspends_what_comes_back_too(tmp_path: Path) -> None:
    before = {ZA: za(), "campaigns/c.md": standing(slug="c", id=town("c"))}
    slogan = '[[slogans]]\ntext = "Contigo"\n'
    for told in hidden(tmp_path / "todo", before, {}, slogan, slogan + VEDA):
        assert len(told) == 3 and sum("veda electoral" in line for line in told) == 2
        assert any("Contigo" in line for line in told)
    kept, _ = hidden(tmp_path / "agua", {ZA: za()}, {}, "", VEDA + 'topics = ["agua"]\n')
    assert kept == []


def town(name: str) -> str:
    from town import town_id

    return town_id(name)


KEPT: dict[str, tuple[dict[str, str | bytes | None], dict[str, str | bytes | None]]] = {
    "igual": ({ZA: za()}, {}),
    "corregido": ({ZA: za()}, {ZA: za(summary="Otra.", title="Zeta")}),
    "renombrado": ({ZA: za()}, {ZA: None, "bulletins/2026/zb.md": za(slug="zb")}),
    "de otro tipo": ({ZA: za()}, {ZA: za(type="aviso", expires="2027-01-01")}),
    "publicado de nuevo": (
        {ZA: za(**{**NOTICE, "changes": [{"date": "2026-11-21", "note": "Era falso."}]})},
        {ZA: za()},
    ),
    "la foto con otro nombre": (
        {ZA: za(photos=PICTURE), "media/foto.jpg": photo()},
        {ZA: za(photos=[{**PICTURE[0], "file": "pozo.jpg"}]), "media/pozo.jpg": photo()},
    ),
    "página sin id, renombrada": (
        {"pages/p.md": standing(slug="p", id=None)},
        {"pages/p.md": standing(slug="r", id=None, aliases=["/p/"])},
    ),
    "respondida": ({"questions/q.md": question(id=ID)}, {"questions/q.md": question(**ASK)}),
}  # fmt: skip


@pytest.mark.parametrize("way", KEPT)
def test_what_is_public_today_may_come_back_as_it_was(tmp_path: Path, way: str) -> None:
    assert hidden(tmp_path, *KEPT[way]) == ([], [])


# After any history


MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2027, 2, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=moments.fixed(timedelta(hours=-6)))
)


#: Keys of a header that a history changes or keeps.
KEYS = ("id", "type", "title", "slug", "date", "status", "topic", "embargo", "expires", "changes")


class Histories(RuleBasedStateMachine):
    """A town publishes, renames, takes back; whoever goes back sees nothing that is withheld."""

    @initialize()
    def open(self) -> None:
        self.now = datetime(2026, 11, 1, tzinfo=moments.fixed(timedelta(hours=-6)))
        self.room, self.records = ROOM, dict[str, Bulletin]()
        self.kept: list[tuple[Manifest, Edition]] = []
        self.count = 0

    def change(self, index: int, **values: object) -> None:
        if self.records:
            path = sorted(self.records)[index % len(self.records)]
            one = self.records[path]
            data = {**{name: getattr(one, name) for name in KEYS}, **values}
            for name in ("embargo", "expires"):
                if data[name] is not None and data[name] < data["date"]:
                    data[name] = None
            if data["expires"] and data["embargo"] and data["expires"] < data["embargo"]:
                data["embargo"] = None
            self.records[path] = Bulletin.model_validate({**data, "path": path})

    @rule(index=st.integers(0, 9), days=st.integers(-3, 3))
    def write(self, index: int, days: int) -> None:
        self.count += 1
        path = f"bulletins/2026/b{self.count}.md"
        self.records[path] = Bulletin.model_validate(
            {"id": town(path), "type": "nota", "title": f"B {self.count}", "slug": f"s{index}",
             "date": self.now + timedelta(days=days), "status": "approved", "topic": "agua",
             "path": path}
        )  # fmt: skip

    @rule(index=st.integers(0, 9), slug=st.integers(0, 9))
    def rename(self, index: int, slug: int) -> None:
        self.change(index, slug=f"s{slug}")

    @rule(index=st.integers(0, 9), name=st.sampled_from(["nota", "aviso", "alerta"]))
    def retype(self, index: int, name: str) -> None:
        self.change(index, type=name)

    @rule(index=st.integers(0, 9), status=st.sampled_from(["draft", "approved", "withdrawn"]))
    def decide(self, index: int, status: str) -> None:
        note = [{"date": self.now, "note": "Se decidió."}]
        self.change(index, status=status, changes=note if status == "withdrawn" else [])

    @rule(index=st.integers(0, 9), days=st.integers(-9, 9))
    def embargo(self, index: int, days: int) -> None:
        self.change(index, embargo=self.now + timedelta(days=days))

    @rule(index=st.integers(0, 9), days=st.integers(-9, 9))
    def expire(self, index: int, days: int) -> None:
        self.change(index, expires=self.now + timedelta(days=days))

    @rule(index=st.integers(0, 9))
    def delete(self, index: int) -> None:
        if self.records:
            del self.records[sorted(self.records)[index % len(self.records)]]

    @rule(index=st.integers(0, 9), to=st.integers(10, 19))
    def move(self, index: int, to: int) -> None:
        """Another file, the same record."""
        if self.records:
            old = sorted(self.records)[index % len(self.records)]
            new = f"bulletins/2026/m{to}.md"
            self.records[new] = self.records.pop(old).model_copy(update={"path": new})

    @rule(days=st.integers(0, 9), topics=st.sampled_from([(), ("agua",)]))
    def suspend(self, days: int, topics: tuple[str, ...]) -> None:
        veda = Veda(name="V", starts=self.now, ends=self.now + timedelta(days=days), topics=topics)
        self.room = self.room.model_copy(update={"veda": (veda,)})

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def publish(self) -> None:
        _, edition = self.edition()
        self.kept.append((release(edition, self.now), edition))

    def edition(self) -> tuple[Archive, Edition]:
        archive = Archive({path: SourceDocument(one, {}, 1) for path, one in self.records.items()})
        return archive, compose(archive, self.room, self.now)

    @invariant()
    def nothing_withheld_comes_back(self) -> None:
        archive, now = self.edition()
        lists = {one.id for one in now.bulletins}
        pages = lists | {one.id for one in now.expired}
        titles = pages | {one.id for one in now.withdrawn}
        for manifest, then in self.kept:
            if not not_public(manifest, today(archive, now)):
                assert {one.id for one in then.bulletins} <= lists
                assert {one.id for one in then.expired} <= pages
                assert {one.id for one in then.withdrawn} <= titles


ROOM: Newsroom


@pytest.fixture(scope="module", autouse=True)
def room(tmp_path_factory: pytest.TempPathFactory) -> None:
    global ROOM
    ROOM, _, _ = read(write(tmp_path_factory.mktemp("sala"), {}))


Histories.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
TestHistories = Histories.TestCase


# As it is shipped


def edit(office: Office, name: str, old: str, new: str) -> None:
    text = (office.root / "content" / name).read_text("utf-8")
    assert old in text
    office.write({name: text.replace(old, new)})


def withdraw(office: Office, name: str) -> None:
    note = 'status: "withdrawn"\nchanges: [{date: "2026-11-21", note: "Fecha errónea."}]'
    edit(office, name, 'status: "approved"', note)


def test_no_target_shows_again_what_was_renamed_and_withdrawn(anywhere: Office) -> None:
    assert anywhere.deploy()[0] == 0
    edit(anywhere, OTHER, 'slug: "salud"', 'slug: "vacunas"')
    assert anywhere.deploy()[0] == 0
    first = anywhere.releases()[1]
    withdraw(anywhere, OTHER)
    status, said = anywhere.deploy(allow_removals=True)
    assert status == 0, said
    before = anywhere.place.public()
    for name in (first, None):
        status, said = anywhere.rollback(name)
        assert status == 1 and f"content/{OTHER}" in said and "está retirado" in said, said
        assert "python cli.py deploy production" in said and "sigue como estaba" in said
    assert anywhere.place.public() == before
    assert b"vacunas." not in b"".join(before.values())


def test_a_release_says_how_it_shows_each_thing(at_disk: Office) -> None:
    at_disk.write(
        {
            ZA: za(type="aviso", expires="2026-11-22"),
            "questions/q.md": question(**ASK | {"id": town("q")}),
            "pages/p.md": standing(slug="p", id=None),
            OTHER: za(id=town("o"), title="O", photos=PICTURE),
            "media/foto.jpg": photo(),
        }
    )
    status, said = at_disk.deploy()
    assert status == 0, said
    manifest = loaded(at_disk.place.public()["manifest.json"])
    _, archive, edition = read(at_disk.root, datetime.fromisoformat(manifest.moment))
    shown = states(edition, digests(edition))
    records = dict.fromkeys(manifest.addresses.values(), PUBLIC)
    assert {**records, **(manifest.states or {})} == shown
    assert not not_public(manifest, today(archive, edition))
    # Of one that expired an older manifest does not tell whether it was in lists then.
    old = not_public(replace(manifest, states=None), today(archive, edition))
    assert [one.path for one in old] == [f"content/{ZA} (/aviso/2026/za/)"]
    assert name_of(archive.entries[ZA].document) in (manifest.states or {})


def test_an_older_copy_of_the_content_takes_nobody_back(at_disk: Office, tmp_path: Path) -> None:
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@b.example")
    (at_disk.root / ".gitignore").write_text(".cache/\n")
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-qm", "uno")):
        subprocess.run([*git, *words], cwd=at_disk.root, check=True)
    assert at_disk.deploy()[0] == 0
    edit(at_disk, NOTE, "lunes", "martes")
    subprocess.run([*git, "commit", "-qam", "dos"], cwd=at_disk.root, check=True)
    assert at_disk.deploy()[0] == 0
    subprocess.run([*git, "reset", "-q", "--hard", "HEAD~1"], cwd=at_disk.root, check=True)
    status, said = at_disk.rollback()
    assert status == 1 and "git pull" in said and "sigue como estaba" in said
    subprocess.run([*git, "reset", "-q", "--hard", "ORIG_HEAD"], cwd=at_disk.root, check=True)
    assert at_disk.rollback()[0] == 0


# A target that is held


def test_everybody_is_told_that_a_target_is_held(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    edit(at_disk, NOTE, "lunes", "martes")
    assert at_disk.deploy()[0] == 0
    first = at_disk.releases()[1]
    status, said = at_disk.rollback()
    assert status == 0 and "Se queda fijo" in said and "--resume" in said
    done = run("releases", "production", cwd=at_disk.root)
    assert f"* {first}" in done.stdout and "fija hasta «deploy production --resume»" in done.stdout
    one = json.loads(run("releases", "production", "--format", "json", cwd=at_disk.root).stdout)
    assert [release["pinned"] for release in one] == [False, True]
    assert "está fijo" in run("next", cwd=at_disk.root).stderr
    status, said = at_disk.deploy(resume=True, dry=True)
    assert status == 0 and "está fijo" in at_disk.deploy(if_changed=True)[1]
    assert at_disk.deploy(resume=True)[0] == 0
    assert "está fijo" not in run("next", cwd=at_disk.root).stderr
    assert not (at_disk.root.parent / "www/pin.json").exists()


def test_what_must_leave_while_a_target_is_held_is_told_loudly(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    edit(at_disk, NOTE, "lunes", "martes")
    assert at_disk.deploy()[0] == 0
    assert at_disk.rollback()[0] == 0
    withdraw(at_disk, OTHER)
    status, said = at_disk.deploy(if_changed=True)
    assert status == 1 and f"content/{OTHER}" in said and "--resume" in said
    (at_disk.root.parent / "www/current/index.html").unlink()
    at_disk.write({OTHER: FILES[OTHER]})
    status, said = at_disk.deploy(if_changed=True)
    assert status == 1 and "index.html" in said and "rollback production" in said


def test_what_has_errors_stays_as_it_was_while_a_target_is_held(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    edit(at_disk, NOTE, "lunes", "martes")
    assert at_disk.deploy()[0] == 0
    assert at_disk.rollback()[0] == 0
    first = at_disk.releases()[-1].lstrip("*")
    for broken in ('topic: "salud"', "---\n\nHabrá"):
        at_disk.write({OTHER: str(FILES[OTHER]).replace(broken, 'topic: "nada"')})
        status, said = at_disk.deploy(if_changed=True, keep_going=True)
        assert status == 0 and "está fijo" in said and "no debe verse" not in said, said
        assert at_disk.rollback(first)[0] == 1  # nobody knows what it was to be


def test_whoever_dies_leaves_a_target_held_or_not_and_never_put_back_and_free(
    at_disk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    assert at_disk.deploy()[0] == 0
    edit(at_disk, NOTE, "lunes", "martes")
    assert at_disk.deploy()[0] == 0
    last = at_disk.place.public()
    with monkeypatch.context() as patch:  # the pin is there, the release is not
        patch.setattr(Disk, "_point", dies)
        assert at_disk.rollback()[0] == 130
    assert at_disk.place.public() == last
    status, said = at_disk.deploy(if_changed=True)
    assert status == 0 and "Nada cambió" in said
    assert at_disk.rollback()[0] == 0
    with monkeypatch.context() as patch:  # the new release is there, and the pin still is
        patch.setattr(Disk, "unpin", dies)
        assert at_disk.deploy(resume=True)[0] == 130
    status, said = at_disk.deploy(if_changed=True)
    assert status == 0 and "Nada cambió" in said


def test_a_pin_that_cannot_be_read_holds_all_the_same(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    (at_disk.root.parent / "www/pin.json").write_bytes(b"{")
    assert at_disk.deploy()[0] == 2
    assert at_disk.deploy(resume=True)[0] == 0
    assert at_disk.deploy()[0] == 0


@pytest.mark.parametrize("name", ["pin.json", "releases/20200101T000000Z-aaaaaaaa.json"])
def test_a_pipe_among_the_records_of_a_target_is_not_waited_for(at_disk: Office, name: str) -> None:
    assert at_disk.deploy()[0] == 0
    path = at_disk.root.parent / "www" / name
    os.mkfifo(path)
    if name.startswith("releases/"):  # a record is read if its release is there
        path.with_suffix("").mkdir()
        (path.with_suffix("") / "manifest.json").write_bytes(b"{}")
    ended = run("releases", "production", cwd=at_disk.root)
    assert ended.returncode == 3 and "no es un archivo" in ended.stderr, ended
    path.unlink()
    if name.startswith("releases/"):
        shutil.rmtree(path.with_suffix(""))
    assert at_disk.deploy()[0] == 0
