"""Every address that a text had answers for ever, and its versions know one another."""

import re
from pathlib import Path

import pytest
from old import TITLE, archive, bring, item, one, post, told, town, written, wxr
from town import faults, read

JEKYLL = "url: https://viejo.example\nbaseurl: {base}\npermalink: {permalink}\n"

#: Files of an old site, the path of one, and every address that it had.
SITES: dict[str, tuple[dict[str, str], str, list[str]]] = {
    "Hugo: aliases and url": (
        {
            "hugo.toml": 'baseURL = "https://viejo.example/"\n',
            "content/noticias/agua.md": post(
                head="url: /n/agua/\naliases: [/viejas/agua.html, antes, ../otro/]\n"
            ),
        },
        "content/noticias/agua.md",
        ["/n/agua/", "/noticias/antes/", "/otro/", "/viejas/agua.html"],
    ),
    "Hugo below a path": (
        {
            "hugo.toml": 'baseURL = "https://viejo.example/sala/"\n',
            "content/noticias/agua.md": post(head="aliases: [/viejas/agua/, /sala/ya/]\n"),
        },
        "content/noticias/agua.md",
        ["/sala/noticias/agua/", "/sala/viejas/agua/", "/sala/ya/"],
    ),
    "Jekyll: permalink, a list of redirects": (
        {
            "_config.yml": JEKYLL.format(base="/sala", permalink="pretty"),
            "_posts/2019-03-05-agua.md": post(
                head="permalink: /n/agua.html\nredirect_from:\n  - /a/\n  - b/c.html\n"
            ),
        },
        "_posts/2019-03-05-agua.md",
        ["/sala/a/", "/sala/b/c.html", "/sala/n/agua.html"],
    ),
    "Jekyll: one redirect": (
        {
            "_config.yml": JEKYLL.format(base="sala", permalink="/:categories/:title:output_ext"),
            "_posts/2019-03-05-agua.md": post(
                head="redirect_from: /a/b,c/\ncategories: [obras, calle]\n"
            ),
        },
        "_posts/2019-03-05-agua.md",
        ["/sala/a/b,c/", "/sala/obras/calle/agua.html"],
    ),
    "Jekyll: a permalink of places": (
        {
            "_config.yml": JEKYLL.format(base='""', permalink="date"),
            "_posts/2019-03-05-agua.md": post(head="permalink: /:year/:title/\n"),
        },
        "_posts/2019-03-05-agua.md",
        ["/2019/agua/"],
    ),
    "Pelican: url and save_as": (
        {
            "pelicanconf.py": "SITEURL = 'https://viejo.example'\n",
            "content/agua.md": (
                f"Title: {TITLE}\nDate: 2019-03-05\nURL: n/agua/\nSave_as: n/agua/index.html\n"
                "Alias: /x/, /y.html\n\nTexto.\n"
            ),
        },
        "content/agua.md",
        ["/n/agua/", "/x/", "/y.html"],
    ),
    "Pelican: the file it writes answers too": (
        {
            "pelicanconf.py": "ARTICLE_URL = 'n/{slug}/'\nARTICLE_SAVE_AS = 'n/{slug}.html'\n",
            "content/agua.md": f"Title: {TITLE}\nDate: 2019-03-05\nSlug: agua\n\nTexto.\n",
        },
        "content/agua.md",
        ["/n/agua.html", "/n/agua/"],
    ),
    "Pelican: another language has patterns of its own": (
        {
            "pelicanconf.py": "DEFAULT_LANG = 'es'\nARTICLE_URL = 'n/{slug}/'\n"
            "ARTICLE_LANG_URL = '{lang}/n/{slug}/'\n"
            "ARTICLE_LANG_SAVE_AS = '{lang}/n/{slug}/index.html'\n",
            "content/agua.md": f"Title: {TITLE}\nDate: 2019-03-05\nSlug: agua\n\nTexto.\n",
            "content/water.md": ("Title: Water\nDate: 2019-03-05\nSlug: agua\nLang: en\n\nText.\n"),
        },
        "content/water.md",
        ["/en/n/agua/"],
    ),
    "Pelican: another language, by its usual patterns": (
        {
            "pelicanconf.py": "DEFAULT_LANG = 'en'\n",
            "content/pages/agua.md": f"Title: {TITLE}\nSlug: agua\nLang: es\n\nTexto.\n",
        },
        "content/pages/agua.md",
        ["/pages/agua-es.html"],
    ),
    "Pelican: pages are where its configuration says": (
        {
            "pelicanconf.py": "PAGE_PATHS = ['fijas']\nARTICLE_PATHS = ['notas', 'pages']\n",
            "content/fijas/agua.md": f"Title: {TITLE}\nSlug: agua\n\nTexto.\n",
            "content/pages/otra.md": f"Title: {TITLE}\nDate: 2019-03-05\n\nTexto.\n",
        },
        "content/fijas/agua.md",
        ["/pages/agua.html"],
    ),
    "Jekyll: the folders above _posts are categories": (
        {
            "_config.yml": "permalink: date\n",
            "obras/_posts/2019-03-05-agua.md": post(head="categories: [Calle]\n"),
        },
        "obras/_posts/2019-03-05-agua.md",
        ["/obras/calle/2019/03/05/agua.html"],
    ),
    "Jekyll: a page is its file": (
        {
            "_config.yml": JEKYLL.format(base="/sala", permalink="date"),
            "acerca.md": "---\ntitle: Acerca\n---\nTexto.\n",
        },
        "acerca.md",
        ["/sala/acerca.html"],
    ),
    "Jekyll: a page is a folder": (
        {
            "_config.yml": JEKYLL.format(base="", permalink="/:year/:title/"),
            "x/acerca.md": "---\ntitle: Acerca\n---\nTexto.\n",
        },
        "x/acerca.md",
        ["/x/acerca/"],
    ),
    "Hugo: paths with capitals": (
        {"hugo.toml": "disablePathToLower = true\n", "content/Noticias/AguA.md": post()},
        "content/Noticias/AguA.md",
        ["/Noticias/AguA/"],
    ),
    "Astro below a path": (
        {
            "astro.config.mjs": "export default {site: 'https://viejo.example', base: '/sala'}",
            "src/content/blog/agua.md": post(),
        },
        "src/content/blog/agua.md",
        ["/sala/blog/agua/"],
    ),
    "Hugo: a table of permalinks for each kind": (
        {
            "hugo.toml": "[permalinks]\nnotas = '/n/:year/:slug/'\n[permalinks.page]\n"
            "avisos = '/a/:slug/'\n",
            "content/notas/agua.md": post(head="slug: agua\n"),
            "content/avisos/agua.md": post(head="slug: agua\n"),
        },
        "content/notas/agua.md",
        ["/n/2019/agua/"],
    ),
    "Pelican: a slug from the title, and the folder is the category": (
        {
            "pelicanconf.py": "ARTICLE_URL = '{category}/{date:%Y}/{slug}/'\n",
            "content/Obras/nota_1.md": f"Title: {TITLE}\nDate: 2019-03-05\n\nTexto.\n",
        },
        "content/Obras/nota_1.md",
        ["/obras/2019/vuelve-el-agua-a-la-calle-real/"],
    ),
    "Pelican: a slug from the file": (
        {
            "pelicanconf.py": "SLUGIFY_SOURCE = 'basename'\n",
            "content/nota_1.md": f"Title: {TITLE}\nDate: 2019-03-05\n\nTexto.\n",
        },
        "content/nota_1.md",
        ["/nota_1.html"],
    ),
    "Pelican: pages have a rule of their own": (
        {
            "pelicanconf.py": "PATH = 'textos'\nPAGE_URL = 'p/{slug}/'\n",
            "textos/pages/nota.md": f"Title: {TITLE}\nDate: 2019-03-05\n\nTexto.\n",
        },
        "textos/pages/nota.md",
        ["/p/vuelve-el-agua-a-la-calle-real/"],
    ),
    "Hugo: a title in a permalink": (
        {
            "hugo.toml": "[permalinks]\nnoticias = '/:year/:slug/'\n",
            "content/noticias/nota.md": post(),
        },
        "content/noticias/nota.md",
        ["/2019/vuelve-el-agua-a-la-calle-real/"],
    ),
    "Hugo: addresses that are files, and names with spaces": (
        {"hugo.toml": "uglyURLs = true\n", "content/noticias/Nota Uno.md": post()},
        "content/noticias/Nota Uno.md",
        ["/noticias/nota-uno.html"],
    ),
    "Jekyll: a collection with its own permalink": (
        {
            "_config.yml": "collections:\n  actas:\n    output: true\n    permalink: /a/:path/\n",
            "_actas/x/nota.md": post(),
        },
        "_actas/x/nota.md",
        ["/a/x/nota/"],
    ),
    "Jekyll: a collection without one": (
        {
            "_config.yml": "permalink: pretty\ncollections:\n  actas: {output: true}\n",
            "_actas/nota.md": post(),
        },
        "_actas/nota.md",
        ["/actas/nota/"],
    ),
    "Jekyll: the day of the year": (
        {"_config.yml": "permalink: ordinal\n", "_posts/2019-03-05-nota.md": post()},
        "_posts/2019-03-05-nota.md",
        ["/2019/064/nota.html"],
    ),
    "Eleventy: a date in the name of a file": (
        {"eleventy.config.js": "", "blog/2019-03-05-nota.md": post()},
        "blog/2019-03-05-nota.md",
        ["/blog/nota/"],
    ),
    "Eleventy: a permalink": (
        {
            "eleventy.config.js": "module.exports = {}",
            "blog/blog.json": '{"permalink": "/b/{{ page.fileSlug }}/index.html"}',
            "blog/agua.md": post(),
            "blog/otra.md": post(head="permalink: /o/index.html\n"),
        },
        "blog/agua.md",
        ["/b/agua/"],
    ),
    "whole addresses of its own site": (
        {
            "hugo.toml": 'baseURL = "https://viejo.example/"\n',
            "content/agua.md": post(
                head="aliases: ['https://viejo.example/z/', 'https://otro.example/w/']\n"
            ),
        },
        "content/agua.md",
        ["/agua/", "/z/"],
    ),
    "a language of Hugo": (
        {
            "hugo.toml": (
                'baseURL = "https://viejo.example/"\ndefaultContentLanguage = "es"\n'
                "[languages.es]\n[languages.en]\n"
            ),
            "content/noticias/agua.en.md": post(),
        },
        "content/noticias/agua.en.md",
        ["/en/noticias/agua/"],
    ),
}


@pytest.mark.parametrize(("files", "path", "addresses"), SITES.values(), ids=SITES)
def test_every_true_address_is_kept(
    tmp_path: Path, files: dict[str, str], path: str, addresses: list[str]
) -> None:
    sala = town(tmp_path / "sala")
    outcome = bring(sala, archive(tmp_path / "viejo", dict(files)))
    (text,) = [text for text in outcome.texts if text.source == path]
    made = written(sala, text)
    assert text.fate == "imported", told(text)
    assert sorted(re.findall(r'^  - "(/.*)"$', made.split("photos:")[0], re.MULTILINE)) == addresses
    assert set(bring(sala, tmp_path / "viejo").actions) == {"same"}
    assert [fault for fault in faults(sala) if ": translator:" not in fault] == []


def test_where_a_page_was_wins_over_the_alias_of_another(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    files = {"hugo.toml": "", "content/a.md": post(head="aliases: [/b/]\n"), "content/b.md": post()}
    first, second = bring(sala, archive(tmp_path / "viejo", files)).texts
    assert '- "/b/"' in written(sala, second) and '- "/b/"' not in written(sala, first)
    assert "la dirección anterior /b/ ya es de bulletins/2019/2019-03-05-b.md" in told(first)


def test_an_address_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    head = "aliases: ['/../etc/', '/bien/']\n"
    text = one(bring(sala, archive(tmp_path / "viejo", {"agua.md": post(head=head)})))
    assert '- "/bien/"' in written(sala, text) and "/../etc/" in told(text)
    (tmp_path / "nadie.xml").write_text(wxr(item(TITLE, "<p>Texto.</p>", link="https://x.mx//")))
    assert "dirección anterior // no puede" in told(one(bring(sala, tmp_path / "nadie.xml")))


def test_links_by_number_lead_to_what_came(tmp_path: Path) -> None:
    sala = town(tmp_path / "sala")
    body = (
        '<p><a href="https://viejo.example/?p=8">a</a> <a href="/?page_id=9#x">b</a> '
        '<a href="https://viejo.example/?attachment_id=10">c</a> '
        '<a href="https://viejo.example/?p=99">d</a></p>'
    )
    meta = "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"  # noqa: E501
    export = wxr(
        item(TITLE, body, link="https://viejo.example/2019/vuelve-el-agua/",
             more=meta.format("vuelve") + meta.format("ya-vuelve")),
        item("Otra", "Texto.", post_id="8", post_name="otra", post_date="2019-03-01 08:00:00"),
        item("Acerca", "Texto.", post_id="9", post_name="acerca", post_type="page"),
        item("acta", "", post_id="10", post_type="attachment", status="inherit",
             attachment_url="https://viejo.example/wp-content/uploads/acta.pdf"),
    )  # fmt: skip
    old = archive(tmp_path / "viejo", {"e.xml": export, "wp-content/uploads/acta.pdf": b"%PDF-1.4"})
    (text,) = [t for t in bring(sala, old).texts if t.source == "e.xml#7"]
    made = written(sala, text)
    assert "[a](/bulletins/2019/2019-03-01-otra.md)" in made
    assert "[b](/pages/acerca.md#x)" in made
    assert "[c](importado/viejo/wp-content/uploads/acta.pdf)" in made
    assert "[d](https://viejo.example/?p=99)" in made
    for name in ("vuelve-el-agua", "vuelve", "ya-vuelve"):
        assert f'- "/2019/{name}/"' in made


#: Files of two versions of one text, of which the second is in English.
VERSIONS: dict[str, dict[str, str]] = {
    "by their names": {"agua.md": post(), "agua.en.md": post()},
    "by their folders": {
        "hugo.toml": "[languages.es]\n[languages.en]\n",
        "content/es/agua.md": post(),
        "content/en/agua.md": post(),
    },
    "by a key": {
        "agua.md": post(head="translationKey: agua\n"),
        "water.md": post(head="translationKey: agua\nlang: en-US\n"),
    },
    "by Jekyll's ref": {
        "agua.md": post(head="ref: agua\nlang: es\n"),
        "water.md": post(head="ref: agua\nlang: en\n"),
    },
    "by the folders of languages": {
        "hugo.toml": (
            "[languages.es]\ncontentDir = 'contenido'\n[languages.en]\ncontentDir = 'content/en'\n"
        ),
        "contenido/agua.md": post(),
        "content/en/agua.md": post(),
    },
}


@pytest.mark.parametrize("files", VERSIONS.values(), ids=VERSIONS)
def test_versions_in_two_languages_know_one_another(tmp_path: Path, files: dict[str, str]) -> None:
    sala = town(tmp_path / "sala")
    outcome = bring(sala, archive(tmp_path / "viejo", dict(files)))
    assert outcome.fates == {"imported": 2}, [told(t) for t in outcome.texts]
    edition = read(sala)[2]
    spanish, english = sorted(edition.bulletins, key=lambda b: b.lang or "")
    assert english.lang == "en" and english.translation_of == spanish.id
    assert [len(group) for group in edition.versions.values()] == [2, 2]
    assert [f for f in faults(sala) if "quién la hizo" not in f] == []


def test_the_language_of_an_export_is_that_of_its_texts(tmp_path: Path) -> None:
    export = wxr("<language>en-US</language>", item(TITLE, "<p>Text.</p>"))
    sala = town(tmp_path / "sala")
    text = one(bring(sala, archive(tmp_path / "viejo", {"e.xml": export})))
    assert text.fate == "imported" and 'lang: "en"' in written(sala, text)
    spanish = export.replace("en-US", "es-MX")
    text = one(bring(town(tmp_path / "b"), archive(tmp_path / "viejo", {"e.xml": spanish})))
    assert text.fate == "imported" and "\nlang:" not in written(tmp_path / "b", text)
    foreign = export.replace("en-US", "pt-BR")
    text = one(bring(town(tmp_path / "c"), archive(tmp_path / "viejo", {"e.xml": foreign})))
    assert text.fate == "queued" and "«pt-BR»" in told(text)


def test_polylangs_versions_are_paired(tmp_path: Path) -> None:
    domain = '<category domain="{}" nicename="{}"><![CDATA[x]]></category>'
    pair = domain.format("post_translations", "pll_1")
    export = wxr(
        item(TITLE, "<p>Texto.</p>", more=pair + domain.format("language", "es")),
        item("Water", "<p>Text.</p>", post_id="8", post_name="water",
             more=pair + domain.format("language", "en")),
    )  # fmt: skip
    sala = town(tmp_path / "sala")
    bring(sala, archive(tmp_path / "viejo", {"e.xml": export}))
    assert len(read(sala)[2].versions) == 2
