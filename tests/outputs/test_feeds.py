"""Feeds as a newsroom's reader takes them: valid, whole, true to the content."""

import io
import json
import re
import uuid
from datetime import datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from PIL import Image
from town import URL, build, bulletin, newsroom, photo, question, run, standing, told, write

HOSTILE = "Fin ]]>&<script>alert(1)</script> \"comillas\" 'y' á ñ 🎉 </title>"
IDENTITY = str(uuid.UUID(int=99))
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
FOLDERS = {
    "feeds/": f"{URL}/",
    "feeds/temas/agua/": f"{URL}/temas/agua/",
    "feeds/temas/salud/": f"{URL}/temas/salud/",
    "feeds/tipos/nota/": f"{URL}/nota/",
    "feeds/tipos/evento/": f"{URL}/evento/",
    "feeds/campanas/limpieza/": f"{URL}/campanas/limpieza/",
}
KINDS = {
    "rss.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
FILES: dict[str, str | bytes] = {
    "bulletins/2026/zanja.md": bulletin(
        "Vea [la oficina](../../pages/oficina.md#sede), [abajo](#medidas) y [el acta](acta.pdf)."
        "\n\n![](zanja.jpg)\n\n## Medidas\n\nUna nota.[^1]\n\n[^1]: Al pie.\n",
        id=IDENTITY,
        title="Se abre una zanja",
        summary="La zanja mide cien metros.",
        topic="agua",
        tags=["drenaje", "obra"],
        campaign="limpieza",
        date="2026-11-19 10:30",
        photos=[
            {"file": "zanja.jpg", "alt": "Una zanja en la calle", "caption": "La zanja & su tubo",
             "credit": "María Núñez"},
            {"file": "plano.png", "alt": "Plano de la zanja con medidas", "credit": "Obras"},
        ],
        changes=[{"date": "2026-11-21 08:00", "note": "Mide cien metros, no diez."}],
        audio=[{"file": "aviso.mp3", "title": "El aviso", "transcript": "aviso.txt"}],
    ),
    "bulletins/2026/hostil.md": bulletin(
        f"Texto con ]]> y &amp; y <b>negritas</b> y `<script>`.\n\n{HOSTILE}",
        title=HOSTILE,
        summary=HOSTILE,
        tags=[HOSTILE],
        date="2026-11-18",
    ),
    "bulletins/2026/feria.md": bulletin(
        "", type="evento", title="Feria", date="2026-11-17",
        event={"start": "2026-12-01 10:00", "place": "La plaza"},
    ),
    "bulletins/2026/english.md": bulletin(
        "A trench.", title="A trench is dug", lang="en", translation_of=IDENTITY, translator="Ana",
    ),
    "pages/oficina.md": standing("## Sede\n\nAquí."),
    "campaigns/limpieza.md": standing(title="Limpieza", summary="Calles limpias."),
    "media/zanja.jpg": photo("#446622", (1000, 700)),
    "media/plano.png": photo("#222266", (90, 200)),
    "media/acta.pdf": b"%PDF",
    "media/aviso.mp3": b"ID3" + bytes(500),
    "media/aviso.txt": "Transcripción",
}  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(write(tmp_path_factory.mktemp("canales"), FILES))


def parsed(output: dict[str, bytes], name: str) -> feedparser.FeedParserDict:
    return feedparser.parse(output[name], sanitize_html=False, resolve_relative_uris=False)


def items(output: dict[str, bytes], name: str = "feeds/feed.json") -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(output[name])["items"]
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_there_is_a_feed_of_each_kind_in_each_folder(output: dict[str, bytes], folder: str) -> None:
    for name in ("rss.xml", "atom.xml"):
        feed = parsed(output, folder + name)
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == {"rss.xml": "rss20", "atom.xml": "atom10"}[name]
        assert feed.feed.link == FOLDERS[folder]
        assert feed.feed.title and feed.feed.subtitle and feed.feed.language == "es"
        links = {(link.rel, link.type, link.href) for link in feed.feed.links}
        for other, kind in KINDS.items():
            rel = "self" if other == name else "alternate"
            assert (rel, kind, f"{URL}/{folder}{other}") in links
        assert ("archives", "text/html", f"{URL}/archivo/") in links
    made = json.loads(output[folder + "feed.json"])
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert made["feed_url"] == f"{URL}/{folder}feed.json" and made["language"] == "es"
    assert made["home_page_url"] == FOLDERS[folder]


def test_the_three_kinds_say_the_same(output: dict[str, bytes]) -> None:
    for folder in FOLDERS:
        ids = [[e.id for e in parsed(output, folder + n).entries] for n in ("rss.xml", "atom.xml")]
        assert ids[0] == ids[1] == [item["id"] for item in items(output, folder + "feed.json")]


def test_each_feed_has_its_own_bulletins(output: dict[str, bytes]) -> None:
    titles = {f: [e.title for e in parsed(output, f + "atom.xml").entries] for f in FOLDERS}
    assert len(titles["feeds/"]) == 3, "a story once: its version in English has its own feed"
    assert titles["feeds/temas/agua/"] == ["Se abre una zanja"]
    assert titles["feeds/campanas/limpieza/"] == ["Se abre una zanja"]
    assert titles["feeds/tipos/evento/"] == ["Feria"]
    assert titles["feeds/temas/salud/"] == []


def test_what_changed_last_comes_first(output: dict[str, bytes]) -> None:
    dates = [e.updated_parsed for e in parsed(output, "feeds/atom.xml").entries]
    assert dates == sorted(dates, reverse=True)
    assert parsed(output, "feeds/rss.xml").entries[0].title == "Se abre una zanja"


def test_a_guid_is_the_identifier_and_no_address(output: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(output["feeds/rss.xml"])
    guids = {item.findtext("title"): item.find("guid") for item in root.iter("item")}
    guid = guids["Se abre una zanja"]
    assert guid is not None
    assert guid.text == f"urn:uuid:{IDENTITY}" and guid.get("isPermaLink") == "false"


def entry(output: dict[str, bytes], name: str, title: str = "Se abre una zanja") -> object:
    (found,) = [e for e in parsed(output, name).entries if e.title == title]
    return found


@pytest.mark.parametrize("name", ["feeds/rss.xml", "feeds/atom.xml"])
def test_an_entry_is_whole(output: dict[str, bytes], name: str) -> None:
    found = entry(output, name)
    assert found.link == f"{URL}/nota/2026/zanja/"
    assert found.summary == "La zanja mide cien metros."
    assert {tag.term for tag in found.tags} == {"Agua", "Nota informativa", "drenaje", "obra"}
    assert found.author.startswith("Oficina de Prensa")
    html = found.content[0].value
    assert "Medidas" in html and "Al pie." in html and "<figure" in html
    assert "Mide cien metros, no diez." in html and "21 de noviembre de 2026" in html


@pytest.mark.parametrize("name", ["feeds/rss.xml", "feeds/atom.xml", "feeds/feed.json"])
def test_every_address_in_a_text_is_absolute(output: dict[str, bytes], name: str) -> None:
    texts = (
        [str(item["content_html"]) for item in items(output)]
        if name.endswith("json")
        else [e.content[0].value for e in parsed(output, name).entries]
    )
    found = [a for t in texts for a in re.findall(r'\s(?:href|src|cite|poster)="([^"]*)"', t)]
    sets = [a for t in texts for s in re.findall(r'srcset="([^"]*)"', t) for a in s.split(", ")]
    assert len(found) > 4 and len(sets) > 4
    for address in found + sets:
        assert address.startswith(f"{URL}/"), address
    whole = "".join(texts)
    assert f'href="{URL}/oficina/#s-sede"' in whole and f'href="{URL}/media/acta.pdf"' in whole
    assert f'href="{URL}/nota/2026/zanja/#s-medidas"' in whole


def test_the_creator_is_named_in_rss(output: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(output["feeds/rss.xml"])
    for item in root.iter("item"):
        creator = item.findtext("{http://purl.org/dc/elements/1.1/}creator")
        assert creator and creator.startswith("Oficina de Prensa")


def test_every_enclosure_is_a_file_of_that_size_and_kind(output: dict[str, bytes]) -> None:
    counts = []
    for name in ("feeds/rss.xml", "feeds/atom.xml"):
        found = [one for e in parsed(output, name).entries for one in e.enclosures]
        for enclosure in found:
            data = output[enclosure.href.removeprefix(f"{URL}/")]
            assert int(enclosure.length) == len(data)
            assert enclosure.type != "image/jpeg" or data.startswith(b"\xff\xd8")
        assert len({one.href for one in found}) == len(found), "each file once"
        counts.append(len(found))
    # RSS has room for one; Atom gives two photographs and a recording.
    assert counts == [1, 3]
    item = next(i for i in items(output) if i["title"] == "Se abre una zanja")
    attachments = item["attachments"]
    assert isinstance(attachments, list)
    assert [a["mime_type"] for a in attachments] == ["image/jpeg", "image/jpeg", "audio/mpeg"]
    for one in attachments:
        assert one["size_in_bytes"] == len(output[one["url"].removeprefix(f"{URL}/")])


@pytest.mark.parametrize("name", ["feeds/rss.xml", "feeds/atom.xml"])
def test_a_photograph_goes_with_its_credit_text_and_size(
    output: dict[str, bytes], name: str
) -> None:
    root = ElementTree.fromstring(output[name])
    first, second = root.iter(f"{MEDIA}content")
    credit = first.find(f"{MEDIA}credit")
    assert credit is not None and credit.text == "María Núñez"
    assert first.findtext(f"{MEDIA}description") == "Una zanja en la calle"
    assert first.findtext(f"{MEDIA}title") == "La zanja & su tubo"
    assert second.findtext(f"{MEDIA}description") == "Plano de la zanja con medidas"
    for content in (first, second):
        data = output[str(content.get("url")).removeprefix(f"{URL}/")]
        assert content.get("fileSize") == str(len(data))
        with Image.open(io.BytesIO(data)) as picture:
            size = (int(str(content.get("width"))), int(str(content.get("height"))))
            assert picture.size == size


def test_dates_come_from_the_content_and_carry_their_offset(output: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(output["feeds/atom.xml"])
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.findtext(f"{atom}updated") == "2026-11-21T08:00:00-06:00"
    stamps = {e.findtext(f"{atom}title"): e for e in root.iter(f"{atom}entry")}
    zanja = stamps["Se abre una zanja"]
    assert zanja.findtext(f"{atom}published") == "2026-11-19T10:30:00-06:00"
    assert zanja.findtext(f"{atom}updated") == "2026-11-21T08:00:00-06:00"
    rss = ElementTree.fromstring(output["feeds/rss.xml"])
    assert rss.findtext("channel/lastBuildDate") == "Sat, 21 Nov 2026 08:00:00 -0600"
    for item in items(output):
        assert datetime.fromisoformat(str(item["date_published"])).utcoffset() is not None


def test_a_hostile_title_is_only_text(output: dict[str, bytes]) -> None:
    for name in ("feeds/rss.xml", "feeds/atom.xml"):
        found = next(e for e in parsed(output, name).entries if e.title.startswith("Fin"))
        summary = unescape(found.summary) if name == "feeds/rss.xml" else found.summary
        assert found.title == HOSTILE and summary == HOSTILE
        assert HOSTILE in [tag.term for tag in found.tags]
        html = found.content[0].value
        assert "<script" not in html.replace("<code>&lt;script&gt;</code>", "").lower()
        assert "]]&gt;" in html
    assert HOSTILE in [item["title"] for item in items(output)]


def test_a_bulletin_of_data_alone_says_something(output: dict[str, bytes]) -> None:
    for name in ("feeds/rss.xml", "feeds/atom.xml"):
        found = entry(output, name, "Feria")
        assert found.summary.strip() and found.content[0].value.strip()


def test_a_text_in_another_language_says_so(output: dict[str, bytes]) -> None:
    for folder, lang in (("feeds/", "es"), ("feeds/idiomas/en/", "en")):
        (item, *_) = items(output, f"{folder}feed.json")
        assert item["language"] == lang
        rss = ElementTree.fromstring(output[f"{folder}rss.xml"])
        first = next(rss.iter("item"))
        assert first.findtext("{http://purl.org/dc/elements/1.1/}language") == lang


def test_every_page_tells_a_reader_where_the_feeds_are(output: dict[str, bytes]) -> None:
    for name, data in output.items():
        if name.endswith(".html"):
            links = set(
                re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)"',
                           data.decode())
            )  # fmt: skip
            own = "/feeds/idiomas/en/" if '<html lang="en">' in data.decode() else "/feeds/"
            assert {(kind, f"{own}{file}") for file, kind in KINDS.items()} <= links, name
            folder = f"feeds/{name.removesuffix('index.html')}"
            if folder in FOLDERS:
                assert {(kind, f"/{folder}{file}") for file, kind in KINDS.items()} <= links


def test_no_feed_holds_more_than_twenty(tmp_path: Path) -> None:
    files = {
        f"bulletins/2026/{n}.md": bulletin(
            title=f"Nota {n:02}", topic="agua", date=f"2026-10-{n + 1:02}"
        )
        for n in range(23)
    }
    output = build(write(tmp_path, files))
    for folder in ("feeds/", "feeds/temas/agua/", "feeds/tipos/nota/"):
        for name in ("rss.xml", "atom.xml"):
            found = [e.title for e in parsed(output, folder + name).entries]
            assert found == [f"Nota {n:02}" for n in range(22, 2, -1)]
        assert len(items(output, folder + "feed.json")) == 20


def test_an_empty_site_has_valid_feeds_that_never_change(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    output = build(root, "2026-11-23")
    for name in ("feeds/rss.xml", "feeds/atom.xml", "feeds/temas/agua/atom.xml"):
        feed = parsed(output, name)
        assert not feed.bozo and not feed.entries and feed.feed.title
        assert build(root, "2027-01-23")[name] == output[name]
    assert items(output) == []


def test_control_characters_never_reach_a_feed(tmp_path: Path) -> None:
    """What YAML's own escapes may still write."""
    from town import faults

    text = bulletin().replace('"Se repara la red de agua"', r'"Se\x08 repara \uFFFE la red\x85"')
    root = write(tmp_path, {"bulletins/2026/nota.md": text})
    if any("title" in line for line in faults(root)):
        return
    for name in ("feeds/rss.xml", "feeds/atom.xml"):
        assert not parsed(build(root), name).bozo


def test_an_expression_in_the_newsroom_is_only_text(tmp_path: Path) -> None:
    toml = newsroom(office="Prensa & <Difusión>", description='Dice "hola" a la <red> ]]>')
    output = build(write(tmp_path, {"bulletins/2026/nota.md": bulletin()}, toml))
    for name in ("feeds/rss.xml", "feeds/atom.xml"):
        feed = parsed(output, name)
        assert not feed.bozo and "Prensa & <Difusión>" in feed.feed.title
        subtitle = feed.feed.subtitle
        assert (unescape(subtitle) if "rss" in name else subtitle) == 'Dice "hola" a la <red> ]]>'


# What readers make of them

WORDS = 'Galería: "El muelle" & la <red> en 13 fotos'


def test_readers_get_exactly_the_words_that_were_written(tmp_path: Path) -> None:
    """Whatever of them is read as HTML, as a title and a description of RSS may be."""
    for words in (WORDS, "1 < 2 & 3 > 2; AT&amp;T", "<b>Agua</b> &eacute;", "A & B"):
        text = bulletin(title=words, summary=words, slug="nota")
        output = build(write(tmp_path, {"bulletins/2026/nota.md": text}))
        for sanitize in (False, True):
            (rss,) = feedparser.parse(output["feeds/rss.xml"], sanitize_html=sanitize).entries
            (atom,) = feedparser.parse(output["feeds/atom.xml"], sanitize_html=sanitize).entries
            assert unescape(rss.summary) == words
            assert atom.summary == words and atom.title == words
        assert parsed(output, "feeds/rss.xml").entries[0].title == words
        (item,) = items(output)
        assert item["title"] == words and item["summary"] == words
        # A reader that takes a description for HTML shows no element of it.
        description = ElementTree.fromstring(output["feeds/rss.xml"]).findtext(
            ".//item/description"
        )
        assert description and "<" not in description and unescape(description) == words
    raw = output["feeds/rss.xml"]
    assert b"<title>A &#x26; B</title>" in raw


WITHDRAWN = bulletin(
    title="Horario", date="2026-11-18", topic="agua", campaign="limpieza", lang="en",
    status="withdrawn", changes=[{"date": "2026-11-22", "note": "No era así."}],
)  # fmt: skip


def test_every_feed_leads_to_its_page_first_whatever_was_withdrawn(tmp_path: Path) -> None:
    more = {
        **FILES,
        "bulletins/2026/retirado.md": WITHDRAWN,
        "questions/2026/a.md": question(state="answered", answered="2026-11-20"),
    }
    output = build(write(tmp_path, more))
    homes = {**FOLDERS, "feeds/idiomas/es/": f"{URL}/", "feeds/idiomas/en/": f"{URL}/en/",
             "feeds/dialogo/": f"{URL}/dialogo/"}  # fmt: skip
    for folder, home in homes.items():
        for name in ("rss.xml", "atom.xml"):
            feed = parsed(output, folder + name)
            assert not feed.bozo and feed.feed.link == home, folder + name
        root = ElementTree.fromstring(output[f"{folder}atom.xml"])
        first = next(e for e in root.iter(f"{ATOM}link") if e.get("rel") == "alternate")
        assert first.attrib == {"rel": "alternate", "type": "text/html", "href": home}
        for gone in root.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry"):
            assert not [e for e in gone.iter() if e.tag.startswith(ATOM)]
        assert json.loads(output[f"{folder}feed.json"])["home_page_url"] == home
    assert b"deleted-entry" in output["feeds/atom.xml"]


def test_a_correction_of_an_old_bulletin_is_in_the_feeds_for_a_week(tmp_path: Path) -> None:
    files = {
        f"bulletins/2026/{n}.md": bulletin(
            title=f"Nota {n:02}", topic="agua", date=f"2026-10-{n + 1:02}"
        )
        for n in range(25)
    }
    note = [{"date": "2026-10-24 09:00", "note": "Era otra calle."}]
    old = bulletin(title="Vieja", date="2026-01-09", topic="agua", changes=note)
    root = write(tmp_path, {**files, "bulletins/2026/vieja.md": old})
    output = build(root)
    for folder in ("feeds/", "feeds/temas/agua/", "feeds/tipos/nota/"):
        for name in ("rss.xml", "atom.xml"):
            titles = [e.title for e in parsed(output, folder + name).entries]
            assert titles[:3] == ["Nota 24", "Vieja", "Nota 23"] and len(titles) == 20
    # The same at any later moment: nothing of a feed changes with the clock alone.
    assert build(root, "2027-03-01")["feeds/rss.xml"] == output["feeds/rss.xml"]


def test_a_feed_holds_all_of_the_last_seven_days(tmp_path: Path) -> None:
    files = {
        f"bulletins/2026/{n}.md": bulletin(
            title=f"Nota {n:02}", topic="agua", date=f"2026-11-{10 + n // 8:02} {8 + n % 8:02}:00"
        )
        for n in range(64)
    }
    output = build(write(tmp_path, files))
    for folder in ("feeds/", "feeds/temas/agua/"):
        # The last of them is of the 17th at 15:00.
        assert [i["title"] for i in items(output, f"{folder}feed.json")] == [
            f"Nota {n:02}" for n in range(63, 7, -1)
        ]


def test_a_feed_that_holds_all_there_ever_was_says_so(tmp_path: Path) -> None:
    output = build(write(tmp_path, FILES))
    assert b"<fh:complete" in output["feeds/temas/agua/atom.xml"]
    gone = bulletin(title="Corte", type="aviso", topic="agua", expires="2026-11-21")
    output = build(write(tmp_path, {"bulletins/2026/corte.md": gone}))
    assert b"fh:complete" not in output["feeds/temas/agua/atom.xml"], "it would unsay the other"


# Identity


def test_ids_survive_another_domain_and_none_that_is_public_changes(tmp_path: Path) -> None:
    alert = bulletin(
        type="alerta", title="Lluvia", expires="2026-12-01",
        alert={"level": "peligro", "source": "Protección Civil", "area": "La Loma"},
        changes=[{"date": "2026-11-21", "note": "Sigue."}],
    )  # fmt: skip

    def ids(more: str = "", url: str = URL) -> list[str]:
        root = write(tmp_path, {"bulletins/2026/a.md": alert}, newsroom(more, url=url))
        output = build(root)
        feeds = [n for n in output if n.endswith("atom.xml")]
        found = [ElementTree.fromstring(output[n]).findtext(f"{ATOM}id") or "" for n in feeds]
        cap = ElementTree.fromstring(output["alerta/2026/a/cap.xml"])
        return found + [e.text or "" for e in cap if e.tag.endswith(("sender", "references"))]

    now = ids()
    assert f"{URL}/feeds/atom.xml" in now and "prensa.sanjacinto.example" in now
    moved = "https://nuevo.example"
    kept = f'[feeds]\nauthority = "{URL}"\n'
    assert ids(kept) == ids(kept, moved) == now
    fixed = '[feeds]\nauthority = "sanjacinto.example,2026"\n'
    assert ids(fixed) == ids(fixed, moved) and "sanjacinto.example" in ids(fixed)
    assert "tag:sanjacinto.example,2026:/feeds/temas/agua/atom.xml" in ids(fixed)


@pytest.mark.parametrize("value", ["sanjacinto", "sanjacinto.example", ",2026", "a b,2026"])
def test_what_cannot_identify_is_told_with_its_line(tmp_path: Path, value: str) -> None:
    root = write(tmp_path, {}, newsroom(f'[feeds]\nauthority = "{value}"\n'))
    result = run("check", cwd=root)
    assert result.returncode == 1
    assert "newsroom.toml:" in told(result) and "feeds.authority" in told(result)
    assert "no sirve para identificar los canales" in told(result)
