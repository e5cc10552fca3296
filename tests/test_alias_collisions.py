"""An old address leads to its page, and never takes the place of another file of the site."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from town import build, bulletin, faults, newsroom, publish, read, run, standing, told, write

from pregonero.content.model.identity import brief
from pregonero.diagnostics import ProblemsFound
from pregonero.newsroom.site_files import FileOwners, disk_name

Site = Callable[..., Path]

#: A site that has something of each kind at a file of its own.
TOWN: dict[str, str | bytes] = {
    "bulletins/2026/agua.md": bulletin(slug="agua"),
    "bulletins/2026/otro.md": bulletin(
        "Vea el [acta](2026/acta.pdf).", title="Otro", slug="otro", lang="en"
    ),
    "bulletins/2026/feria.md": bulletin(
        title="Feria",
        slug="feria",
        type="evento",
        event={"start": "2026-12-01 10:00", "place": "Plaza"},
    ),
    "bulletins/2026/retirado.md": bulletin(
        title="Retirado",
        slug="retirado",
        status="withdrawn",
        changes=[{"date": "2026-11-21", "note": "Era de otra fecha."}],
    ),
    "campaigns/vacunas.md": standing(title="Vacunas", slug="vacunas"),
    "pages/quienes.md": standing(slug="quienes"),
    "questions/p.md": """---
id: 6f0f1a36-2a5a-4d3e-8f43-0d3b0ad3f001
title: ¿Hay agua?
slug: hay-agua
asked: 2026-11-10 09:00
status: approved
---

Sí.
""",
    "media/2026/acta.pdf": b"%PDF-1.4 acta",
}
HOST = '\n[targets.p]\nkind = "disk"\nurl = "https://prensa.sanjacinto.example"\npath = "%s"\n'

#: The state of a search index is that of the headers it was made of.
UNSEARCHED = newsroom(search=False)

SOMEBODYS = [
    "/index.html",
    "/Index.HTML",
    "/%69ndex.html",
    "/index.html.",
    "/index.html%20",
    "/index.html.gz",
    "/index.php",
    "/index.html/vieja/",
    "/nota/2026/otro/",
    "/nota/2026/otro/index.html",
    "/nota/2026/OTRO/",
    "/nota/2026/otro./",
    "/nota/2026/otro/index.html.br",
    "/nota/2026/agua/index.html",
    "/evento/2026/feria/evento.ics",
    "/evento/2026/feria/texto.txt",
    "/nota/2026/retirado/410.html",
    "/nota/2026/retirado/index.htm",
    "/410.html",
    "/quienes410.html",
    "/nota/2026/otro410.html",
    "/404.html",
    "/quienes/",
    "/quienes/index.html",
    "/quienes",
    "/manifest.json",
    "/Manifest.json",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-2.xml",
    "/news-sitemap.xml",
    "/site.webmanifest",
    "/icon.svg",
    "/icon-192.png",
    "/card.jpg",
    "/agenda.ics",
    "/agenda/",
    "/agenda/2026/12/",
    "/agenda/2031/01/",
    "/feeds/rss.xml",
    "/feeds/otro.xml",
    "/FEEDS/otro.xml",
    "/feeds./",
    "/media/2026/acta.pdf",
    "/media./",
    "/theme/site.css",
    "/data/bulletins.json",
    "/pagefind/pagefind.js",
    "/buscar/indice.json",
    "/buscar/2026-11/x.html",
    "/archivo/",
    "/archivo/pagina/2/",
    "/archivo/pagina/2/index.html",
    "/archivo/2026/11/pagina/9/",
    "/archivo/2040/01/",
    "/nota/",
    "/nota/pagina/7/",
    "/temas/agua/",
    "/temas/agua/pagina/2/index.html",
    "/campanas/vacunas/",
    "/campanas/vacunas/pagina/2/",
    "/campanas/vacunas/obras.csv",
    "/dialogo/",
    "/dialogo/pagina/2/",
    "/dialogo/2026/hay-agua/index.html",
    "/en/",
    "/.htaccess",
    "/noticias/.htaccess",
    "/web.config",
    "/CNAME",
    "/_headers",
    "/_redirects",
    "/.git/config",
    "/viejo/.git/config",
    "/.well-known/security.txt",
    "/.well-known/otra.txt",
    "/notas/viejo.md",
]
UNUSABLE = [
    "/",
    "//otra/pagina",
    "/a//b/",
    "/a/../index.html",
    "/a/%2e%2e/index.html",
    "/./index.html",
    "/%2569ndex.html",
    "/a%00b/",
    "/a%0Ab/",
    "/a%E2%80%AEb/",
    "/a%FF/",
    "/a%5Cb/",
    "/?p=2",
    f"/{'a' * 253}.html",
    "/" + "a/" * 600,
]


def test_old_addresses_of_numbers_are_free(site: Site) -> None:
    free = ("/noticias/1410.html", "/noticias/410.html", "/prensa/2019/index.php", "/blog/agenda/")
    assert not refusals(site(with_aliases(*free)))


def test_an_old_address_in_a_folder_named_content_is_published(site: Site, tmp_path: Path) -> None:
    root = site(with_aliases("/content/agua"), newsroom(HOST % (tmp_path / "publico")))
    ended = run("deploy", "p", cwd=root)
    assert ended.returncode == 0, told(ended)
    assert (tmp_path / "publico/current/content/agua/index.html").is_file()


def with_aliases(*aliases: str, also: tuple[str, ...] = ()) -> dict[str, str | bytes]:
    more = {"bulletins/2026/mas.md": bulletin(title="Más", slug="mas", aliases=list(also))}
    return {
        **TOWN,
        "bulletins/2026/agua.md": bulletin(slug="agua", aliases=list(aliases)),
        **(more if also else {}),
    }


def refusals(root: Path) -> list[str]:
    return [line for line in faults(root) if "aliases" in line]


@pytest.mark.parametrize("alias", SOMEBODYS)
def test_an_old_address_at_a_file_of_the_site_is_told(site: Site, alias: str) -> None:
    (line,) = refusals(site(with_aliases("/buena/", alias)))
    assert line.startswith("content/bulletins/2026/agua.md:8: aliases.2: la dirección anterior ")
    assert line.endswith((".", "…"))


@pytest.mark.parametrize("alias", UNUSABLE)
def test_an_old_address_that_no_site_had_is_told(site: Site, alias: str) -> None:
    (line,) = refusals(site(with_aliases(alias)))
    assert "no es una dirección anterior de este sitio" in line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/noticias/agua.html", "/noticias/agua.html/otra/"),
        ("/noticias/agua.html/otra/", "/noticias/agua.html"),
        ("/noticias/agua.html", "/Noticias/Agua.html"),
        ("/noticias/agua.html", "/noticias/agua.html.gz"),
        ("/noticias/agua.html", "/noticias/agua.html."),
        ("/noticias/a%C3%B1o/", "/noticias/an%CC%83o/"),
        ("/noticias/410.html", "/noticias/"),
        ("/noticias/", "/noticias/410.html"),
        ("/noticias/STRASSE/", "/noticias/straße/"),
    ],
)
@pytest.mark.parametrize("apart", [True, False])
def test_two_old_addresses_in_one_place_are_told(
    site: Site, first: str, second: str, apart: bool
) -> None:
    both = with_aliases(first, also=(second,)) if apart else with_aliases(first, second)
    (line,) = refusals(site(both))
    assert line.startswith(f"content/bulletins/2026/{'mas' if apart else 'agua'}.md:")
    assert "Deje" in line or "Quítela de aliases" in line


@pytest.mark.parametrize("alias", ["/.htaccess", "/nota/2026/otro/index.html"])
def test_check_build_and_deploy_tell_it_and_change_nothing(
    site: Site, tmp_path: Path, alias: str
) -> None:
    root = site(with_aliases(alias), newsroom(HOST % (tmp_path / "publico")))
    for words in (["check"], ["build"], ["deploy", "p"]):
        ended = run(*words, cwd=root)
        assert ended.returncode == 1, told(ended)
        assert "content/bulletins/2026/agua.md:8: aliases.1: " in told(ended)
        assert alias in told(ended)
    assert not (root / "output").exists() and not (tmp_path / "publico/current").exists()


def test_two_documents_of_nearly_one_name_are_told(site: Site) -> None:
    files: dict[str, str | bytes] = {
        "bulletins/2026/a.md": bulletin("[Acta](2026/acta.pdf)", slug="a"),
        "bulletins/2026/b.md": bulletin("[Otra](2026/Acta.PDF)", title="Otra", slug="b"),
        "media/2026/acta.pdf": b"%PDF-1.4 una",
        "media/2026/Acta.PDF": b"%PDF-1.4 otra",
    }
    (line,) = faults(site(files))
    assert line.startswith("content/bulletins/2026/b.md:10: texto: el archivo 2026/Acta.PDF")
    assert "2026/acta.pdf, de content/bulletins/2026/a.md" in line


def test_a_draft_takes_no_address_of_what_is_public(site: Site) -> None:
    files = with_aliases("/vieja/", also=("/vieja/",))
    files["bulletins/2026/agua.md"] = bulletin(slug="agua", status="draft", aliases=["/vieja/"])
    (line,) = refusals(site(files))
    assert line.startswith("content/bulletins/2026/agua.md:")


def test_what_a_build_would_write_twice_stops_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the rule of `check` did not see it coming."""
    monkeypatch.setattr("pregonero.content.rules.archive.moved", lambda *_: ())
    root = site(with_aliases("/nota/2026/otro/index.html", "/robots.txt/x/"))
    with pytest.raises(ProblemsFound) as refused:
        publish(root)
    lines = str(refused.value).splitlines()
    assert [line.partition(": dos ")[0] for line in lines] == [
        "content/bulletins/2026/agua.md:8: aliases.1",
        "newsroom.toml:1: archivo",
    ]
    assert "/nota/2026/otro/index.html, de content/bulletins/2026/otro.md" in lines[0]
    assert not (root / "output").exists()


def test_what_a_target_says_was_renamed_replaces_nothing(site: Site) -> None:
    root = site(TOWN)
    before = build(root)
    one = read(root)[1].entries["bulletins/2026/agua.md"].document
    assert one.id
    identity = brief(one.id)
    hostile = ["/index.html", "/../fuera.html", "/nota/2026/otro/", "/feeds/rss.xml", "/.htaccess"]
    after = build(root, RENAMED={**dict.fromkeys(hostile, identity), "/vieja/": identity})
    assert set(after) - set(before) == {"vieja/", "vieja/index.html"}
    assert {name: after[name] for name in before} == before


_parts = st.sampled_from(
    ["nota", "NOTA", "2026", "otro", "agua", "agua.html", "index.html", "feeds", "rss.xml", "media",
     "archivo", "pagina", "2", "buscar", "Quienes", "quienes", "evento.ics", "evento", "feria",
     "temas", "en", "410.html", "robots.txt", "an\u0303o", "a\u00f1o", ".git", "x.", "campanas",
     "vacunas", "obras.csv", "dialogo", "hay-agua", "theme", "manifest.json"]
)  # fmt: skip
_paths = st.builds(
    lambda parts, end: "/" + "/".join(parts) + end,
    st.lists(_parts, min_size=1, max_size=4),
    st.sampled_from(["", "/", "/index.html", ".gz"]),
)


@examples(max_examples=8)
@given(st.lists(_paths, min_size=1, max_size=8, unique=True))
def test_no_old_address_that_check_accepts_changes_another_file(
    tmp_path_factory: pytest.TempPathFactory, aliases: list[str]
) -> None:
    root = tmp_path_factory.mktemp("sala")
    before = _of_town(tmp_path_factory)
    for _ in range(len(aliases)):
        write(root, with_aliases(*aliases), UNSEARCHED)
        wrong = refusals(root)
        if not wrong:
            break
        # Leave out the first that is refused, by its place in the list.
        aliases.pop(int(wrong[0].split("aliases.")[1].split(":")[0]) - 1)
    assume(aliases)
    after = build(root)
    # The page of the bulletin itself and all else is as it is without a single alias.
    assert {name: after.get(name) for name in before} == before
    files = [name for name in after if not name.endswith("/")]
    assert len({disk_name(name) for name in files}) == len(files)


_SITES: dict[str, dict[str, bytes]] = {}


def _of_town(factory: pytest.TempPathFactory) -> dict[str, bytes]:
    if not _SITES:
        _SITES["town"] = build(write(factory.mktemp("base"), TOWN, UNSEARCHED))
    return _SITES["town"]


@given(st.lists(_paths, max_size=12))
def test_a_file_is_one_owners_and_never_a_folder_too(names: list[str]) -> None:
    owners: FileOwners[int] = FileOwners()
    kept = [n for n, name in enumerate(names) if owners.add(name[1:], n) is None]
    held = [disk_name(names[n][1:]) for n in kept]
    assert len(set(held)) == len(held)
    assert not [(a, b) for a in held for b in held if b.startswith(f"{a}/")]
