"""What somebody who knows Pelican expects of a plugin beside ours."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from town import (
    NOW,
    bulletin,
    newsroom,
    pelican_settings,
    photo,
    run,
    standing,
    told,
    town_id,
    tree,
)  # fmt: skip

Site = Callable[..., Path]

NOTES = {
    "bulletins/2026/agua.md": bulletin(
        "El agua **vuelve** el lunes. [Aviso](luz.md)",
        title="Vuelve el agua", topic="agua", tags=["red", "pozo"], summary="El lunes vuelve.",
        date="2026-11-20 09:30",
    ),
    "bulletins/2026/luz.md": bulletin("Hay luz.", title="Ya hay luz", date="2026-11-19"),
    "bulletins/2026/secreto.md": bulletin("Nadie lo sabe.", title="Secreto", status="draft"),
    "pages/quienes.md": standing(),
}  # fmt: skip

WRITER = """
from pathlib import Path
from pelican import signals
from pelican.generators import Generator

TEXT = {text!r}

class Badges(Generator):
    def generate_output(self, writer):
        if TEXT:
            Path(self.output_path, "insignia.txt").write_text(TEXT)

def generators(pelican):
    return Badges

def register():
    signals.get_generators.connect(generators)
"""


def made(root: Path, *words: str) -> dict[str, bytes]:
    """The site as the command builds it."""
    result = run("build", "--at", NOW, *words, cwd=root)
    assert result.returncode == 0, told(result)
    return tree(root / "output")


@pytest.mark.parametrize("order", ["badges pregonero.engine", "pregonero.engine badges"])
def test_a_file_of_a_generator_is_in_the_site_while_it_is_written(site: Site, order: str) -> None:
    root = site(NOTES)
    plain = made(root)
    pelican_settings(root, ours=order, badges=WRITER.format(text="uno"))
    assert made(root) == plain | {"insignia.txt": b"uno"}
    assert made(root) == plain | {"insignia.txt": b"uno"}  # nothing changed
    note = root / "content/bulletins/2026/luz.md"
    note.write_text(note.read_text("utf-8").replace("Hay luz", "Hay más luz"), "utf-8")
    edited = made(root)
    assert edited["insignia.txt"] == b"uno"
    assert b"Hay m\xc3\xa1s luz" in edited["nota/2026/luz/index.html"]
    pelican_settings(root, ours=order, badges=WRITER.format(text="dos"))
    assert made(root)["insignia.txt"] == b"dos"
    pelican_settings(root, ours=order, badges=WRITER.format(text=""))
    assert "insignia.txt" not in made(root)
    pelican_settings(root, ours=order, badges=WRITER.format(text="tres"))
    assert "insignia.txt" in made(root)
    (root / "pelicanconf.py").unlink()
    assert made(root) == {k: v for k, v in edited.items() if k != "insignia.txt"}


def test_a_file_of_a_generator_is_deployed_and_removed(site: Site, tmp_path: Path) -> None:
    target = (
        '[targets.production]\nkind = "disk"\nproduction = true\n'
        f'url = "https://prensa.sanjacinto.example"\npath = "{tmp_path / "www"}"\n'
    )
    root = site(NOTES, newsroom(target))
    for text in ("uno", ""):
        pelican_settings(root, badges=WRITER.format(text=text))
        result = run("deploy", "production", cwd=root)
        assert result.returncode == 0, told(result)
        files = json.loads((tmp_path / "www/current/manifest.json").read_text("utf-8"))["files"]
        assert ("insignia.txt" in files) == bool(text)
        assert (tmp_path / "www/current/insignia.txt").is_file() == bool(text)


LISTENER = """
import json
from pelican import signals

HEARD = {"init": [], "names": []}

def told(name):
    def heard(sender, **more):
        HEARD["names"].append(name)
    return heard

KEPT = {name: told(name) for name in (
    "initialized", "get_generators", "generator_init", "article_generator_init",
    "article_generator_pretaxonomy", "article_generator_finalized",
    "article_generator_write_article", "article_writer_finalized", "page_generator_init",
    "page_generator_finalized", "page_generator_write_page", "page_writer_finalized",
    "static_generator_init", "static_generator_finalized", "all_generators_finalized",
    "article_generator_context", "content_written", "feed_written", "finalized", "readers_init",
)}

def article(one):
    return {
        "title": one.title, "slug": one.slug, "url": one.url, "save_as": one.save_as,
        "date": one.date.isoformat(), "category": [one.category.name, one.category.slug],
        "category_url": one.category.url,
        "tags": [t.name for t in getattr(one, "tags", [])],
        "author": one.author.name, "authors": [a.name for a in one.authors], "lang": one.lang,
        "content": one.content, "summary": one.summary, "status": one.status,
        "source_path": one.source_path, "metadata": sorted(one.metadata),
        "translations": [t.slug for t in one.translations],
        "locale_date": one.locale_date, "relative": one.relative_source_path,
        "marked": getattr(one, "marked", None), "type": type(one).__name__,
    }

def mark(one):
    HEARD["init"].append(one.slug if hasattr(one, "slug") else "")
    one.marked = True

def articles(generator):
    HEARD["articles"] = [article(one) for one in generator.articles]
    HEARD["translated"] = [article(one) for one in generator.translations]
    HEARD["categories"] = [[str(c), [a.slug for a in of]] for c, of in generator.categories]
    HEARD["tags"] = sorted(t.name for t in generator.tags)
    HEARD["authors"] = [a.name for a, _ in generator.authors]
    HEARD["context"] = [a.slug for a in generator.context["articles"]]

def pages(generator):
    HEARD["pages"] = [[p.title, p.url, p.save_as, p.content, p.status] for p in generator.pages]

def everything(generators):
    HEARD["generators"] = [type(g).__name__ for g in generators]
    HEARD["in all"] = [a.slug for g in generators for a in getattr(g, "articles", [])]

def written(path, context):
    HEARD.setdefault("written", []).append([path, context["output_file"], context["SITEURL"]])
    shown = context.get("article") or context.get("page")
    HEARD.setdefault("shown", {})[context["output_file"]] = shown and shown.title

def finalized(pelican):
    with open(pelican.output_path + "/oido.json", "w") as file:
        json.dump({**HEARD, "output": pelican.output_path,
                   "setting": pelican.settings["OUTPUT_PATH"]}, file)

def register():
    for name, receiver in KEPT.items():
        getattr(signals, name).connect(receiver)
    signals.content_object_init.connect(mark)
    signals.article_generator_finalized.connect(articles)
    signals.page_generator_finalized.connect(pages)
    signals.all_generators_finalized.connect(everything)
    signals.content_written.connect(written)
    signals.finalized.connect(finalized)
"""


@pytest.mark.parametrize("order", ["listener pregonero.engine", "pregonero.engine listener"])
def test_a_listener_hears_of_every_article_and_of_every_page(site: Site, order: str) -> None:
    versions = {
        "bulletins/2026/hay.md": bulletin("Agua.", title="Hay agua", date="2026-11-18"),
        "bulletins/2026/water.md": bulletin(
            "Water.",
            title="Water",
            lang="en",
            translation_of=town_id("Hay agua"),
            date="2026-11-18",
        ),
    }  # fmt: skip
    root = site({**NOTES, **versions})
    plain = made(root)
    pelican_settings(root, ours=order, listener=LISTENER)
    for _ in range(2):  # the second time nothing changed
        files = made(root)
        heard = json.loads(files.pop("oido.json"))
        assert files == plain
        assert set(heard["names"]) >= {
            "article_generator_init", "article_generator_pretaxonomy", "generator_init",
            "article_generator_finalized", "article_generator_write_article", "feed_written",
            "article_writer_finalized", "page_generator_init", "page_generator_finalized",
            "page_generator_write_page", "page_writer_finalized", "static_generator_init",
            "static_generator_finalized", "all_generators_finalized", "content_written",
            "finalized", "initialized", "get_generators", "article_generator_context",
            "readers_init",
        }  # fmt: skip
        assert [one["slug"] for one in heard["articles"]] == ["agua", "luz", "hay"]
        first, luz, hay = heard["articles"]
        assert first["title"] == "Vuelve el agua" and first["status"] == "published"
        assert first["url"] == "nota/2026/agua/"
        assert first["save_as"] == "nota/2026/agua/index.html"
        assert first["date"].startswith("2026-11-20T09:30:00-06:00")
        assert first["category"] == ["Agua", "agua"] and first["category_url"] == "temas/agua/"
        assert luz["category"] == ["Nota informativa", "nota"] and luz["category_url"] == "nota/"
        assert first["tags"] == ["red", "pozo"] and luz["tags"] == []
        assert first["authors"] == [first["author"]] == ["Oficina de Prensa"]
        assert "<strong>vuelve</strong>" in first["content"]
        assert "https://prensa.sanjacinto.example/nota/2026/luz/" in first["content"]
        assert first["summary"] == "El lunes vuelve." and "Hay luz" in luz["summary"]
        assert first["source_path"] == str(root / "content/bulletins/2026/agua.md")
        assert first["relative"] == "bulletins/2026/agua.md" and first["lang"] == "es"
        assert {"title", "date", "category", "tags", "slug"} <= set(first["metadata"])
        assert all(one["marked"] for one in heard["articles"])
        assert hay["translations"] == ["water"] and hay["type"] == "Article"
        (water,) = heard["translated"]
        assert water["lang"] == "en" and water["translations"] == ["hay"]
        assert ["Agua", ["agua"]] in heard["categories"] and heard["tags"] == ["pozo", "red"]
        assert heard["in all"] == heard["context"] == ["agua", "luz", "hay"]
        assert ["Quiénes somos", "quienes/", "quienes/index.html"] in [
            page[:3] for page in heard["pages"]
        ]
        assert "secreto" not in json.dumps(heard).casefold()
        assert sorted(heard["init"]) == ["agua", "hay", "luz", "quienes", "water"]
        work = heard["output"]
        assert heard["setting"] == work and work != str(root / "output")
        pages = sorted(name for name in plain if name.endswith(".html"))
        assert sorted(name for _, name, _ in heard["written"]) == pages
        assert all(path == f"{work}/{name}" for path, name, _ in heard["written"])
        assert heard["shown"]["nota/2026/agua/index.html"] == "Vuelve el agua"
        assert heard["shown"]["quienes/index.html"] == "Quiénes somos"
        assert heard["shown"]["index.html"] is None


REWRITER = """
from pathlib import Path
from pelican import signals

def written(path, context):
    page = Path(path)
    page.write_text(page.read_text("utf-8").replace("</body>", "<!-- visto --></body>"), "utf-8")

def register():
    signals.content_written.connect(written)
"""


def test_a_plugin_that_rewrites_pages_reaches_all_and_leaves_none_behind(site: Site) -> None:
    root = site({**NOTES, "media/a.jpg": photo()})
    plain = made(root)
    pelican_settings(root, rewriter=REWRITER)
    for _ in range(2):
        for name, data in made(root).items():
            if name.endswith(".html"):
                assert data.count(b"<!-- visto -->") == 1, name
    (root / "pelicanconf.py").unlink()
    assert made(root) == plain


FEEDS = """
from pelican import signals
from pelican.generators import Generator

class Feed(Generator):
    def generate_output(self, writer):
        writer.write_feed(self.context["articles"], self.context, "mio.xml", feed_type="rss")

def generators(pelican):
    return Feed

def register():
    signals.get_generators.connect(generators)
"""


def test_a_feed_of_a_plugin_is_as_pelican_writes_it(site: Site) -> None:
    root = site(NOTES)
    pelican_settings(root, feeds=FEEDS)
    feed = made(root)["mio.xml"].decode()
    assert "<title>Vuelve el agua</title>" in feed and feed.count("<item>") == 2
    assert "<link>https://prensa.sanjacinto.example/nota/2026/agua/</link>" in feed
    assert "<category>Agua</category>" in feed and "Secreto" not in feed


FAILING = {
    "register": "def register():\n    raise ValueError('no hay red')\n",
    "generator": """
from pelican import signals
def articles(generator):
    raise ValueError("no hay red")
def register():
    signals.article_generator_finalized.connect(articles)
""",
    "finalized": """
from pelican import signals
def finalized(pelican):
    raise ValueError("no hay red")
def register():
    signals.finalized.connect(finalized)
""",
    "imported": "raise ValueError('no hay red')\n",
    "syntax": "def register(:  # no hay red\n",
    "missing": "import no_existe_tal_cosa  # no hay red\ndef register(): pass\n",
    "system": """
from pelican import signals
def finalized(pelican):
    open("/no/existe/no hay red")
def register():
    signals.finalized.connect(finalized)
""",
}


@pytest.mark.parametrize(
    ("how", "first"), [*((how, False) for how in FAILING), ("finalized", True)]
)
def test_a_plugin_that_fails_stops_the_build_and_is_named(
    site: Site, how: str, first: bool
) -> None:
    root = site(NOTES)
    before = made(root)
    order = "averiado pregonero.engine" if first else "pregonero.engine averiado"
    pelican_settings(root, ours=order, averiado=FAILING[how])
    note = root / "content/bulletins/2026/luz.md"
    note.write_text(note.read_text("utf-8").replace("Hay luz", "Hay más luz"), "utf-8")
    result = run("build", "--at", NOW, cwd=root)
    assert result.returncode == 1, told(result)
    assert "averiado" in told(result) and "Traceback" not in told(result)
    reason = {"missing": "no_existe_tal_cosa", "syntax": "averiado.py:1:"}.get(how, "no hay red")
    assert reason in told(result)
    assert tree(root / "output") == before


def test_a_plugin_from_the_index_of_packages_works_beside_ours(site: Site) -> None:
    root = site(NOTES)
    plain = made(root)
    pelican_settings(root, 'SITEMAP = {"format": "txt"}\n', ours="pregonero.engine sitemap")
    for _ in range(2):
        files = made(root)
        lines = files.pop("sitemap.txt").decode().split()
        assert files == plain
        pages = [n for n in plain if n.endswith(".html")]
        base = "https://prensa.sanjacinto.example/"
        assert sorted(lines) == sorted(base + n.removesuffix("index.html") for n in pages)


def test_two_that_write_one_file_are_told_apart(site: Site) -> None:
    clash = FEEDS.replace("mio.xml", "robots.txt")
    root = site(NOTES)
    before = made(root)
    for order in ("clash pregonero.engine", "pregonero.engine clash"):
        pelican_settings(root, ours=order, clash=clash)
        result = run("build", "--at", NOW, cwd=root)
        assert result.returncode == 1 and "robots.txt" in told(result), told(result)
        assert tree(root / "output") == before
