"""Every address that the site prints is one that machines understand, and leads where it says."""

import json
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from release.places import free_port
from release.test_servers import ask, nginx
from town import (
    build,
    bulletin,
    faults,
    newsroom,
    photo,
    publish,
    read,
    run,
    standing,
    told,
    write,
)

from pregonero.markdown.links import resolve
from pregonero.web_addresses import ascii_host, encoded, encoded_path, mailto, readable

Site = Callable[..., Path]

#: RFC 3986, appendix A: what may be in an absolute or relative address.
_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
RFC_3986 = re.compile(
    rf"(?:[A-Za-z][A-Za-z0-9+.-]*:(?://(?:[A-Za-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?)?)?"
    rf"{_CHARACTER}*(?:\?(?:{_CHARACTER}|\?)*)?(?:#(?:{_CHARACTER}|\?)*)?"
)
SOUND = "sesión de cabildo 50% #1 & más?.mp3"
ACT = "2026/sesión 1 #2.pdf"
APART = unicodedata.normalize("NFD", "2026/año.pdf")
WEBVTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nBuenas tardes.\n"
HOST = "https://prensa.sanctórum.example"
ASCII = "https://prensa.xn--sanctrum-z3a.example"

WORST: dict[str, str | bytes] = {
    "bulletins/2026/sesion.md": bulletin(
        f"El [acta](<{ACT}>), la [misma](2026/sesi%C3%B3n%201%20%232.pdf), el [año](2026/año.pdf),"
        f' la [lista](</media/2026/lista 100%.csv>) y la [foto](<2026/foto #1, "buena".jpg>).\n\n'
        '![](<2026/foto #1, "buena".jpg>)\n\n'
        "Busque [obras](/buscar/?q=obra&tipo=á#contenido), vea [otra](otra.md?x=1#cifras),"
        " [esta](#cifras) o [afuera](<https://ñandú.example/a b.pdf?q=á%20b&c[]=1#sí>),"
        " escriba a [la ventanilla](mailto:atención@sanctórum.example?subject=Más%20agua).\n\n"
        "## Cifras\n\nDos.",
        slug="sesion",
        aliases=["/sesi%C3%B3n%20del%2050%25%20%231.html", "/viejo (1)/"],
        photos=[
            {"file": '2026/foto #1, "buena".jpg', "alt": "Dos personas en la sala", "credit": "P"}
        ],
        audio=[
            {
                "file": f"2026/{SOUND}",
                "title": "Sesión",
                "transcript": "2026/lo dicho [1].txt",
                "captions": "2026/subtítulos;1.vtt",
                "duration": "12:30",
            }
        ],
        live={
            "url": "https://vídeo.example/ver?v=ñ",
            "title": "En vivo",
            "starts": "2026-11-20 10:00",
        },
    ),
    "bulletins/2026/otra.md": bulletin("## Cifras\n\nTres.", title="Otra", slug="otra"),
    "campaigns/obras.md": standing(title="Obras", slug="obras"),
    f"media/{ACT}": b"%PDF-1.4 acta",
    f"media/{APART}": "%PDF-1.4 año".encode(),
    "media/2026/lista 100%.csv": b"a,b\n1,2\n",
    f"media/2026/{SOUND}": b"ID3" + b"\0" * 400,
    "media/2026/lo dicho [1].txt": ("Buenas tardes. " * 3000).encode(),
    "media/2026/subtítulos;1.vtt": WEBVTT.encode(),
    'media/2026/foto #1, "buena".jpg': photo(),
    "media/escudo (ñ) 1.png": photo(),
}
IMAGES = '\n[images]\ncoat_of_arms = "escudo (ñ) 1.png"\nlogo = "escudo (ñ) 1.png"\n'


def addresses(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every address of a built site, with the file that prints it."""
    for name, data in files.items():
        if name.endswith((".html", ".xml")):
            text = data.decode()
            for found in re.findall(r'\s(?:href|src|content|url|uri)="([^"]*)"', text):
                value = unescape(found)
                if re.match(r"(?:[a-z]+:|/|#|\?)", value) and " " not in value.partition(":")[0]:
                    yield name, value
            for row in re.findall(r'srcset="([^"]*)"', text):
                yield from ((name, one.split(" ")[0]) for one in unescape(row).split(", "))
            for found in re.findall(r"<(?:loc|link|guid|uri|web|url)>([^<]*)<", text):
                yield name, unescape(found)
            for script in re.findall(
                r'<script type="application/ld\+json">(.*?)</script>', text, re.S
            ):
                yield from ((name, one) for one in _inside(json.loads(script)))
            # What a reader shows of an entry is HTML inside XML.
            for found in re.findall(r'&lt;(?:a|img)[^>]*?(?:href|src)="(.*?)"', text):
                yield name, unescape(unescape(found))
        elif name.endswith((".json", ".geojson", ".webmanifest")):
            yield from ((name, one) for one in _inside(json.loads(data)))
        elif name.endswith(".ics"):
            lines = data.decode().replace("\r\n ", "").splitlines()
            yield from ((name, one[4:]) for one in lines if one.startswith("URL:"))


def wrong(root: Path) -> list[str]:
    """The errors of a site, without what is only told."""
    return [problem.show("es") for problem in read(root)[1].errors]


def _inside(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _inside(one)
    elif isinstance(value, list):
        for one in value:
            yield from _inside(one)
    elif isinstance(value, str) and re.match(r"https?://|/", value) and "\n" not in value:
        yield value


@pytest.fixture(scope="module")
def worst(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sala")
    write(root, WORST, newsroom(IMAGES, url=HOST, email="atención@sanctórum.example"))
    publish(root)
    return root


def built(root: Path) -> dict[str, bytes]:
    output = root / "output"
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }


def test_every_address_is_one_and_leads_to_a_file(worst: Path) -> None:
    files = built(worst)
    found = list(addresses(files))
    assert not {(name, one) for name, one in found if not RFC_3986.fullmatch(one)}
    assert not [one for _, one in found if HOST in one]
    inner = {
        unquote(urlsplit(one).path).lstrip("/")
        for _, one in found
        if one.startswith(("/", f"{ASCII}/"))
    }
    answering = {f"{name}index.html" if not name or name.endswith("/") else name for name in inner}
    assert not answering - files.keys()
    media = {name for name in files if name.startswith("media/2026/")}
    assert len(media) == 6 and media <= answering


def test_a_server_answers_every_address(worst: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(worst / "output"))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_port}"
        paths = {one for _, one in addresses(built(worst)) if one.startswith("/media/")}
        assert len(paths) >= 6
        for path in paths:
            with urlopen(origin + path, timeout=5) as answer:
                assert answer.status == 200 and answer.read()
        server.shutdown()


def test_nginx_answers_every_address_as_it_should(site: Site, tmp_path: Path) -> None:
    gone = {"status": "withdrawn", "changes": [{"date": "2026-11-21", "note": "Errónea."}]}
    event = {"start": "2026-12-01 10:00", "place": "La plaza"}
    more = {
        "bulletins/2026/ida.md": bulletin(
            title="Ida", slug="ida", event=event, aliases=["/viejo ñ/2"], **gone
        )
    }
    port, public = free_port(), tmp_path / "publico"
    origin = f"http://127.0.0.1:{port}"
    target = f'\n[targets.p]\nkind = "disk"\nurl = "{origin}"\npath = "{public}"\n'
    root = site({**WORST, **more}, newsroom(target + IMAGES))
    told_so = run("deploy", "p", cwd=root)
    assert told_so.returncode == 3, told(told_so)  # nobody serves it yet
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_uid == tmp_path.stat().st_uid and str(folder) != "/":
            folder.chmod(folder.stat().st_mode | 0o011)
    current = (public / "current").resolve()
    files = {
        path.relative_to(current).as_posix(): path.read_bytes()
        for path in current.rglob("*")
        if path.is_file()
    }
    inner = {
        one.removeprefix(origin).partition("#")[0] or "/"
        for name, one in addresses(files)
        if (one.startswith(("/", f"{origin}/")) and name != "manifest.json")
    }
    room = tmp_path / "nginx"
    room.mkdir(mode=0o755)
    with nginx(run("server", "nginx", "p", cwd=root).stdout, room, port):
        wrong = {one: code for one in inner if (code := ask(origin + one)[0]) != 200}
        assert len(inner) > 60 and wrong.keys() <= {"/nota/2026/ida/"}, wrong
        assert set(wrong.values()) <= {410} and ask(f"{origin}/nota/2026/ida/")[0] == 410
        for old, new in (
            ("/sesi%C3%B3n%20del%2050%25%20%231.html", "/nota/2026/sesion/"),
            ("/viejo%20(1)/", "/nota/2026/sesion/"),
            ("/viejo%20%C3%B1/2/", "/nota/2026/ida/"),
        ):
            status, headers, _ = ask(origin + old)
            assert status == 301 and headers["Location"].endswith(new), old


def test_what_was_typed_leads_there(worst: Path) -> None:
    page = built(worst)["nota/2026/sesion/index.html"].decode()
    for href in (
        "/media/2026/sesi%C3%B3n%201%20%232.pdf",
        "/media/2026/a%C3%B1o.pdf",
        "/media/2026/lista%20100%25.csv",
        "/buscar/?q=obra&amp;tipo=%C3%A1#contenido",
        "/nota/2026/otra/?x=1#s-cifras",
        "#s-cifras",
        "https://xn--and-6ma2c.example/a%20b.pdf?q=%C3%A1%20b&amp;c%5B%5D=1#s%C3%AD",
        "mailto:atenci%C3%B3n@xn--sanctrum-z3a.example?subject=M%C3%A1s%20agua",
    ):
        assert f'href="{href}"' in page, href
    assert f'src="/media/2026/{encoded_path(SOUND)}"' in page
    assert f'<link rel="canonical" href="{ASCII}/nota/2026/sesion/">' in page


def test_people_read_the_host_in_its_own_letters(worst: Path) -> None:
    files = built(worst)
    assert HOST in files["suscribirse/index.html"].decode()
    assert f"Sitemap: {ASCII}/sitemap.xml" in files["robots.txt"].decode()
    assert (
        "mailto:atenci%C3%B3n@xn--sanctrum-z3a.example"
        in files[".well-known/security.txt"].decode()
    )


def test_such_a_site_is_deployed_and_its_servers_are_told_ascii(site: Site, tmp_path: Path) -> None:
    target = (
        f'\n[targets.p]\nkind = "disk"\nurl = "{HOST}/boletines"\npath = "{tmp_path / "publico"}"\n'
    )
    root = site(WORST, newsroom(target + IMAGES))
    ended = run("deploy", "p", cwd=root, env={"PREGONERO_LANG": "es"})
    assert ended.returncode == 0, told(ended)
    assert f"{HOST}/boletines" in told(ended)
    assert (
        f"media/{ACT}"
        in json.loads((tmp_path / "publico/current/manifest.json").read_text("utf-8"))["files"]
    )
    said = told(run("server", "nginx", "p", cwd=root))
    assert "server_name prensa.xn--sanctrum-z3a.example;" in said


@pytest.mark.parametrize("name", ["2026/año-nuevo.md", "2026/an\u0303o-nuevo.md"])
@pytest.mark.parametrize("typed", ["año-nuevo.md", "an\u0303o-nuevo.md", "a%C3%B1o-nuevo.md"])
def test_a_text_is_found_however_its_accents_are_written(site: Site, name: str, typed: str) -> None:
    root = site(
        {
            f"bulletins/{name}": bulletin("Hay.", title="Año nuevo"),
            "bulletins/2026/otro.md": bulletin(f"Vea [aquel]({typed}).", title="Otro", slug="otro"),
        }
    )
    assert not wrong(root)
    assert b'href="/nota/2026/ano-nuevo/"' in build(root)["nota/2026/otro/index.html"]


def test_a_photograph_is_found_however_its_accents_are_written(site: Site) -> None:
    apart = unicodedata.normalize("NFD", "campaña.jpg")
    for name, typed in ((apart, "campaña.jpg"), ("campaña.jpg", apart)):
        photos = [{"file": typed, "alt": "Dos personas en la plaza", "credit": "Prensa"}]
        root = site({"bulletins/2026/a.md": bulletin(photos=photos), f"media/{name}": photo()})
        assert not wrong(root)
        (root / "content/media" / name).unlink()


def test_two_media_files_of_one_name_are_told(site: Site) -> None:
    root = site(
        {
            "bulletins/2026/a.md": bulletin("[Acta](año.pdf)"),
            "media/año.pdf": b"%PDF-1.4 una",
            f"media/{unicodedata.normalize('NFD', 'año.pdf')}": b"%PDF-1.4 otra",
        }
    )
    (line,) = wrong(root)
    assert line.startswith("content/media/") and "mismo nombre" in line


def test_a_link_to_the_site_in_its_own_letters_stays_inside(site: Site) -> None:
    files: dict[str, str | bytes] = {
        "bulletins/2026/a.md": bulletin(f"Vea [otro]({HOST}/nota/2026/otro/?x=1)."),
        "bulletins/2026/b.md": bulletin("Hay.", title="Otro", slug="otro"),
        "bulletins/2026/c.md": bulletin(f"Vea [nada]({HOST}/nota/2026/nada/).", title="C"),
    }
    root = site(files, newsroom(url=HOST))
    (line,) = faults(root)
    assert line.startswith("content/bulletins/2026/c.md:") and "no existe en este sitio" in line


@pytest.mark.parametrize(
    "url",
    ["https://", "https://exa mple.mx", "https://[::1", "https://x.mx:99999/", "https://-ñ-.mx",
     "https://ñ..mx", "https://a\u2028b.mx", "https://x\n.mx", "ftp://x.mx"],
)  # fmt: skip
def test_what_is_no_address_is_told_with_its_line(site: Site, url: str) -> None:
    live = {"url": url, "title": "En vivo", "starts": "2026-11-20 10:00"}
    (line,) = wrong(site({"bulletins/2026/a.md": bulletin(live=live)}))
    assert line.startswith("content/bulletins/2026/a.md:7: live.url: ")
    assert "no es una dirección web" in line


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_a_path_is_encoded_once_and_decoded_to_itself(name: str) -> None:
    made = encoded_path(f"/media/{name}")
    assert RFC_3986.fullmatch(made)
    assert unquote(made) == f"/media/{name}"


@given(
    st.from_regex(r"https?://[a-záñ]{1,9}\.example(?::80)?/[^\s\x00-\x1f]{0,20}", fullmatch=True)
)
def test_what_was_typed_is_made_an_address_and_stays_one(typed: str) -> None:
    made = encoded(typed)
    assert RFC_3986.fullmatch(made), made
    assert encoded(made) == made


def test_hosts_and_mail_have_both_spellings() -> None:
    assert ascii_host("sanctórum.example") == "xn--sanctrum-z3a.example"
    assert readable(f"{ASCII}/a/") == f"{HOST}/a/"
    assert mailto("prensa@sanctórum.example") == "mailto:prensa@xn--sanctrum-z3a.example"
    assert resolve("/buscar/?q=obra", "pages/a.md").query == "q=obra"
