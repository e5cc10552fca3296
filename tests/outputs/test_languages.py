"""Versions of a bulletin, pages in their own language, and what of them is in another."""

import json
import re
import uuid
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from town import DAY, URL, build, bulletin, faults, newsroom, pages, publish, standing, write

from pregonero.diagnostics import ProblemsFound
from pregonero.newsroom.loader import load
from pregonero.render.babel_locale import territory
from pregonero.render.language_marks import settle
from pregonero.render.translations import autonym, marked, tongue

ONE = str(uuid.UUID(int=7))
ATOM = "{http://www.w3.org/2005/Atom}"
#: An invented catalog: none of us speaks the language.
INVENTED = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Menú principal"
msgstr "Zaz menú"

msgid "Inicio"
msgstr "Zaz inicio"

#, fuzzy
msgid "Temas"
msgstr "Zaz duda"

msgid "Contacto"
msgstr ""

msgid "%(number)s boletín"
msgid_plural "%(number)s boletines"
msgstr[0] "%(number)s zaz"
msgstr[1] "%(number)s zazaz"

msgid "náhuatl"
msgstr "zaztolli"
"""
FILES: dict[str, str | bytes] = {
    "bulletins/2026/a.md": bulletin(id=ONE, title="Vuelve el agua", slug="agua", topic="agua"),
    "bulletins/2026/b.md": bulletin(
        "Water is back.", title="Water is back", slug="water", lang="en", translation_of=ONE,
        translator="Ana Ruiz", topic="agua", date="2026-11-21",
    ),
    "bulletins/2026/c.md": bulletin(
        "Zaz atl.", title="Zaz atl", slug="atl", lang="nhn", translation_of=ONE,
        translator="Pedro Xicohténcatl", date="2026-11-21",
        changes=[{"date": "2026-11-22", "note": "Zaz."}],
    ),
    "bulletins/2026/d.md": bulletin(
        "Ya hay agua.", title="Ya hay agua", slug="facil", translation_of=ONE, easy_read=True,
    ),
    "bulletins/2026/e.md": bulletin("Rain.", title="Rain", slug="rain", lang="en"),
    "pages/welcome.md": standing("Welcome.", title="Welcome", slug="welcome", lang="en"),
}  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = write(tmp_path_factory.mktemp("lenguas"), FILES)
    (root / "locale").mkdir()
    (root / "locale/nhn.po").write_text(INVENTED, "utf-8")
    return build(root)


class Spoken(HTMLParser):
    """The language of every text of a page, and of every attribute that is one."""

    VOID = frozenset({"meta", "link", "img", "input", "br", "wbr", "source", "track", "hr"})
    TEXTS = frozenset({"aria-label", "alt", "title", "placeholder"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        lang = values.get("lang") or (self.open[-1][1] if self.open else "")
        self.found += [(lang, v) for k, v in attrs if k in self.TEXTS and v and tag != "link"]
        if tag not in self.VOID:
            self.open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.open.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1][0] not in ("script", "title"):
            self.found.append((self.open[-1][1], data.strip()))


def test_a_page_is_in_the_language_of_its_text(output: dict[str, bytes]) -> None:
    found = pages(output)
    for address, lang in {
        "/": "es", "/nota/2026/agua/": "es", "/nota/2026/facil/": "es", "/en/": "en",
        "/nota/2026/water/": "en", "/nota/2026/atl/": "nhn", "/nhn/": "nhn", "/welcome/": "en",
    }.items():  # fmt: skip
        assert f'<html lang="{lang}">' in found[address], address
    english = Spoken(found["/nota/2026/water/"]).found
    assert ("en", "Skip to the content") in english or ("en", "Skip to content") in english
    assert ("en", "November 21, 2026") in english
    # What the institution calls itself and its topics is in its own.
    assert ("es", "Oficina de Prensa") in english and ("es", "Agua") in english
    assert ("es", "Nota informativa") in english and ("en", "Water is back") in english


def test_a_message_that_a_language_lacks_is_in_spanish_and_says_so(
    output: dict[str, bytes],
) -> None:
    page = pages(output)["/nota/2026/atl/"]
    found = Spoken(page).found
    assert ("nhn", "Zaz menú") in found and ("nhn", "Zaz inicio") in found
    for spanish in ("Saltar al contenido", "Temas", "Contacto", "21 de noviembre de 2026",
                    "Ruta", "Idiomas", "Español", "Escuchar"):  # fmt: skip
        assert ("es", spanish) in found, spanish
    assert ("nhn", "Zaz atl") in found and ("nhn", "Zaz.") in found
    assert not {lang for lang, _ in found} - {"nhn", "es", "en"}
    assert not re.search("[\ufdd0-\ufdef]|%EF%B7", page)
    assert 'href="/temas/" hreflang="es"' in page and 'href="/nhn/"' in page


def test_no_page_is_left_with_a_mark_of_language(output: dict[str, bytes]) -> None:
    for name, data in output.items():
        if name.endswith((".html", ".xml", ".json")):
            text = data.decode()
            assert not re.search("[\ufdd0-\ufdef]|ufdd|%EF%B7", text), name


def test_a_language_says_its_own_name_where_its_office_told_it(output: dict[str, bytes]) -> None:
    found = Spoken(pages(output)["/"]).found
    assert ("nhn", "Zaztolli") in found and ("en", "English") in found


@pytest.mark.parametrize("lang", ["nhn", "otz"])
def test_what_we_do_not_speak_we_do_not_invent(lang: str, tmp_path: Path) -> None:
    write(tmp_path, {}, newsroom(languages=["es", lang]))
    room = load(tmp_path / "newsroom.toml", {})
    assert tongue(room, lang).gettext("Inicio") == marked("Inicio", "es")
    assert settle(autonym(room, lang), lang).startswith('<span lang="es">')


def test_a_text_among_others_says_its_language_wherever_it_stands() -> None:
    es = "es"
    assert settle(f"<p>{marked('Hola', es)}</p>", "nhn") == '<p><span lang="es">Hola</span></p>'
    assert settle(f'<p lang="es">{marked("Hola", es)}</p>', "nhn") == '<p lang="es">Hola</p>'
    assert settle(f'<img alt="{marked("Foto", es)}">', "nhn") == '<img lang="es" alt="Foto">'
    nav = f'<nav aria-label="{marked("Menú", es)}"><ul><li>Zaz</li></ul> zaz</nav>'
    assert settle(nav, "nhn") == (
        '<nav lang="es" aria-label="Menú"><ul lang="nhn"><li>Zaz</li></ul>'
        '<span lang="nhn"> zaz</span></nav>'
    )
    inner = marked(f"Vence el <b>{marked('lunes', es)}</b>", es)
    assert settle(f"<p>{inner}</p>", "nhn") == '<p><span lang="es">Vence el <b>lunes</b></span></p>'
    assert (
        settle(f"<title>{marked('Inicio', es)} · X</title>", "nhn") == "<title>Inicio · X</title>"
    )
    assert settle('<a href="?t=%EF%B7%90es%EF%B7%91si%EF%B7%92">', "nhn") == '<a href="?t=si">'


SENTINEL = st.text("aá <&>\"'", max_size=6)


@given(st.lists(st.tuples(SENTINEL, st.sampled_from(["es", "en", "nhn"])), max_size=5))
def test_settling_changes_no_word(texts: list[tuple[str, str]]) -> None:
    from html import escape, unescape

    html = "".join(f"<p>{marked(escape(t), lang)}</p>" for t, lang in texts)
    made = settle(html, "nhn")
    assert unescape(re.sub("<[^>]*>", "", made)) == "".join(t for t, _ in texts)


# Versions

KINDS = st.sampled_from(["public", "draft", "embargoed", "withdrawn", "expired"])
GROUPS = st.fixed_dictionaries(
    {("es", False): KINDS},
    optional=dict.fromkeys([("en", False), ("nhn", False), ("es", True), ("en", True)], KINDS),
)  # fmt: skip


@given(GROUPS)
@settings(
    max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None
)
def test_versions_name_each_other_both_ways_and_none_that_is_not_public(
    tmp_path_factory: pytest.TempPathFactory, group: dict[tuple[str, bool], str]
) -> None:
    files: dict[str, str | bytes] = {}
    public = set()
    for (lang, easy), kind in group.items():
        name = f"z{lang}{'facil' if easy else ''}"
        more: dict[str, Any] = {
            "public": {},
            "draft": {"status": "draft"},
            "embargoed": {"embargo": "2026-12-24"},
            "withdrawn": {"status": "withdrawn", "changes": [{"date": DAY, "note": "No era."}]},
            "expired": {"expires": "2026-11-22"},
        }[kind]
        original = (lang, easy) == ("es", False)
        files[f"bulletins/2026/{name}.md"] = bulletin(
            title=f"Título {name}.", slug=name, lang=lang, easy_read=easy or None,
            id=ONE if original else None or str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
            translation_of=None if original else ONE,
            translator=None if original else "Ana", **more,
        )  # fmt: skip
        if kind in ("public", "expired"):
            public.add(name)
    root = write(tmp_path_factory.mktemp("versiones"), files)
    output = build(root)
    found = pages(output)
    for name in public:
        page = found[f"/nota/2026/{name}/"].partition("<main")[2]
        linked = set(re.findall(r'href="/nota/2026/(z\w+)/"', page))
        assert linked == public - {name}
        heads = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="[^"]+/(z\w+)/">',
                           found[f"/nota/2026/{name}/"])  # fmt: skip
        whole = {one for one in public if not one.endswith("facil")}
        if len(whole) > 1 and name in whole:
            assert {one for tag, one in heads if tag != "x-default"} == whole
            assert [tag for tag, _ in heads].count("x-default") == 1
        else:
            assert not heads
    for one in {f"z{lang}{'facil' if easy else ''}" for lang, easy in group} - public:
        if group[(one[1:].removesuffix("facil"), one.endswith("facil"))] == "withdrawn":
            continue  # its own page, and tombstones, say that it was
        assert not any(f"Título {one}.".encode() in data for data in output.values())


def test_a_version_names_who_made_it_and_what_of(output: dict[str, bytes]) -> None:
    found = pages(output)
    english, original = found["/nota/2026/water/"], found["/nota/2026/agua/"]
    assert '<p class="translator">' in english and "Ana Ruiz" in english
    assert f'"translationOfWork":{{"@type":"NewsArticle","@id":"{URL}/nota/2026/agua/#article"' in (
        english
    )
    translations = original.partition('"workTranslation":[')[2].partition("]")[0]
    assert re.findall(r'"inLanguage":"(\w+)"', translations) == ["nhn", "en"]
    assert '"translator":{"@type":"Person","name":"Ana Ruiz"}' in english
    assert '<span lang="en">English</span>' in original
    for name in ("feeds/idiomas/en/atom.xml", "feeds/idiomas/en/rss.xml"):
        item = next(e for e in feedparser.parse(output[name]).entries if e.title == "Water is back")
        assert item.link == f"{URL}/nota/2026/water/"
        assert "Ana Ruiz" in item.content[0].value and "Ana Ruiz" in str(item.contributors)
        assert {link.hreflang for link in item.links if link.rel == "related"} == {"es", "nhn"}


def test_an_easy_version_and_its_original_lead_to_each_other(output: dict[str, bytes]) -> None:
    found = pages(output)
    original, easy = found["/nota/2026/agua/"], found["/nota/2026/facil/"]
    assert re.search(r'<p class="easy-link"><a href="/nota/2026/facil/">Leer en lectura', original)
    assert 'class="easy-mark"' in easy and 'href="/nota/2026/agua/">Leer el texto completo' in easy
    assert '"accessibilitySummary":"Texto en lectura fácil' in easy and '"isBasedOn":[' in easy
    assert 'href="/nota/2026/facil/">En lectura fácil' in found["/archivo/"]


# Homes and feeds


def test_each_language_that_has_a_bulletin_has_a_home_and_feeds(output: dict[str, bytes]) -> None:
    found = pages(output)
    assert re.findall(r"<h2><a [^>]*>([^<]+)", found["/en/"]) == ["Water is back", "Rain"]
    assert '"/feeds/idiomas/en/rss.xml"' in found["/en/"]
    alternates = [("es", f"{URL}/"), ("en", f"{URL}/en/"), ("nhn", f"{URL}/nhn/")]
    for home in ("/", "/en/", "/nhn/"):
        heads = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', found[home])
        assert heads == [*alternates, ("x-default", f"{URL}/")]
    for page in found.values():
        switch = page.partition('class="tongues"')[2].partition("</nav>")[0]
        assert re.findall(r'href="([^"]+)" hreflang="(\w+)"', switch) == [
            ("/", "es"), ("/en/", "en"), ("/nhn/", "nhn"),
        ]  # fmt: skip
    feed = ElementTree.fromstring(output["feeds/idiomas/en/atom.xml"])
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert [e.findtext(f"{ATOM}title") for e in feed.iter(f"{ATOM}entry")] == [
        "Water is back", "Rain",
    ]  # fmt: skip
    assert feedparser.parse(output["feeds/idiomas/nhn/rss.xml"]).feed.language == "nhn"
    assert b"Water" not in output["feeds/idiomas/es/feed.json"]
    others = {link.get("hreflang"): link.get("href") for link in feed.iter(f"{ATOM}link")
              if link.get("hreflang") and link.get("rel") == "alternate"
              and link.get("type") == "application/atom+xml"}  # fmt: skip
    assert others == {
        "es": f"{URL}/feeds/atom.xml", "nhn": f"{URL}/feeds/idiomas/nhn/atom.xml",
    }  # fmt: skip


def test_a_feed_tells_each_story_once_and_in_its_language(output: dict[str, bytes]) -> None:
    def titles(folder: str) -> list[str]:
        return [e.title for e in feedparser.parse(output[f"feeds/{folder}rss.xml"]).entries]

    # What is in no other language is told in its own.
    assert set(titles("")) == {"Vuelve el agua", "Rain"} and len(titles("")) == 2
    assert titles("temas/agua/") == titles("idiomas/es/") == ["Vuelve el agua"]
    assert titles("idiomas/en/") == ["Water is back", "Rain"]


def test_a_translation_into_the_language_of_the_site_is_what_its_feed_tells(
    tmp_path: Path,
) -> None:
    files: dict[str, str | bytes] = {
        "bulletins/2026/a.md": bulletin(id=ONE, title="Water", lang="en", topic="agua"),
        "bulletins/2026/b.md": bulletin(title="Agua", translation_of=ONE, translator="Ana"),
    }
    output = build(write(tmp_path, files))
    for folder, title in (("", "Agua"), ("temas/agua/", "Water"), ("tipos/nota/", "Agua")):
        (item,) = json.loads(output[f"feeds/{folder}feed.json"])["items"]
        assert item["title"] == title, "a topic that only the original has keeps it"


def test_homes_of_languages_are_in_the_sitemap(output: dict[str, bytes]) -> None:
    assert f'hreflang="en" href="{URL}/en/"/>' in output["sitemap.xml"].decode()


def test_a_language_without_bulletins_has_no_home(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "bulletins/2026/a.md": bulletin(),
        "bulletins/2026/b.md": bulletin(title="Zsoon", lang="en", embargo="2026-12-24"),
    }
    output = build(write(tmp_path, files))
    assert not [
        n for n in output if n.startswith(("en/", "nhn/", "feeds/idiomas/en", "feeds/idiomas/nhn"))
    ]
    assert all("tongues" not in page for page in pages(output).values())
    assert b"xhtml" not in output["sitemap.xml"]


def test_a_home_that_was_public_answers_when_its_bulletins_are_gone(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "bulletins/2026/a.md": bulletin(title="Rain", lang="en", expires="2026-11-21")
    }
    found = pages(build(write(tmp_path, files)))
    assert "Rain" not in found["/en/"] and "tongues" not in found["/"]


def test_a_long_home_has_pages(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"bulletins/2026/n{n}.md": bulletin(title=f"Rain {n}", lang="en") for n in range(25)
    }
    found = pages(build(write(tmp_path, files)))
    assert "Rain" in found["/en/pagina/2/"] and 'href="/en/pagina/2/"' in found["/en/"]


def test_only_words_of_a_version_change_and_every_page_that_shows_them_does(
    tmp_path: Path,
) -> None:
    root = write(tmp_path, FILES)
    publish(root)
    path = root / "content/bulletins/2026/b.md"
    path.write_text(path.read_text("utf-8").replace("Water is back.", "Water runs."), "utf-8")
    warm = build(root)
    again = write(tmp_path / "fresh", {**FILES, "bulletins/2026/b.md": path.read_bytes()})
    assert warm == build(again) and b"Water runs." in warm["feeds/idiomas/en/rss.xml"]


# What an office translates itself


@pytest.mark.parametrize(
    ("po", "gist"),
    [
        ('msgid "Del %(oldest)s al %(newest)s"\nmsgstr "Zaz %(oldest)s"', "los mismos lugares"),
        ('msgid "Inicio"\nmsgstr "<b>Zaz</b>"', "lleva HTML"),
        ('msgid "Inicio"\nmsgstr "Zaz &amp; zaz"', "lleva HTML"),
        ('msgid "Inicio"\nZaz "zaz"', "no es un catálogo de gettext"),
    ],
)
def test_a_catalog_that_would_break_a_page_is_told_at_its_line(
    tmp_path: Path, po: str, gist: str
) -> None:
    root = write(tmp_path, {})
    (root / "locale").mkdir()
    (root / "locale/nhn.po").write_text(f'msgid ""\nmsgstr ""\n\n{po}\n', "utf-8")
    with pytest.raises(ProblemsFound) as caught:
        load(root / "newsroom.toml", {})
    (told,) = (problem.show("es") for problem in caught.value.problems)
    assert re.match(r"locale/nhn\.po:[1-5]: ", told) and gist in told


def test_a_catalog_of_a_language_nobody_declared_is_told(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    (root / "locale").mkdir()
    (root / "locale/nhm.po").write_text('msgid ""\nmsgstr ""\n', "utf-8")
    with pytest.raises(ProblemsFound, match="¿Quiso decir «nhn»"):
        load(root / "newsroom.toml", {})


def test_a_new_catalog_changes_the_site_that_is_there(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    before = build(root)
    (root / "locale").mkdir()
    (root / "locale/nhn.po").write_text(INVENTED, "utf-8")
    after = build(root)
    changed = {name for name in after if after[name] != before.get(name)}
    assert "nhn/index.html" in changed and after == build(write(tmp_path / "x", FILES) and root)


# Bad input


@pytest.mark.parametrize(
    ("files", "line", "gist"),
    [
        ({"lang": "ES"}, 7, "«ES» no es un código de idioma BCP 47. ¿Quiso decir «es»?"),
        ({"lang": "es_MX"}, 7, "¿Quiso decir «es-MX»?"),
        ({"lang": "inglés"}, 7, "¿Quiso decir «en»?"),
        ({"lang": "eng"}, 7, "¿Quiso decir «en»?"),
        ({"lang": "náhuatl"}, 7, "¿Quiso decir «nhn»?"),
        ({"lang": "fr"}, 7, "el idioma «fr» no está declarado"),
        ({"translation_of": str(uuid.UUID(int=9))}, 7, "no existe el boletín que se traduce"),
        ({"easy_read": True}, 7, "no dice de qué boletín es la lectura fácil"),
        ({"translation_of": ONE, "translator": "Ana"}, 7, "ya hay una versión en «es»"),
        ({"translation_of": ONE, "lang": "en"}, 6, "la traducción no dice quién la hizo"),
        ({"translation_of": str(uuid.UUID(int=8)), "lang": "nhn", "translator": "Ana"}, 7,
         f"Escriba el id del primer original: {ONE}"),
    ],
)  # fmt: skip
def test_a_wrong_version_is_told_at_its_line(
    tmp_path: Path, files: dict[str, Any], line: int, gist: str
) -> None:
    root = write(tmp_path, {
        "bulletins/2026/a.md": bulletin(id=ONE, title="Original"),
        "bulletins/2026/b.md": bulletin(
            id=str(uuid.UUID(int=8)), title="English", lang="en", translation_of=ONE,
            translator="Ana", status="approved" if "lang" not in files else "withdrawn",
            changes=[{"date": DAY, "note": "X"}],
        ),
        "bulletins/2026/c.md": bulletin(title="C", **files),
    })  # fmt: skip
    told = [one for one in faults(root) if "bulletins/2026/c.md" in one]
    assert len(told) == 1 and gist in told[0], told


def test_an_original_that_changed_after_its_version_is_told(tmp_path: Path) -> None:
    change = [{"date": "2026-11-22", "note": "Son diez."}]
    files: dict[str, str | bytes] = {
        "bulletins/2026/a.md": bulletin(id=ONE, title="Original", changes=change),
        "bulletins/2026/b.md": bulletin(
            title="English", lang="en", translation_of=ONE, translator="Ana"
        ),
        "bulletins/2026/c.md": bulletin(
            title="Zaz", lang="nhn", translation_of=ONE, translator="Ana", modified="2026-11-22"
        ),
    }
    (told,) = faults(write(tmp_path, files))
    assert "b.md:8: translation_of: el original cambió el 2026-11-22 y esta versión no" in told


def test_nothing_else_stands_where_a_language_has_its_home(tmp_path: Path) -> None:
    page: dict[str, str | bytes] = {"pages/en.md": standing(title="En", slug="en")}
    (told,) = faults(write(tmp_path, page))
    assert "la dirección /en/ es del propio sitio" in told
    write(tmp_path, {}, newsroom('[types.en]\nname = "En"\nplural = "En"\n'))
    with pytest.raises(ProblemsFound, match="tomaría una dirección"):
        load(tmp_path / "newsroom.toml", {})


def test_a_site_in_one_language_is_as_it_was(tmp_path: Path) -> None:
    root = write(tmp_path, {"bulletins/2026/a.md": bulletin(slug="a")}, newsroom(languages=["es"]))
    output = build(root)
    assert not [name for name in output if name.startswith("feeds/idiomas")]
    page = pages(output)["/nota/2026/a/"]
    assert "lang=" not in page.replace('<html lang="es">', "")


def test_a_language_written_from_the_right_says_so_where_it_begins_and_ends(
    tmp_path: Path,
) -> None:
    files: dict[str, str | bytes] = {
        "bulletins/2026/a.md": bulletin(id=ONE, title="Agua", slug="agua"),
        "bulletins/2026/b.md": bulletin(
            "عاد الماء.", title="عاد الماء", slug="maa", lang="ar", translation_of=ONE,
            translator="Ana",
        ),
        "bulletins/2026/c.md": bulletin("Su.", title="Su", slug="su", lang="uz-Arab"),
        "bulletins/2026/d.md": bulletin("Water.", title="Water", slug="water", lang="en"),
    }  # fmt: skip
    toml = newsroom(languages=["es", "ar", "en", "uz-Arab"])
    found = pages(build(write(tmp_path, files, toml)))
    for address in ("/nota/2026/maa/", "/ar/", "/uz-arab/", "/nota/2026/su/"):
        assert re.match(r'<!doctype html>\n<html lang="[\w-]+" dir="rtl">', found[address]), address
        # What is borrowed from Spanish turns back.
        assert re.search(r'lang="es" dir="ltr"', found[address])
    for address in ("/", "/nota/2026/agua/", "/nota/2026/water/", "/en/"):
        assert re.match(r'<!doctype html>\n<html lang="\w+">', found[address]), address
    assert re.search(r'lang="ar" dir="rtl"', found["/nota/2026/agua/"])


@pytest.mark.parametrize(
    ("lang", "locale"),
    [("es", "es_MX"), ("en", "en_US"), ("en-GB", "en_GB"), ("nhn", "nhn_MX"), ("pt", "pt_BR")],
)
def test_open_graph_is_told_of_places_where_a_language_is_spoken(lang: str, locale: str) -> None:
    assert territory(lang, "MX") == locale


def test_open_graph_is_told_nothing_that_nobody_knows(tmp_path: Path) -> None:
    assert territory("qaa", "MX") == ""
    files = {"bulletins/2026/a.md": bulletin(lang="qaa")}
    found = pages(build(write(tmp_path, files, newsroom(languages=["es", "qaa"]))))
    assert "og:locale" not in found["/nota/2026/a/"]
    assert '<meta property="og:locale" content="es_MX">' in found["/"]
