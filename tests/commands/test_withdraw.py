"""`withdraw`: taken back in public, at its address, with its reason and what replaces it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from town import URL, Ended, build, bulletin, faults, run, told, tree

Site = Callable[..., Path]
NAME, NEW = "bulletins/2026/2026-11-18-horario.md", "bulletins/2026/2026-11-19-nuevo.md"
AT = "2026-11-24 10:00"
REASON = "El horario publicado no era el vigente."
TEXT = """---
id: 7f7c2a4e-4f7a-4f0e-8a55-1d2c3b4a5f60
type: comunicado
folio: 1
title: Horario de la biblioteca
summary: El horario.
dateline: San Jacinto
date: 2026-11-18 09:00
topic: salud
status: "approved"   # lo aprobó Rosa
changes:
  # la primera
  - {date: "2026-11-19", note: Decía otra hora.}
---

La biblioteca palabra-retirada abre a las 7.
"""
TOMB = "{http://purl.org/atompub/tombstones/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"


def town(site: Site, **more: str) -> Path:
    new = bulletin(
        type="comunicado", folio=2, title="Nuevo horario", summary="S.", date="2026-11-19",
        dateline="San Jacinto", slug="nuevo",
    )  # fmt: skip
    return site({NAME: TEXT, NEW: new, **more})


def withdraw(root: Path, *more: str, reason: str = REASON) -> Ended:
    return run("withdraw", "1/2026", "--reason", reason, "--at", AT, *more, cwd=root)


def test_the_file_says_it_and_is_else_as_it_was(site: Site) -> None:
    root = town(site)
    result = withdraw(root, "--replaced-by", "2/2026")
    assert result.returncode == 0, told(result)
    identity = re.search('id: "([^"]+)', (root / "content" / NEW).read_text("utf-8"))
    assert identity
    expected = TEXT.replace(
        'status: "approved"   # lo aprobó Rosa\n',
        f'status: "withdrawn"   # lo aprobó Rosa\nreplaced_by: {identity[1]}\n',
    ).replace(
        "Decía otra hora.}\n",
        f'Decía otra hora.}}\n  - date: 2026-11-24 10:00\n    note: "{REASON}"\n',
    )
    assert (root / "content" / NAME).read_text("utf-8") == expected
    assert "Lo sustituye: Nuevo horario" in result.stdout and REASON in result.stdout
    assert faults(root, "2026-11-25") == []


def test_its_page_keeps_title_date_and_reason_and_leads_to_the_new_one(site: Site) -> None:
    root = town(site)
    assert withdraw(root, "--replaced-by", "nuevo").returncode == 0
    output = build(root, "2026-11-25")
    page = output["comunicado/2026/horario/index.html"].decode()
    for text in ("Horario de la biblioteca", "Boletín No. 001/2026", REASON, "Decía otra hora."):
        assert text in page
    assert page.index(REASON) < page.index("Decía otra hora.")
    assert '<a href="/comunicado/2026/nuevo/">Nuevo horario</a>' in page
    assert 'content="noindex' in page and "Retirado" in page
    for name, data in output.items():
        assert b"palabra-retirada" not in data, name
    assert b"/comunicado/2026/horario/" not in output["sitemap.xml"]
    assert b"Horario de la biblioteca" not in output["archivo/index.html"]


def test_the_feeds_tell_those_that_still_hold_it(site: Site) -> None:
    root = town(site)
    before = build(root, "2026-11-25")
    assert b"7f7c2a4e" in before["feeds/rss.xml"]
    assert not any(b"tombstones" in data for data in before.values())
    assert withdraw(root).returncode == 0
    output = build(root, "2026-11-25")
    for folder in ("feeds/", "feeds/temas/salud/", "feeds/tipos/comunicado/"):
        feed = ElementTree.fromstring(output[f"{folder}atom.xml"])
        (gone,) = feed.findall(f"{TOMB}deleted-entry")
        assert gone.attrib == {
            "ref": "urn:uuid:7f7c2a4e-4f7a-4f0e-8a55-1d2c3b4a5f60",
            "when": "2026-11-24T10:00:00-06:00",
        }
        assert gone.findtext(f"{TOMB}comment") == REASON
        assert gone.find(f"{ATOM}link") is None, "some readers would take it for the feed's own"
        assert feed.findtext(f"{ATOM}updated") == "2026-11-24T10:00:00-06:00"
        made = json.loads(output[f"{folder}feed.json"])
        assert made["_pregonero"]["deleted"] == [
            {
                "id": "urn:uuid:7f7c2a4e-4f7a-4f0e-8a55-1d2c3b4a5f60",
                "when": "2026-11-24T10:00:00-06:00",
                "reason": REASON,
                "url": f"{URL}/comunicado/2026/horario/",
            }
        ]
        # Others have no word for it: the same id once more, with what its page says.
        (item,) = (i for i in made["items"] if "7f7c2a4e" in i["id"])
        rss = feedparser.parse(output[f"{folder}rss.xml"])
        (entry,) = (e for e in rss.entries if "7f7c2a4e" in e.id)
        assert rss.feed.link.startswith(URL) and not rss.bozo
        for title, html in ((item["title"], item["content_html"]), (entry.title, entry.summary)):
            assert title == "Retirado: Horario de la biblioteca"
            assert REASON in html and "ya no está disponible" in html
        assert entry.link == item["url"] == f"{URL}/comunicado/2026/horario/"
        assert entry.published_parsed[:5] == (2026, 11, 24, 16, 0)
    assert "_pregonero" not in json.loads(output["feeds/tipos/nota/feed.json"])


def test_a_feed_tells_of_the_latest_twenty(site: Site) -> None:
    files = {
        f"bulletins/2026/{n}.md": bulletin(
            title=f"Nota {n}", date=f"2026-10-{n + 1:02}", status="withdrawn",
            changes=[{"date": f"2026-11-{23 - n:02}", "note": f"Motivo {n}."}],
        )
        for n in range(23)
    }  # fmt: skip
    deleted = json.loads(build(site(files))["feeds/feed.json"])["_pregonero"]["deleted"]
    assert [one["reason"] for one in deleted] == [f"Motivo {n}." for n in range(20)]


def test_a_replacement_that_is_not_public_yet_is_not_named(site: Site) -> None:
    root = town(site)
    assert withdraw(root, "--replaced-by", "2").returncode == 0
    path = root / "content" / NEW
    text = path.read_text("utf-8").replace('"Nuevo horario"', '"Palabra secreta"')
    path.write_text(text.replace('date: "2026-11-19"', 'date: "2026-11-30"'), "utf-8")
    output = build(root, "2026-11-25")
    assert not any(b"Palabra secreta" in data for data in output.values())
    assert "Lo sustituye" not in output["comunicado/2026/horario/index.html"].decode()
    later = build(root, "2026-12-01")
    assert "Palabra secreta" in later["comunicado/2026/horario/index.html"].decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--replaced-by", "9"), "no hay ningún boletín «9»"),
        (("--replaced-by", "1"), "no se sustituye a sí mismo"),
        (("--replaced-by", "borrador"), "todavía no es público"),
        (("--replaced-by", "viejo"), "también está retirado"),
    ],
)
def test_what_cannot_replace_it_is_refused(site: Site, words: tuple[str, str], said: str) -> None:
    more = {
        "bulletins/2026/borrador.md": bulletin(title="B", slug="borrador", status="draft"),
        "bulletins/2026/viejo.md": bulletin(
            title="V",
            slug="viejo",
            status="withdrawn",
            changes=[{"date": "2026-11-21", "note": "X"}],
        ),
    }
    root = town(site, **more)
    before = tree(root / "content")
    result = withdraw(root, *words)
    assert result.returncode == 2 and said in result.stderr, told(result)
    assert tree(root / "content") == before


@pytest.mark.parametrize("reason", ["", "…", "Motivo", "<motivo>"])
def test_a_reason_that_says_nothing_is_refused(site: Site, reason: str) -> None:
    root = town(site)
    assert withdraw(root, reason=reason).returncode == 2
    assert (root / "content" / NAME).read_text("utf-8") == TEXT


def test_what_is_withdrawn_already_is_told(site: Site) -> None:
    root = town(site)
    assert withdraw(root).returncode == 0
    again = withdraw(root)
    assert again.returncode == 2 and "ya está retirado" in again.stderr


def test_its_versions_are_named(site: Site) -> None:
    version = bulletin(
        title="Hours", lang="en", translator="Ana",
        translation_of="7f7c2a4e-4f7a-4f0e-8a55-1d2c3b4a5f60", date="2026-11-19",
    )  # fmt: skip
    result = withdraw(town(site, **{"bulletins/2026/hours.md": version}))
    assert result.returncode == 0 and "content/bulletins/2026/hours.md" in result.stdout


RETIRED = {"status": "withdrawn", "changes": [{"date": "2026-11-22", "note": "No era."}]}
ID = "00000000-0000-0000-0000-0000000000{:02}"


@pytest.mark.parametrize(
    ("ones", "said"),
    [
        ([{**RETIRED, "replaced_by": ID.format(9)}], "no existe el boletín que lo sustituye"),
        ([{"replaced_by": ID.format(2)}, {}], "solo un boletín retirado dice qué lo sustituye"),
        ([{**RETIRED, "replaced_by": ID.format(2)}, {"status": "draft"}], "que es un borrador"),
        ([{**RETIRED, "replaced_by": ID.format(1)}], "vuelven al primero"),
        (
            [{**RETIRED, "replaced_by": ID.format(2)}, {**RETIRED, "replaced_by": ID.format(1)}],
            "vuelven al primero",
        ),
    ],
)
def test_a_replacement_that_cannot_be_is_a_problem(
    site: Site, ones: list[dict[str, object]], said: str
) -> None:
    files = {
        f"bulletins/2026/n{n}.md": bulletin(title=f"N{n}", id=ID.format(n), **one)
        for n, one in enumerate(ones, 1)
    }
    found = faults(site(files))
    assert found and all(said in line and ": replaced_by: " in line for line in found)


def test_a_row_of_replacements_leads_to_its_last(site: Site) -> None:
    files = {
        f"bulletins/2026/n{n}.md": bulletin(
            title=f"N{n}", id=ID.format(n), **{**RETIRED, "replaced_by": ID.format(n + 1)}
        )
        for n in (1, 2)
    }
    files["bulletins/2026/n3.md"] = bulletin(title="El último", id=ID.format(3))
    output = build(site(files))
    for n in (1, 2):
        assert "El último</a>" in output[f"nota/2026/n{n}/index.html"].decode()
