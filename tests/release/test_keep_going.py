"""`deploy --keep-going`: what is wrong waits as it was last public, and nothing else waits."""

import re
import subprocess
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from town import bulletin, photo, question, read, standing, write

from pregonero.content.model.bulletin import Document
from pregonero.edition.fallback import may_stay
from pregonero.engine.incremental.manifest import BuildManifest
from pregonero.git.repository import Sources
from pregonero.newsroom.model import Newsroom
from pregonero.release.deploy import BuiltSite
from pregonero.slug import slugify

from .conftest import NOTE, OTHER, Office

MINE = ("-c", "user.name=Ana", "-c", "user.email=ana@prensa.example", "-c", "commit.gpgsign=false")
PAGE = "nota/2026/agua/index.html"
ALERT = "bulletins/2026/alerta.md"
TODAY = datetime.now().astimezone()
LATER, EARLIER = (f"{TODAY + timedelta(days=days):%Y-%m-%d}" for days in (20, -2))


def git(office: Office, *words: str) -> None:
    subprocess.run(["git", *MINE, *words], cwd=office.root, check=True, capture_output=True)


def save(office: Office) -> None:
    git(office, "add", "content", "newsroom.toml")
    git(office, "commit", "-qm", "Guardado", "--allow-empty")


@pytest.fixture
def public(at_disk: Office) -> Office:
    """A newsroom in git whose site was shipped."""
    git(at_disk, "init", "-q", "-b", "main")
    save(at_disk)
    status, said = at_disk.deploy()
    assert status == 0, said
    return at_disk


def text(office: Office, name: str) -> str:
    return (office.root / "content" / name).read_text("utf-8")


def edit(office: Office, old: str, new: str, name: str = NOTE) -> None:
    assert old in text(office, name)
    office.write({name: text(office, name).replace(old, new, 1)})


def keep_going(office: Office) -> tuple[str, dict[str, bytes]]:
    """Ship what may be, with an alert among it. Gives what was said, and what is public."""
    alert = bulletin("Suba a la loma.", type="alerta", slug="alerta", title="Crece el río",
                     expires=LATER)  # fmt: skip
    office.write({ALERT: alert})
    save(office)
    assert office.deploy()[0] == 1
    status, said = office.deploy(keep_going=True)
    assert status == 1, said
    shown = office.place.public()
    assert "alerta/2026/alerta/index.html" in shown
    return said, shown


def first(cases: Iterable[str]) -> list[Any]:
    """Cases of which each ships a site four times over: only the first is tried every time."""
    one, *rest = cases
    return [one, *(pytest.param(case, marks=pytest.mark.slow) for case in rest)]


BREAKAGES = {
    "a mistyped date": ('"2026-11-20"', "mañana"),
    "no summary of its type": ('type: "nota"', 'type: "comunicado"'),
    "a topic that is not": ('topic: "agua"', 'topic: "aguas"'),
    "a header that is not YAML": ('topic: "agua"', 'topic: "agua'),
    "a key twice": ('topic: "agua"', 'topic: "agua"\ntopic: "salud"'),
    "a link to nothing": ("El agua vuelve el lunes.", "El agua vuelve el martes. [x](nada.md)"),
    "an unknown key": ('topic: "agua"', 'topicc: "agua"'),
}


def streets(office: Office, faults: Iterable[str]) -> dict[str, str]:
    """Ship a text for each fault, which is still to be made. Gives each text's file."""
    git(office, "init", "-q", "-b", "main")
    files = {fault: f"bulletins/2026/calle-{n}.md" for n, fault in enumerate(faults)}
    texts = {
        file: bulletin(
            "El agua vuelve el lunes.", topic="agua", title=f"Se repara la red de agua {n}"
        )
        for n, file in enumerate(files.values())
    }
    office.write({NOTE: None, **texts})
    save(office)
    status, said = office.deploy()
    assert status == 0, said
    return files


def page_of(file: str) -> str:
    return f"nota/2026/{Path(file).stem}/index.html"


def test_what_is_wrong_stays_as_it_was_and_an_alert_goes_out(at_disk: Office) -> None:
    """One text for each fault, all of them in one site: a deploy is what takes long."""
    files = streets(at_disk, BREAKAGES)
    good = {file: text(at_disk, file) for file in files.values()}
    for fault, file in files.items():
        old, new = BREAKAGES[fault]
        if "vuelve" not in old:
            edit(at_disk, "vuelve el lunes", "se va el lunes", file)
        edit(at_disk, old, new, file)
    said, shown = keep_going(at_disk)
    assert b"se va el lunes" not in b"".join(shown.values()) and "Así desde el" in said
    assert b"vuelve el martes" not in b"".join(shown.values())
    for fault, file in files.items():
        assert b"El agua vuelve el lunes" in shown[page_of(file)], fault
        assert f"content/{file}: sigue público como estaba" in said, fault
    again, same = at_disk.deploy(keep_going=True, if_changed=True), at_disk.place.public()
    assert again[0] == 1 and same == shown
    at_disk.write({file: one.replace("vuelve", "volvió") for file, one in good.items()})
    save(at_disk)
    status, said = at_disk.deploy()
    shown = at_disk.place.public()
    assert status == 0, said
    assert all("El agua volvió" in shown[page_of(file)].decode() for file in files.values())


FORBIDDING = {
    "an embargo nobody can read": ('topic: "agua"', "embargo: el lunes"),
    "withdrawn, badly": ('status: "approved"', 'status: "withdrawn"'),
    "a draft again": ('status: "approved"', 'status: "draft"\ntopic: ['),
    "an embargo to come": ('topic: "agua"', f"embargo: {LATER}\ntopic: aguas"),
    "an embargo with a slip": ('topic: "agua"', f"enbargo: {LATER}"),
    "over": ('topic: "agua"', f"expires: {EARLIER}\ntopic: aguas"),
    "over, nobody can tell when": ('topic: "agua"', "vence: ayer"),
    "dated later": ('date: "2026-11-20"', f"date: {LATER}\ntopicc: x"),
    "both sides of a conflict": (
        'status: "approved"',
        '<<<<<<< HEAD\nstatus: "approved"\n=======\nstatus: "draft"\n>>>>>>> rama',
    ),
    "no word of it": ('status: "approved"\n', 'topicc: "x"\n'),
}


@pytest.mark.parametrize("half", [0, 1])
def test_what_may_no_longer_be_public_is_not_kept(at_disk: Office, half: int) -> None:
    """More notices at once than half of these stop a deploy."""
    files = streets(at_disk, [*FORBIDDING][half::2])
    for fault, file in files.items():
        edit(at_disk, *FORBIDDING[fault], file)
    said, shown = keep_going(at_disk)
    everything = b"".join(shown.values())
    assert b"El agua vuelve" not in everything and b"red de agua" not in everything
    assert "aviso" in said
    for fault, file in files.items():
        assert "está en revisión" in shown[page_of(file)].decode(), fault
        address = page_of(file).removesuffix("index.html")
        assert f"content/{file}: su dirección responde" in said or f"  /{address}" in said, fault
    again = at_disk.deploy(keep_going=True)
    now = at_disk.place.public()
    assert again[0] == 1 and all(now[page_of(f)] == shown[page_of(f)] for f in files.values())


def test_what_was_never_public_waits(public: Office) -> None:
    new = bulletin("Nunca dicho.", slug="nunca", title="Nunca dicho", topic="aguas")
    public.write({"bulletins/2026/nunca.md": new})
    said, shown = keep_going(public)
    assert b"unca dicho" not in b"".join(shown.values())
    assert "content/bulletins/2026/nunca.md: no se publica" in said
    assert b"El agua vuelve" in shown[PAGE]


@pytest.mark.parametrize("name", first(["0-copia.md", "zz-copia.md"]))
def test_of_two_that_claim_one_thing_the_public_one_stays(public: Office, name: str) -> None:
    copy = text(public, NOTE).replace("El agua vuelve", "Otra cosa")
    public.write({f"bulletins/2026/{name}": copy})
    _, shown = keep_going(public)
    assert b"El agua vuelve" in shown[PAGE]
    assert b"Otra cosa" not in b"".join(shown.values())


@pytest.mark.parametrize("change", first(["a draft", "deleted"]))
def test_a_public_address_that_nothing_fills_answers_with_a_notice(
    public: Office, change: str
) -> None:
    edit(public, 'topic: "agua"', 'topic: "agua"\naliases: [/vieja/agua.html]')
    save(public)
    assert public.deploy()[0] == 0
    if change == "deleted":
        public.write({NOTE: None})
    else:
        edit(public, '"approved"', '"draft"')
    public.write({OTHER: text(public, OTHER) + f"\n[El agua]({Path(NOTE).name})\n"})
    said, shown = keep_going(public)
    assert "está en revisión" in shown[PAGE].decode() and "/nota/2026/agua/" in said
    assert "está en revisión" in shown["vieja/agua.html"].decode()
    assert b"El agua vuelve" not in b"".join(shown.values())
    assert b"vacunas" in shown["nota/2026/salud/index.html"]


@pytest.mark.slow
def test_without_git_nothing_is_kept_and_its_address_answers(at_disk: Office) -> None:
    assert at_disk.deploy()[0] == 0
    edit(at_disk, '"2026-11-20"', "mañana")
    status, said = at_disk.deploy(keep_going=True)
    assert status == 1 and "está en revisión" in at_disk.place.public()[PAGE].decode(), said


@pytest.mark.slow
def test_a_fault_of_the_newsroom_stops_all(public: Office) -> None:
    before = public.place.public()
    public.toml("[topics]", "[topicos]")
    assert public.deploy(keep_going=True)[0] == 1
    assert public.place.public() == before


def test_a_good_site_is_shipped_as_ever(public: Office) -> None:
    edit(public, "el lunes", "el martes")
    save(public)
    status, said = public.deploy(keep_going=True)
    assert status == 0 and b"el martes" in public.place.public()[PAGE], said


@pytest.mark.slow
def test_a_topic_that_the_newsroom_took_away_stops_all(public: Office) -> None:
    before = public.place.public()
    public.toml('agua = { name = "Agua" }', 'rios = { name = "Ríos" }')
    status, said = public.deploy(keep_going=True)
    assert status == 1 and public.place.public() == before, said


@pytest.mark.slow
def test_a_new_page_does_not_take_the_old_address_of_a_public_one(public: Office) -> None:
    edit(public, 'topic: "agua"', 'topic: "agua"\naliases: [/nota/2026/vieja/]')
    save(public)
    assert public.deploy()[0] == 0
    new = bulletin("Recién llegada.", slug="vieja", title="Recién llegada")
    public.write({"bulletins/2026/0.md": new})
    _, shown = keep_going(public)
    assert "Recién llegada".encode() not in b"".join(shown.values())
    assert b"/nota/2026/agua/" in shown["nota/2026/vieja/index.html"]


@pytest.mark.slow
def test_a_photograph_that_came_with_what_is_wrong_is_not_shown(public: Office) -> None:
    shown = {"file": "p.jpg", "alt": "Una bomba de agua en la calle Real", "credit": "Prensa"}
    values = {"slug": "agua", "topic": "agua", "photos": [shown]}
    public.write({"media/p.jpg": photo("#ff0000"), NOTE: bulletin("Con foto.", **values)})
    save(public)
    assert public.deploy()[0] == 0
    wrong = bulletin("Con otra foto.", **values).replace('"agua"\nphotos', '"aguas"\nphotos')
    public.write({NOTE: wrong})
    assert b"Con foto." in keep_going(public)[1][PAGE]
    public.write({"media/p.jpg": photo("#00ff00")})
    save(public)
    assert public.deploy(keep_going=True)[0] == 1
    assert "está en revisión" in public.place.public()[PAGE].decode()


OTHERS = {
    "pages/oficina.md": ("slug: oficina", "slug: oficina\nmenu: alto", "oficina/index.html"),
    "campaigns/agua.md": ("summary: ", "sumary: ", "campanas/agua/index.html"),
    "questions/2026/hora.md": ("2026-11-10 09:00", "ayer", "dialogo/2026/hora/index.html"),
}


@pytest.mark.parametrize("fault", first(["deleted", "wrong"]))
def test_a_record_of_any_kind_waits_and_its_address_answers(at_disk: Office, fault: str) -> None:
    git(at_disk, "init", "-q", "-b", "main")
    at_disk.write({
        "campaigns/agua.md": standing("Cuidemos el agua.", title="Agua para siempre", slug="agua"),
        "questions/2026/hora.md": question("A las ocho.", answered="2026-11-12", state="answered"),
    })  # fmt: skip
    save(at_disk)
    assert at_disk.deploy()[0] == 0
    before = at_disk.place.public()
    for name, (old, new, _) in OTHERS.items():
        if fault == "deleted":
            at_disk.write({name: None})
        else:
            edit(at_disk, old, new, name)
    shown = keep_going(at_disk)[1]
    for name, (_, _, page) in OTHERS.items():
        (heading,) = re.findall(r"<h1[^>]*>.*?</h1>", before[page].decode(), re.DOTALL)
        now = shown[page].decode()
        assert ("está en revisión" in now) == (fault == "deleted"), name
        assert (heading in now) == (fault == "wrong"), name


def test_what_is_not_published_need_not_be_saved(public: Office) -> None:
    """Somebody is in the middle of a draft, and of a correction, when an alert has to go out."""
    public.write({
        "bulletins/2026/medias.md": bulletin("x", title="A medias", status="draft", date="?"),
        "bulletins/otra/nueva.md": bulletin("x", title="Nueva", status="draft"),
        "media/nueva.jpg": photo(),
    })  # fmt: skip
    assert public.deploy()[0] == 0
    git(public, "stash", "-uq", "--", "content")
    public.write({ALERT: bulletin("Suba.", type="alerta", title="Crece el río", expires=LATER)})
    save(public)
    git(public, "stash", "pop", "-q")
    edit(public, '"2026-11-20"', "mañana")
    status, said = public.deploy(keep_going=True, if_changed=True)
    shown = public.place.public()
    assert status == 1 and any(name.startswith("alerta/2026/") for name in shown), said
    assert b"vuelve el lunes" in shown[PAGE]
    edit(public, "mañana", '"2026-11-20"')
    edit(public, "vuelve", "volvió")
    status, said = public.deploy(keep_going=True)
    assert status == 1 and "no se publica lo que git no tiene guardado" in said


@pytest.mark.slow
def test_a_newer_state_that_was_never_public_is_not_taken_for_one(public: Office) -> None:
    edit(public, "el lunes", "el jueves")
    save(public)
    edit(public, '"2026-11-20"', "mañana")
    _, shown = keep_going(public)
    assert b"el lunes" in shown[PAGE]
    save(public)
    assert public.deploy(keep_going=True)[0] == 1
    everything = b"".join(public.place.public().values())
    assert b"el lunes" in everything and b"el jueves" not in everything


@pytest.mark.slow
def test_a_draft_in_the_way_of_a_public_address_hinders_no_deploy(public: Office) -> None:
    draft = bulletin("Borrador.", slug="agua", title="Otra", status="draft")
    public.write({"bulletins/2026/0.md": draft, "pages/temas.md": "---\ntitle: X\nstatus: draft\n"
                  "slug: prensa\n---\n\nX\n"})  # fmt: skip
    save(public)
    status, said = public.deploy()
    assert status == 0 and b"El agua vuelve" in public.place.public()[PAGE], said


#: Lines by which a text that was public may be one no more, and those that change nothing.
DECIDING = st.sampled_from([
    "status: withdrawn", "estado: retirado", "Estado : Borrador", "'status': draft", "status: x",
    f"embargo: {LATER}", "embargo: mañana", f"  embargo: '{LATER} 10:00' # acordado", "embargo:",
    f"expires: {EARLIER}", "vence: ayer", f"Vence: {EARLIER}", f"fecha: {LATER}", f"date: {LATER}",
    f"embargado: {LATER}", f"publicar: {LATER}", "estatus: retirado",
])  # fmt: skip
BROKEN = st.sampled_from([
    "title: [", "topic: aguas", 'deck: "sin cerrar', "\ttab: 1", "summary: a: b", "topicc: agua",
    "<<<<<<< HEAD", "title: otra vez", "photos: 3", "& *", "",
])  # fmt: skip


@settings(max_examples=300)
@given(
    DECIDING,
    st.lists(BROKEN, min_size=1, max_size=3),
    st.randoms(use_true_random=False),
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
    st.sampled_from(["---", "", "--"]),
)
def test_no_line_that_forbids_is_overlooked(
    known: tuple[Newsroom, Document], line: str, broken: list[str], order: Random,
    encoding: str, fence: str,
) -> None:  # fmt: skip
    """However broken a header is, whatever may say that a text is not public any more is heeded."""
    newsroom, before = known
    good = bulletin(slug="agua", topic="agua").splitlines()[1:-3]
    without = [one for one in good if one.partition(":")[0] not in slugify(line).split("-")[:1]]
    lines = [*without, line, *broken]
    order.shuffle(lines)
    raw = "\n".join(["---", *lines, fence, "", "Texto."]).encode(encoding)
    assert not may_stay(raw, before, newsroom, TODAY)


@pytest.mark.parametrize("broken", ["title: [", "topic: aguas", "summary: a: b", "\ttab: 1"])
def test_a_line_that_forbids_nothing_takes_nothing_away(
    known: tuple[Newsroom, Document], broken: str
) -> None:
    newsroom, before = known
    text = bulletin(slug="agua", topic="agua").replace("topic", f"{broken}\ntopic", 1)
    assert may_stay(text.encode(), before, newsroom, TODAY)


def test_a_heading_by_a_row_of_equals_signs_makes_no_header_of_its_text(
    known: tuple[Newsroom, Document],
) -> None:
    newsroom, before = known
    body = f"El martes\n=========\n\nEmbargo: {LATER}\n"
    broken = bulletin(body, slug="agua", topic="agua").replace("topic", "topic: aguas\ntopic", 1)
    assert may_stay(broken.encode(), before, newsroom, TODAY)


def test_only_texts_that_git_lacks_are_of_no_commit() -> None:
    ledger = BuildManifest(
        addresses="abc/nota/2026/agua/\ndef/nota/2026/luz/", places=f"{NOTE}\n{OTHER}"
    )

    def origins(*changed: str) -> object:
        sources = Sources("a" * 40, changed)
        site = BuiltSite(Path(), ledger, TODAY, "https://prensa.example", sources, {})
        return site.manifest.origins

    assert origins("newsroom.toml", "theme/templates/base.html") == {}
    assert origins("newsroom.toml", f"content/{NOTE}") == {"/nota/2026/agua/": ""}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Newsroom, Document]:
    """A newsroom and a text of it that is public."""
    root = write(tmp_path_factory.mktemp("texto"), {NOTE: bulletin(slug="agua", topic="agua")})
    newsroom, archive, _ = read(root)
    return newsroom, archive.entries[NOTE].document
