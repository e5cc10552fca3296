"""What machines look for at the root of a site is there, true, and no more than public."""

import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from town import NOW, URL, build, bulletin, newsroom, pages, photo, read, standing, write

from pregonero.render.assets import Assets
from pregonero.render.cards import SiteContext
from pregonero.render.images import renditions
from pregonero.render.metadata.discovery import sitemaps
from pregonero.render.pages.all_pages import SitePages
from pregonero.render.sections import group

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
FILES: dict[str, str | bytes] = {
    "bulletins/2026/hoy.md": bulletin(title="Hoy & mañana", date="2026-11-23 08:00"),
    "bulletins/2026/justo.md": bulletin(title="Justo dentro", date="2026-11-21 12:01"),
    "bulletins/2026/antes.md": bulletin(
        title="Antes",
        date="2026-11-21 11:59",
        changes=[{"date": "2026-11-22 09:00", "note": "Un cambio."}],
        photos=[{"file": "a.jpg", "alt": "Una calle con charcos", "credit": "Prensa"}],
        topic="agua",
    ),
    "bulletins/2026/vencido.md": bulletin(
        type="aviso", title="Vencido", date="2026-11-22", expires="2026-11-22"
    ),
    "bulletins/2026/borrador.md": bulletin(title="Borrador", status="draft"),
    "bulletins/2026/embargo.md": bulletin(title="Embargo", embargo="2027-01-01"),
    "bulletins/2026/retirado.md": bulletin(
        title="Retirado",
        status="withdrawn",
        changes=[{"date": "2026-11-21", "note": "No era así."}],
    ),
    "bulletins/2026/english.md": bulletin(
        title="Before",
        lang="en",
        translation_of="11111111-1111-4111-8111-111111111111",
        translator="Ana",
    ),
    "bulletins/2026/original.md": bulletin(
        title="Original", id="11111111-1111-4111-8111-111111111111"
    ),
    "pages/oficina.md": standing(modified="2026-10-02"),
    "campaigns/limpieza.md": standing(title="Limpieza"),
    "media/a.jpg": photo("#335577", (1600, 900)),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(write(tmp_path_factory.mktemp("raiz"), FILES))


def mapped(output: dict[str, bytes]) -> dict[str, str | None]:
    root = ElementTree.fromstring(output["sitemap.xml"])
    return {str(u.findtext(f"{MAP}loc")): u.findtext(f"{MAP}lastmod") for u in root}


def test_the_sitemap_has_every_page_that_may_be_indexed_and_no_other(
    output: dict[str, bytes],
) -> None:
    indexable = {
        URL + address
        for address, text in pages(output).items()
        if '<meta name="robots" content="noindex">' not in text
    }
    assert set(mapped(output)) == indexable
    for word in ("borrador", "embargo", "retirado", "404"):
        assert word not in output["sitemap.xml"].decode()


def test_the_sitemap_says_when_a_page_last_changed(output: dict[str, bytes]) -> None:
    found = mapped(output)
    assert found[f"{URL}/nota/2026/hoy/"] == "2026-11-23T08:00:00-06:00"
    assert found[f"{URL}/nota/2026/antes/"] == "2026-11-22T09:00:00-06:00"
    assert found[f"{URL}/oficina/"] == "2026-10-02T00:00:00-06:00"
    assert found[f"{URL}/"] == found[f"{URL}/archivo/"] == "2026-11-23T08:00:00-06:00"
    assert found[f"{URL}/temas/agua/"] == "2026-11-22T09:00:00-06:00"
    for stamp in filter(None, found.values()):
        assert datetime.fromisoformat(stamp).utcoffset() is not None


def test_the_news_sitemap_has_the_last_two_days(output: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(output["news-sitemap.xml"])
    titles = [news.findtext(f"{NEWS}title") for news in root.iter(f"{NEWS}news")]
    assert titles == ["Hoy & mañana", "Justo dentro"]
    assert root.findtext(f".//{NEWS}publication_date") == "2026-11-23T08:00:00-06:00"
    assert {n.text for n in root.iter(f"{NEWS}language")} == {"es"}


def test_the_news_sitemap_is_never_empty_and_never_calls_old_news_new(tmp_path: Path) -> None:
    """Search consoles call an empty one an error, and its address is public."""
    root = write(tmp_path, FILES)
    output = build(root, "2026-12-20")
    (row,) = ElementTree.fromstring(output["news-sitemap.xml"])
    assert [e.tag for e in row] == [f"{MAP}loc"] and row[0].text == f"{URL}/nota/2026/hoy/"
    assert f"Sitemap: {URL}/news-sitemap.xml" in output["robots.txt"].decode()
    empty = build(write(tmp_path / "nada", {}))
    (row,) = ElementTree.fromstring(empty["news-sitemap.xml"])
    assert row[0].text == f"{URL}/"


@pytest.mark.parametrize("limit", [{"most": 10}, {"largest": 2000}])
def test_a_long_sitemap_is_an_index_of_several(tmp_path: Path, limit: dict[str, int]) -> None:
    _, _, edition = read(write(tmp_path, FILES))
    photos = {f: renditions.plan(f, shape, "0") for f, shape in edition.photos.items()}
    press = SiteContext(edition, photos, {}, Assets(("/site.css", b"")))
    planned = list(SitePages(press.within(), group(edition, edition.listed), lambda _: ""))
    (whole,) = sitemaps(press, planned).values()
    found = sitemaps(press, planned, **limit)
    index = ElementTree.fromstring(found.pop("/sitemap.xml"))
    assert index.tag == f"{MAP}sitemapindex"
    assert [e.findtext(f"{MAP}loc") for e in index] == [URL + address for address in found]
    parts = [ElementTree.fromstring(data) for data in found.values()]
    assert len(parts) > 2 and all(part.tag == f"{MAP}urlset" for part in parts)
    assert max(map(len, parts)) <= limit.get("most", 99)
    assert max(map(len, found.values())) <= limit.get("largest", 99_999)
    assert [u.findtext(f"{MAP}loc") for part in parts for u in part] == [
        u.findtext(f"{MAP}loc") for u in ElementTree.fromstring(whole)
    ]
    newest = max(filter(None, (u.findtext(f"{MAP}lastmod") for u in parts[0])))
    assert index[0].findtext(f"{MAP}lastmod") == newest


def test_every_page_that_may_be_found_has_a_title_and_a_description_of_its_own(
    tmp_path: Path,
) -> None:
    many = {
        f"bulletins/2026/n{n}.md": bulletin(
            title=f"Nota {n}", summary=f"Lo de {n}.", topic="agua", date=f"2026-10-{n % 28 + 1:02}"
        )
        for n in range(45)
    }
    spoken = {
        f"bulletins/2026/{lang}.md": bulletin(title=f"Texto {lang}", lang=lang, summary=lang)
        for lang in ("en", "nhn", "otz")
    }
    toml = newsroom(languages=["es", "en", "nhn", "otz"])
    output = pages(build(write(tmp_path, {**many, **spoken}, toml)))
    titles, descriptions = dict[str, str](), dict[str, str]()
    for address, text in output.items():
        if '<meta name="robots" content="noindex">' in text:
            continue
        title = text.partition("<title>")[2].partition("</title>")[0]
        assert titles.setdefault(title, address) == address, title
        about = meta(text, "description")
        assert descriptions.setdefault(about, address) == address, about


def test_robots_names_the_sitemaps(output: dict[str, bytes]) -> None:
    lines = output["robots.txt"].decode().splitlines()
    assert "User-agent: *" in lines and "Allow: /" in lines
    assert f"Sitemap: {URL}/sitemap.xml" in lines and f"Sitemap: {URL}/news-sitemap.xml" in lines


def test_a_site_that_is_not_public_asks_not_to_be_read(tmp_path: Path) -> None:
    output = build(write(tmp_path, {"bulletins/2026/nota.md": bulletin()}), INDEX=False)
    assert output["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    for address, text in pages(output).items():
        assert '<meta name="robots" content="noindex">' in text, address


@pytest.mark.parametrize(
    "at", ["2026-01-01", "2026-02-28", "2026-11-23", "2026-12-31", "2028-02-29"]
)
def test_security_txt_expires_within_a_year(tmp_path: Path, at: str) -> None:
    text = build(write(tmp_path, {}, newsroom(email="ti@ejemplo.mx")), at)[
        ".well-known/security.txt"
    ].decode()
    values = dict(line.split(": ", 1) for line in text.splitlines())
    expires, now = (
        datetime.fromisoformat(values["Expires"]),
        datetime.fromisoformat(f"{at}T00:00-06:00"),
    )
    assert timedelta(days=200) < expires - now < timedelta(days=365)
    assert values["Contact"] == "mailto:ti@ejemplo.mx"
    assert values["Canonical"] == f"{URL}/.well-known/security.txt"


def test_the_manifest_names_icons_that_exist_and_measure_what_it_says(
    output: dict[str, bytes],
) -> None:
    manifest = json.loads(output["site.webmanifest"])
    assert manifest["short_name"] == "San Jacinto" and manifest["lang"] == "es"
    sizes = set()
    for icon in manifest["icons"]:
        data = output[icon["src"].lstrip("/")]
        if icon["type"] == "image/png":
            with Image.open(io.BytesIO(data)) as picture:
                assert f"{picture.width}x{picture.height}" == icon["sizes"]
                sizes.add(picture.width)
        else:
            assert ElementTree.fromstring(data).tag.endswith("svg")
    assert sizes == {192, 512}
    with Image.open(io.BytesIO(output["apple-touch-icon.png"])) as picture:
        assert picture.size == (180, 180)


def meta(text: str, name: str) -> str:
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', text)
    assert found, name
    return found[1]


def test_every_page_has_an_image_to_share_of_the_size_it_says(output: dict[str, bytes]) -> None:
    for address, text in pages(output).items():
        data = output[meta(text, "og:image").removeprefix(f"{URL}/")]
        assert len(data) < 300_000
        with Image.open(io.BytesIO(data)) as picture:
            size = (int(meta(text, "og:image:width")), int(meta(text, "og:image:height")))
            assert picture.size == size == (1200, 630), address
    page = pages(output)["/nota/2026/antes/"]
    assert "/media/a-" in meta(page, "og:image")
    assert meta(page, "og:image:alt") == "Una calle con charcos"


def test_an_institution_may_give_its_own_card_and_arms(tmp_path: Path) -> None:
    toml = newsroom('[images]\ncard = "id/tarjeta.jpg"\ncoat_of_arms = "id/escudo.png"\n')
    files = {"media/id/tarjeta.jpg": photo("#aa2200", (1300, 700)),
             "media/id/escudo.png": photo("#00aa22", (80, 90))}  # fmt: skip
    output = build(write(tmp_path, {**files, "bulletins/2026/nota.md": bulletin()}, toml))
    page = pages(output)["/"]
    with Image.open(io.BytesIO(output[meta(page, "og:image").removeprefix(f"{URL}/")])) as card:
        assert card.size == (1200, 630)
        red, green, _ = card.convert("RGB").getpixel((600, 300))
        assert red > 140 and green < 80
    arms = re.search(r'<img class="emblem" src="/([^"]+)"', page)
    assert arms and arms[1] in output


def test_every_page_but_the_notices_has_one_canonical_address(output: dict[str, bytes]) -> None:
    for address, text in pages(output).items():
        found = re.findall(r'<link rel="canonical" href="([^"]+)">', text)
        assert found == ([] if address == "/404.html" else [URL + address])


def test_versions_point_to_each_other(output: dict[str, bytes]) -> None:
    both = [pages(output)[f"/nota/2026/{name}/"] for name in ("original", "english")]
    found = [
        re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text)
        for text in both
    ]
    original, english = f"{URL}/nota/2026/original/", f"{URL}/nota/2026/english/"
    assert found[0] == found[1] == [("es", original), ("en", english), ("x-default", original)]
    assert '<link rel="alternate" hreflang' not in pages(output)["/nota/2026/hoy/"]


def test_an_easy_version_is_linked_and_is_no_other_language(tmp_path: Path) -> None:
    one = "11111111-1111-4111-8111-111111111111"
    files = {
        "bulletins/2026/a.md": bulletin(title="Original", id=one),
        "bulletins/2026/b.md": bulletin(title="Fácil", translation_of=one, easy_read=True),
        "bulletins/2026/c.md": bulletin(
            title="Original in English", lang="en", translation_of=one, translator="Ana"
        ),
    }
    found = pages(build(write(tmp_path, files)))
    for name, others in {"a": "bc", "b": "ac", "c": "ab"}.items():
        text = found[f"/nota/2026/{name}/"]
        assert all(f'href="/nota/2026/{other}/"' in text for other in others)
        links = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text)
        assert [tag for tag, _ in links] in ([], ["es", "en", "x-default"])
        # A page that others name as its version must name them back (Google, hreflang).
        if links:
            assert f"{URL}/nota/2026/{name}/" in {href for _, href in links}


def test_the_moment_of_the_build_is_on_no_page(output: dict[str, bytes]) -> None:
    for name, data in output.items():
        assert NOW.encode() not in data, name
