"""The promises of the design, each with tests that fail when it is broken."""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from town import (
    NOW,
    PROGRAM,
    answering,
    build,
    bulletin,
    environment,
    faults,
    newsroom,
    photo,
    publish,
    read,
    run,
    standing,
    told,
    tree,
    write,
)

from pregonero.diagnostics import ProblemsFound

Site = Callable[..., Path]
ALT = "Una cuadrilla abre una zanja en la calle"
MEXICO = ZoneInfo("America/Mexico_City")

RICH = {
    "bulletins/2026/zanja.md": bulletin(
        "Se abre una zanja.\n\n![](zanja.jpg)\n\nVea [la oficina](../../pages/oficina.md).",
        type="comunicado",
        folio=1,
        title="Se abre una zanja",
        summary="La zanja mide cien metros.",
        dateline="San Jacinto",
        topic="obras-publicas",
        tags=["zanja", "drenaje"],
        campaign="limpieza",
        date="2026-11-20 10:30",
        photos=[
            {"file": "zanja.jpg", "alt": ALT, "caption": "La zanja", "credit": "Prensa"},
            {"file": "2026/plano.png", "alt": "Plano de la calle con la zanja", "credit": "Obras"},
        ],
        changes=[{"date": "2026-11-21", "note": "La zanja mide cien metros, no diez."}],
    ),
    "bulletins/2026/english.md": bulletin(
        "A trench is dug.",
        title="A trench is dug",
        lang="en",
        modified="2026-11-21",
        translation_of=str(uuid.uuid5(uuid.NAMESPACE_URL, "Se abre una zanja")),
        translator="Ana Ruiz",
    ),
    "bulletins/2026/borrador.md": bulletin("Todavía no.", title="Aún no se dice", status="draft"),
    "bulletins/2026/corte.md": bulletin(
        "Sin agua el lunes.", type="aviso", title="Corte de agua", expires="2026-11-21"
    ),
    "pages/oficina.md": standing("# Quiénes\n\nSomos dos.", menu=1),
    "campaigns/limpieza.md": standing("Limpiemos.", title="Limpieza", summary="Calles limpias."),
    "media/zanja.jpg": photo("#446622", (700, 500)),
    "media/2026/plano.png": photo("#222266", (90, 200)),
    "media/sin-uso.jpg": photo("#662222"),
}

# 1. Nothing is lost


def test_every_file_is_published_or_withheld_with_a_reason(site: Site) -> None:
    more: dict[str, str | bytes] = {
        "bulletins/.oculto.md": bulletin(title="Oculto"),
        "bulletins/2026/nota.md~": bulletin(title="Copia"),
        "bulletins/2026/oficio.docx": b"PK",
        "bulletins/2026/embargo.md": bulletin(title="Embargado", embargo="2027-01-01"),
        "bulletins/2026/futuro.md": bulletin(title="Mañana", date="2026-11-24"),
        "bulletins/2026/retirado.md": bulletin(
            title="Se retira",
            status="withdrawn",
            changes=[{"date": "2026-11-21", "note": "No era así."}],
        ),
        "pages/vieja.md": standing(title="Página vieja", status="draft"),
        "campaigns/otra.md": standing(title="Otra campaña", status="draft"),
        "notas.txt": "Pendientes",
        "media/.DS_Store": b"\0",
        "media/acta.pdf": b"%PDF-1.4",
    }
    root = site({**RICH, **more})
    publish(root)
    _, archive, edition = read(root)
    withheld = {one.path for one in edition.withheld}
    public = {*edition.documents, *(f"media/{file}" for file in edition.media)}
    assert all(one.reason for one in edition.withheld)
    files = {name for name in tree(root / "content") if not name.endswith("/")}
    assert withheld | public == files and not withheld & public
    output = tree(root / "output")
    for document in edition.documents.values():
        assert f"{document.address[1:]}index.html" in output
    assert not archive.errors


def test_the_build_says_what_stays_out_and_why(site: Site) -> None:
    root = site(
        {
            **RICH,
            "bulletins/2026/embargo.md": bulletin(title="Embargado", embargo="2027-01-01 09:00"),
            "bulletins/2026/futuro.md": bulletin(title="Mañana", date="2026-11-24"),
        }
    )
    summary = told(run("build", "--at", NOW, cwd=root))
    assert "content/bulletins/2026/borrador.md: borrador" in summary
    assert "content/bulletins/2026/embargo.md: embargo hasta 2027-01-01 09:00-06:00" in summary
    assert "content/bulletins/2026/futuro.md: programado para 2026-11-24 00:00-06:00" in summary
    assert "nada público lo usa (1)" in summary


def test_a_text_saved_from_word_is_named_in_the_summary(site: Site) -> None:
    root = site({**RICH, "bulletins/2026/oficio.docx": b"PK", "bulletins/2026/aviso.txt": "Hoy"})
    summary = told(run("build", "--at", NOW, cwd=root))
    assert "content/bulletins/2026/oficio.docx" in summary
    assert "content/bulletins/2026/aviso.txt" in summary


# 2. Nothing leaks


def moments(first: datetime, last: datetime) -> Any:
    return st.datetimes(first, last).map(lambda at: at.replace(second=0, microsecond=0))


START = datetime(2026, 1, 1)
YEAR = moments(START, datetime(2026, 12, 31))
VEDAS = """
[[veda]]
name = "Proceso electoral"
starts = "2026-04-01"
ends = "2026-06-07"
topics = ["salud"]
types = ["alerta"]

[[veda]]
name = "Consulta"
starts = "2026-09-01"
ends = "2026-09-20"
"""


def stamp(at: datetime | None) -> str | None:
    return at.isoformat(" ", "minutes") if at else None


#: Whole sites are too slow to look for the smallest that fails.
WHOLE = (Phase.explicit, Phase.generate)
rarely = st.integers(0, 5).map(lambda n: n == 5)


@st.composite
def archives(draw: Any) -> dict[str, dict[str, Any]]:
    """Bulletins by file, any status and times, each with words that are nowhere else."""
    found: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(2, 7))):

        def token(part: str, number: int = number) -> str:
            return f"zq{part}{number}x"

        date = draw(YEAR)
        embargo = draw(st.none() | YEAR)
        published = max(date, embargo or date)
        expires = draw(st.none() | st.integers(0, 200).map(lambda d: published + timedelta(d)))  # noqa: B023
        status = draw(st.sampled_from(["approved", "approved", "approved", "draft", "withdrawn"]))
        path = f"bulletins/2026/{token('slug')}.md"
        found[path] = {
            "type": draw(st.sampled_from(["nota", "aviso", "alerta"])),
            "title": f"Título {token('title')}",
            "id": str(uuid.UUID(int=number + 1)),
            "status": status,
            "topic": draw(st.none() | st.sampled_from(["agua", "salud"])),
            "summary": f"Sumario {token('summary')}",
            "deck": [f"Balazo {token('deck')}"],
            "dateline": f"Lugar {token('dateline')}",
            "tags": [token("tag")],
            "notes": f"Nota {token('notes')}",
            "date": stamp(date),
            "embargo": stamp(embargo),
            "expires": stamp(expires or (published + timedelta(30))),
            "changes": [{"date": stamp(published), "note": f"Cambio {token('change')}"}],
            "veda": {"cause": token("cause"), "authorised_by": token("who")}
            if draw(rarely)
            else None,
            "photos": [
                {
                    "file": f"{token('file')}.jpg",
                    "alt": f"Una foto de {token('alt')}",
                    "caption": f"Pie {token('caption')}",
                    "credit": token("credit"),
                }
            ],
            "body": f"Texto {token('body')}.\n\n## Parte {token('heading')}\n\n"
            f"[acta]({token('pdf')}.pdf)",
        }
        if draw(rarely) and number in VERSIONS:
            lang, easy = VERSIONS[number]
            found[path] |= {
                "translation_of": str(uuid.UUID(int=1)),
                "lang": lang,
                "easy_read": easy,
            }
        if found[path]["type"] == "alerta":
            found[path]["alert"] = {
                "level": "peligro",
                "source": token("source"),
                "area": token("area"),
                "instructions": token("instructions"),
            }
        if draw(rarely):
            found[path]["body"] += f" [otro](zqslug{draw(st.integers(0, number))}x.md)"
    return found


def filed(records: dict[str, dict[str, Any]]) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {}
    for path, record in records.items():
        values = {key: value for key, value in record.items() if key != "body"}
        files[path] = bulletin(record["body"], **values)
        number = int(values["id"][-4:], 16)
        files[f"media/{values['photos'][0]['file']}"] = photo(f"#{number:02x}3366", (16, 12))
        files[f"media/zqpdf{number - 1}x.pdf"] = f"%PDF zqinside{number - 1}x".encode()
    return files


#: The language of each version, and whether it is easy to read: no two are alike.
VERSIONS = {
    1: ("nhn", False),
    2: ("es", True),
    3: ("en", False),
    4: ("nhn", True),
    5: ("en", True),
}
PARTS = """slug title summary deck dateline tag notes change cause who file alt caption credit
body heading pdf inside source area instructions""".split()  # noqa: SIM905
#: What a withdrawal notice shows, and what of a suspended bulletin its address does.
#: The message that cancels an alert says whose it was.
SHOWN = {"withdrawn": {"slug", "title", "change", "source"}, "suspended": {"slug"}}


@settings(max_examples=40, phases=WHOLE)
@given(records=archives(), at=YEAR)
def test_no_word_of_what_is_withheld_is_in_any_byte(
    records: dict[str, dict[str, Any]], at: datetime
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), filed(records), newsroom(VEDAS))
        try:
            publish(root, at.replace(tzinfo=MEXICO))
        except ProblemsFound as refused:  # a link that would name what is withheld
            assert all(problem.field == "texto" for problem in refused.problems)
            return
        output = tree(root / "output")
        _, _, edition = read(root, at.replace(tzinfo=MEXICO))
    names = "\n".join(output).encode()
    content = b"\n".join(output.values())
    withdrawn = {one.path for one in edition.withdrawn}
    whole = edition.documents.keys() - withdrawn
    for path, record in records.items():
        number = int(record["id"][-4:], 16) - 1
        # Said again by hand: what the rules are, not what the program took them to be.
        published = max(record["date"], record["embargo"] or "")
        if record["status"] == "draft" or published > stamp(at):
            assert path not in edition.documents
        if path in whole:
            assert f"zqbody{number}x".encode() in content
            continue
        suspended = any(f"zqslug{number}x/" in address for address in edition.suspended)
        shown = SHOWN["withdrawn"] if path in withdrawn else SHOWN["suspended"] if suspended else ()
        for part in PARTS:
            word = f"zq{part}{number}x".encode()
            assert part in shown or word not in names + content, (path, part)
        if suspended:  # in the name of its own file, and nowhere else
            assert f"zqslug{number}x".encode() not in content


@settings(max_examples=200)
@given(records=archives(), one=YEAR, other=YEAR)
def test_an_address_that_answers_goes_on_answering(
    records: dict[str, dict[str, Any]], one: datetime, other: datetime
) -> None:
    room, archive = loaded(records)
    first, then = sorted((one, other))
    before, after = (composed(archive, room, at.replace(tzinfo=MEXICO)) for at in (first, then))
    assert answers(before) <= answers(after)


def loaded(records: dict[str, dict[str, Any]]) -> tuple[Any, Any]:
    with tempfile.TemporaryDirectory() as folder:
        room, archive, _ = read(write(Path(folder), filed(records), newsroom(VEDAS)))
    return room, archive


def composed(archive: Any, room: Any, at: datetime) -> Any:
    from pregonero.edition.compose import compose

    return compose(archive, room, at)


def answers(edition: Any) -> set[str]:
    return {d.address for d in edition.documents.values()} | set(edition.suspended)


@settings(max_examples=15, phases=WHOLE)
@given(records=archives(), one=YEAR, other=YEAR)
def test_every_page_and_feed_that_was_built_goes_on_answering(
    records: dict[str, dict[str, Any]], one: datetime, other: datetime
) -> None:
    first, then = sorted((one, other))
    with tempfile.TemporaryDirectory() as folder:
        for record in records.values():
            record["body"] = record["body"].partition(" [otro]")[0]
        root = write(Path(folder), filed(records), newsroom(VEDAS))
        before = answering(build(root, first.replace(tzinfo=MEXICO)))
        after = answering(build(root, then.replace(tzinfo=MEXICO)))
        _, _, edition = read(root, then.replace(tzinfo=MEXICO))
    # A veda leaves its notice at the address of an alert; a message is what it takes out.
    suspended = {f"{address}cap.xml" for address in edition.suspended}
    assert before - suspended <= after


def test_a_month_whose_only_notice_expired_goes_on_answering(site: Site) -> None:
    root = site({"bulletins/2026/corte.md": bulletin(type="aviso", expires="2026-11-22")})
    before = answering(build(root, "2026-11-21"))
    assert "/archivo/2026/11/" in before
    assert before <= answering(build(root, "2026-11-23"))


def test_the_second_page_of_a_list_goes_on_answering_in_a_veda(site: Site) -> None:
    files = {f"bulletins/2026/{n}.md": bulletin(title=f"Nota {n}") for n in range(21)}
    root = site(files, newsroom('[[veda]]\nname="V"\nstarts="2026-11-25"\nends="2026-12-01"\n'))
    before = answering(build(root, "2026-11-24"))
    assert "/archivo/pagina/2/" in before
    assert before <= answering(build(root, "2026-11-26"))


def test_a_bulletin_under_embargo_is_public_the_second_it_ends(site: Site) -> None:
    root = site({"bulletins/2026/nota.md": bulletin(embargo="2026-11-23 09:00")})
    page = "nota/2026/nota/index.html"
    assert page not in build(root, "2026-11-23T08:59:59")
    assert page in build(root, "2026-11-23T09:00:00")
    assert page in build(root, "2026-11-23T15:00:00Z")


def test_a_campaign_that_is_a_draft_is_not_named_by_its_bulletins(site: Site) -> None:
    root = site(
        {
            "bulletins/2026/nota.md": bulletin(campaign="zqsecreta"),
            "campaigns/zqsecreta.md": standing(title="Zqsecreta", status="draft"),
        }
    )
    output = build(root)
    assert b"zqsecreta" not in b"".join(output.values()).lower()
    assert not any("zqsecreta" in name for name in output)


def test_a_translation_is_not_named_before_its_time(site: Site) -> None:
    root = site(
        {
            "bulletins/2026/nota.md": bulletin(id=str(uuid.UUID(int=1))),
            "bulletins/2026/zqnote.md": bulletin(
                title="Zqnote", lang="en", translation_of=str(uuid.UUID(int=1)),
                translator="Ana", embargo="2027-01-01",
            ),
        }
    )  # fmt: skip
    assert b"zqnote" not in b"".join(build(root).values()).lower()
    assert b"zqnote" in build(root, "2027-01-02")["nota/2026/nota/index.html"].lower()


def test_what_one_veda_allows_another_at_the_same_time_does_not(site: Site) -> None:
    two = """
[[veda]]
name = "Federal"
starts = "2026-11-01"
ends = "2026-12-31"
topics = ["agua"]
[[veda]]
name = "Local"
starts = "2026-11-10"
ends = "2026-11-30"
"""
    root = site(
        {"bulletins/2026/nota.md": bulletin(topic="agua", date="2026-10-01")}, newsroom(two)
    )
    word = b"Se repara la red de agua"
    assert word in b"".join(build(root, "2026-11-05").values())
    assert word not in b"".join(build(root, "2026-11-20").values())


def test_in_a_veda_there_is_no_slogan_and_no_logo(site: Site) -> None:
    toml = newsroom(
        """
[[slogans]]
text = "Zqlema para todos"
[images]
logo = "zqlogo.png"
[[veda]]
name = "V"
starts = "2026-11-10"
ends = "2026-11-30"
"""
    )
    root = site({"media/zqlogo.png": photo()}, toml)
    before, during = build(root, "2026-11-09"), build(root, "2026-11-15")
    assert b"Zqlema" in before["index.html"] and "media/zqlogo.png" in before
    assert b"Zqlema" not in b"".join(during.values()) and "media/zqlogo.png" not in during


# 3. Same in, same out


def test_neither_place_nor_language_nor_clock_nor_cores_change_a_byte(
    site: Site, tmp_path: Path
) -> None:
    root = site(RICH)
    one = run(
        "build", "--at", NOW, cwd=root,
        env={"LANG": "C", "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"},
        umask=0o022,
    )  # fmt: skip
    first = tree(root / "output")
    shutil.rmtree(root / ".cache")
    other = run(
        "--config", str(root / "newsroom.toml"), "build", "--at", f"{NOW}:00-06:00",
        "--output", str(tmp_path / "otra" / "salida"),
        cwd=tmp_path,
        env={"LANG": "es_MX.UTF-8", "LC_ALL": "en_US.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "77",
             "PREGONERO_LANG": "en"},
        umask=0o077,
        preexec_fn=_on_one_core,
    )  # fmt: skip
    assert (one.returncode, other.returncode) == (0, 0), told(one) + told(other)
    second = tree(tmp_path / "otra" / "salida")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def _on_one_core() -> None:
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def pelican(root: Path, output: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run Pelican's own command in a newsroom's folder."""
    shutil.copy(PROGRAM / "pelicanconf.py", root)
    (root / "theme").symlink_to(PROGRAM / "theme")
    return subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", output],
        cwd=root,
        env=environment(PYTHONPATH=str(PROGRAM), **env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_pelican_itself_makes_the_same_site(site: Site) -> None:
    root = site(RICH)
    assert run("build", "--at", NOW, cwd=root).returncode == 0
    made = pelican(root, "otra", PREGONERO_AT=NOW)
    assert made.returncode == 0, made.stderr
    first, second = tree(root / "output"), tree(root / "otra")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize("cache", [None, b"no folder"])
def test_pelican_itself_refuses_what_is_wrong(site: Site, cache: bytes | None) -> None:
    root = site({"bulletins/2026/nota.md": bulletin(title="a" * 400)})
    if cache:  # without one, a site is built beside the live one
        (root / ".cache").write_bytes(cache)
    made = pelican(root, "output")
    assert made.returncode != 0
    assert "nota.md:4: title" in made.stdout + made.stderr
    left = {path.name for path in root.iterdir()} - {".cache", "__pycache__"}
    assert left == {"content", "newsroom.toml", "pelicanconf.py", "theme"}


def test_a_warm_cache_makes_the_same_site_as_a_cold_one(site: Site) -> None:
    root = site(RICH)
    cold = build(root)
    assert build(root) == cold
    shutil.rmtree(root / ".cache")
    assert build(root) == cold


def test_adding_and_taking_away_leaves_no_trace(site: Site) -> None:
    root = site(RICH)
    before = build(root)
    extra = root / "content/bulletins/2026/extra.md"
    extra.write_text(bulletin(title="Uno más", topic="agua"), "utf-8")
    assert build(root) != before
    extra.unlink()
    assert build(root) == before


def test_only_time_that_changes_something_changes_a_byte(site: Site) -> None:
    root = site(RICH)
    assert build(root, "2026-11-24T08:00") == build(root, "2026-11-24T20:00")


def test_every_file_can_be_read_by_a_web_server(site: Site) -> None:
    root = site(RICH)
    publish(root)
    for path in (root / "output", *(root / "output").rglob("*")):
        assert path.stat().st_mode & (0o055 if path.is_dir() else 0o044), path


# 4. Identity is permanent


def guids(output: dict[str, bytes]) -> list[str]:
    return [e.id for e in feedparser.parse(output["feeds/rss.xml"]).entries]


def test_a_guid_stays_when_all_else_changes(site: Site) -> None:
    identity = str(uuid.UUID(int=7))
    path = "bulletins/2026/nota.md"
    before = guids(build(site({path: bulletin(id=identity)})))
    after = guids(
        build(
            site(
                {path: bulletin("Otro.", id=identity, title="Otro", slug="otro", date="2026-11-01",
                                type="aviso", expires="2027-01-01")},
                newsroom(url="https://otra.example/boletines", name="Ayuntamiento de Otro Lugar"),
            )
        )
    )  # fmt: skip
    assert before == after == [f"urn:uuid:{identity}"]


def test_an_expired_notice_keeps_its_page_and_leaves_the_lists(site: Site) -> None:
    root = site(
        {"bulletins/2026/corte.md": bulletin(type="aviso", title="Corte", expires="2026-11-21")}
    )
    during, after = build(root, "2026-11-21T23:59:59"), build(root, "2026-11-22T00:00:00")
    page = "aviso/2026/corte/index.html"
    assert b"Corte" in during["index.html"] and guids(during)
    assert b"Corte" in after[page] and "Venció el".encode() in after[page]
    assert not guids(after)
    for name in ("index.html", "archivo/index.html", "aviso/index.html", "feeds/feed.json"):
        assert b"Corte" not in after[name]


def test_a_withdrawn_bulletin_keeps_its_address_with_the_reason(site: Site) -> None:
    files = {
        "bulletins/2026/nota.md": bulletin(
            "Cifra falsa.",
            title="Se retira",
            summary="Sumario falso.",
            status="withdrawn",
            changes=[{"date": "2026-11-21", "note": "La cifra no era cierta."}],
            photos=[{"file": "a.jpg", "alt": ALT, "credit": "P"}],
        ),
        "media/a.jpg": photo(),
    }
    output = build(site(files))
    page = output["nota/2026/nota/index.html"].decode()
    assert "La cifra no era cierta." in page and "21 de noviembre de 2026" in page
    assert "Se retira" in page and 'name="robots" content="noindex"' in page
    whole = b"".join(output.values()).decode("utf-8", "replace")
    assert "Cifra falsa" not in whole and "Sumario falso" not in whole and ALT not in whole
    assert not any(name.startswith("media/a-") for name in output)
    others = {name: data.decode("utf-8", "replace") for name, data in output.items()}
    del others["nota/2026/nota/index.html"]
    # Feeds tell those that hold it that it is gone, and no more than the page does: its title is
    # where the kind has no other word for that, and nowhere without it.
    told = {name for name, text in others.items() if "nota/2026/nota" in text}
    assert told and all(name.endswith(("/rss.xml", "/feed.json")) for name in told)
    for name, text in others.items():
        assert text.count("Se retira") == text.count("Retirado: Se retira") == (name in told), name


@pytest.mark.parametrize("folder", ["pages", "campaigns"])
def test_a_withdrawn_page_goes_on_answering(site: Site, folder: str) -> None:
    path = f"{folder}/vieja.md"
    before = answering(build(site({path: standing(title="Página vieja")})))
    after = answering(build(site({path: standing(title="Página vieja", status="withdrawn")})))
    assert before <= after


def test_a_suspended_bulletin_answers_with_a_notice_that_names_nothing(site: Site) -> None:
    toml = newsroom('[[veda]]\nname = "V"\nstarts = "2026-11-22"\nends = "2026-11-25"\n')
    root = site({"bulletins/2026/nota.md": bulletin(title="Grandes logros")}, toml)
    before, during, after = (build(root, f"2026-11-{day}") for day in (21, 23, 26))
    page = "nota/2026/nota/index.html"
    assert b"Grandes logros" in before[page]
    assert "suspend" in during[page].decode() and b"noindex" in during[page]
    assert b"Grandes logros" not in b"".join(during.values())
    assert b"nota/2026/nota" not in during["sitemap.xml"]
    assert after[page] == before[page]


def test_a_bulletin_exempt_by_hand_stays(site: Site) -> None:
    toml = newsroom('[[veda]]\nname = "V"\nstarts = "2026-11-22"\nends = "2026-11-25"\n')
    exempt = {"cause": "Protección civil", "authorised_by": "Secretaría"}
    root = site({"bulletins/2026/nota.md": bulletin(veda=exempt)}, toml)
    assert b"Se repara la red" in build(root, "2026-11-23")["nota/2026/nota/index.html"]


# 5. No stranger in the page


def test_no_page_asks_anything_of_another_host(site: Site) -> None:
    import re

    output = build(site(RICH))
    for name, data in output.items():
        if name.endswith(".html"):
            asked = re.findall(rb"<(?:script|img|iframe|source|video|audio|link)\b[^>]*>", data)
            for tag in asked:
                if b'rel="canonical"' in tag or b'rel="alternate"' in tag:
                    continue
                for address in re.findall(rb'(?:src|href|srcset)="([^"]*)"', tag):
                    assert re.match(rb"/[^/]|/$", address), (name, tag)
            assert b"<style" not in data and b" style=" not in data
            assert b"unsafe-inline" not in data and b"Content-Security-Policy" in data
        if name.endswith(".css"):
            assert b"http" not in data and b"@import" not in data


# A site below the root of its host


def test_a_site_may_live_in_a_folder_of_its_host(site: Site) -> None:
    import re

    output = build(site(RICH, newsroom(url="https://sanjacinto.example/prensa/")))
    for name, data in output.items():
        if name.endswith(".html"):
            for address in re.findall(r'\s(?:href|src)="(/[^"]*)"', data.decode()):
                assert address.startswith("/prensa/"), (name, address)
                path = address.removeprefix("/prensa/").split("#")[0]
                assert path + ("index.html" if path.endswith("/") or not path else "") in output
    feed = feedparser.parse(output["feeds/atom.xml"])
    assert all(e.link.startswith("https://sanjacinto.example/prensa/") for e in feed.entries)
    assert 'href="/prensa/' not in feed.entries[0].content[0].value


def test_every_link_of_every_page_leads_somewhere(site: Site) -> None:
    import re
    from urllib.parse import unquote

    files = {
        **RICH,
        "bulletins/2026/enlaces.md": bulletin(
            "El [acta](actas/acta%20final.pdf), la [foto](zanja.jpg) y "
            "[la zanja](zanja.md#medidas).\n\n## Medidas\n\nVea [medidas](#medidas).",
            title="Muchos enlaces",
            date="2026-11-21",
            photos=[{"file": "zanja.jpg", "alt": ALT, "credit": "Prensa"}],
        ),
        "media/actas/acta final.pdf": b"%PDF",
    }
    root = site(files)
    assert not [f for f in faults(root) if "aviso" not in f]
    output = build(root)
    for name, data in output.items():
        if name.endswith(".html"):
            text = data.decode()
            here = set(re.findall(r'\sid="([^"]*)"', text))
            for address in re.findall(r'\s(?:href|src)="([^"]*)"', text):
                path, _, fragment = unquote(address).partition("#")
                if path.startswith("/"):
                    target = path[1:] + ("index.html" if path.endswith("/") else "")
                    assert target in output, (name, address)
                elif not path:
                    assert fragment in here, (name, address)
