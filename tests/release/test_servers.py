"""The configuration that is generated, in the servers themselves, read by a browser."""

import email.message
import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from town import absent, bulletin, photo, run, standing

from pregonero.newsroom.model import DeployTarget
from pregonero.release.servers import Server, configuration
from pregonero.release.servers.hosted import hosted_headers, hosted_redirects
from pregonero.render.http_headers import ALWAYS, SEARCH_POLICY, policy

from . import places
from .conftest import OTHER, Office, Open
from .places import Place, free_port, running

Answer = tuple[int, email.message.Message, bytes]
PICTURE = [{"file": "foto.jpg", "alt": "Un pozo", "credit": "Prensa"}]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *of: object) -> None:  # type: ignore[override]
        return None


_opener = urllib.request.build_opener(_Stay)


def ask(url: str, **headers: str) -> Answer:
    request = urllib.request.Request(url, headers=headers)
    try:
        with _opener.open(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


@contextmanager
def nginx(configuration: str, room: Path, port: int) -> Iterator[None]:
    places.needed("nginx")
    (room / "nginx.conf").write_text(
        f"pid {room}/pid;\nerror_log {room}/error.log;\nevents {{}}\nhttp {{\n"
        f"include /etc/nginx/mime.types;\naccess_log off;\n"
        + "".join(
            f"{kind}_temp_path {room}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"{configuration}\n}}\n"
    )
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/bin") or ""
    command = ["-p", str(room), "-c", str(room / "nginx.conf"), "-g", "daemon off;"]
    with running(program, *command, port=port):
        yield


@contextmanager
def caddy(configuration: str, room: Path, port: int) -> Iterator[None]:
    places.needed("caddy")
    (room / "Caddyfile").write_text("{\n  admin off\n}\n" + configuration)
    environ = {"HOME": str(room), "PATH": "/usr/bin:/bin"}
    with running(
        "caddy", "run", "--config", str(room / "Caddyfile"), "--adapter", "caddyfile",
        port=port, env=environ,
    ):  # fmt: skip
        yield


@contextmanager
def apache(configuration: str, room: Path, port: int) -> Iterator[None]:
    places.needed("apache2")
    modules = ["mpm_event", "authz_core", "dir", "alias", "mime", "headers", "rewrite", "env"]
    (room / "types").write_text(
        "text/html html\ntext/css css\ntext/javascript js\napplication/json json\n"
        "text/xml xml\nimage/svg+xml svg\n"
    )
    (room / "apache.conf").write_text(
        f'ServerRoot "{room}"\nDefaultRuntimeDir "{room}"\nPidFile "{room}/pid"\n'
        f'ErrorLog "{room}/error.log"\n'
        f"Listen 127.0.0.1:{port}\nServerName 127.0.0.1\n"
        + "".join(
            f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules
        )
        + f"TypesConfig {room}/types\nUser www-data\nGroup www-data\n"
        + configuration
    )
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin") or ""
    with running(program, "-f", str(room / "apache.conf"), "-D", "FOREGROUND", port=port):
        yield


SERVERS = {"nginx": nginx, "caddy": caddy, "apache": apache}
Served = tuple[str, Office]


@pytest.fixture(params=SERVERS)
def served(request: pytest.FixtureRequest, tmp_path: Path, office: Open) -> Iterator[Served]:
    """A site with all that a server has to know of, shipped and served."""
    yield from _served(request.param, "", tmp_path, office)


def _served(server: str, base: str, tmp_path: Path, office: Open) -> Iterator[Served]:
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_uid == tmp_path.stat().st_uid and str(folder) != "/":
            folder.chmod(folder.stat().st_mode | 0o011)
    port = free_port()
    one = office(places.folder(tmp_path / "www"))
    one.toml(
        f'[targets.production]\nurl = "{places.URL}"',
        f'[targets.production]\nurl = "http://127.0.0.1:{port}{base}"',
    )
    work = {"name": "Pozo", "kind": "obra", "amount": "1.50", "source": "Fondo"}
    works = [{**work, "name": f"Pozo {n}"} for n in range(30)]
    told = {"level": "peligro", "source": "Protección Civil", "area": "La Loma"}
    one.write(
        {"campaigns/agua.md": standing(
             "[Subtítulos](../media/sub.vtt), [voz](../media/voz.m4a)", title="Agua", works=works),
         "media/sub.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHola\n", "media/voz.m4a": b"x" * 99,
         "bulletins/2026/helada.md": bulletin(
             type="alerta", title="Helada", expires="2099-01-01", alert=told)}
    )  # fmt: skip
    for n in range(12):
        one.write({f"bulletins/2026/n{n}.md": bulletin("Texto.", title=f"Nota {n}")})
    one.write(
        {"bulletins/2026/f.md": bulletin(
            "Foto.", title="Foto", photos=PICTURE,
            event={"start": "2026-12-01 10:00", "place": "La plaza"},
         ),
         "media/foto.jpg": photo()}
    )  # fmt: skip
    status, said = one.deploy()
    assert status == 3 and "no se pudo leer" in said, said  # nobody serves it yet
    text = (one.root / "content" / OTHER).read_text()
    withdrawn = 'status: "withdrawn"\nchanges: [{date: "2026-11-21", note: "Errónea."}]'
    moved = (one.root / "content/bulletins/2026/n1.md").read_text()
    one.write(
        {
            OTHER: text.replace('status: "approved"', withdrawn),
            "bulletins/2026/n1.md": moved.replace("id:", "slug: otra\nid:"),
        }
    )
    assert one.deploy()[0] == 3
    done = run("server", server, "production", cwd=one.root)
    assert done.returncode == 0, done.stderr
    room = tmp_path / "server"
    room.mkdir(mode=0o755)
    with SERVERS[server](done.stdout, room, port):
        yield f"http://127.0.0.1:{port}{base}", one


def agrees(url: str, base: str) -> None:
    """What every server has to answer."""
    status, headers, body = ask(f"{url}/")
    assert status == 200 and body.startswith(b"<!doctype html>")
    for name, value in ALWAYS.items():
        assert headers.get_all(name) == [value], name
    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["ETag"] and "Strict-Transport-Security" not in headers
    assert ask(f"{url}/", **{"If-None-Match": headers["ETag"]})[0] == 304
    css = body.split(b'rel="stylesheet" href="')[1].split(b'"')[0].decode()
    assert "immutable" in ask(url.removesuffix(base) + css)[1]["Cache-Control"]

    # WebAssembly is compiled on the page that searches, and on no other.
    for address, wanted in (("buscar/", SEARCH_POLICY), ("buscar/indice.json", policy())):
        status, headers, body = ask(f"{url}/{address}")
        assert status == 200 and headers.get_all("Content-Security-Policy") == [wanted], address
    engine, volume = json.loads(body)["engine"], json.loads(body)["volumes"][0]
    entry = ask(f"{url}/buscar/{volume}pagefind-entry.json")
    assert entry[1]["Cache-Control"] == "public, max-age=60"
    table = ask(f"{url}/buscar/{volume}{json.loads(entry[2])['table']}")
    assert "immutable" in table[1]["Cache-Control"]
    for name in ("pagefind.js", "wasm.es.pagefind"):
        status, headers, _ = ask(f"{url}/buscar/{engine}{name}")
        assert status == 200 and "immutable" in headers["Cache-Control"], name
    assert "javascript" in ask(f"{url}/buscar/{engine}pagefind.js")[1]["Content-Type"]

    for name, kind in (
        ("feeds/rss.xml", "application/rss+xml"),
        ("feeds/tipos/nota/atom.xml", "application/atom+xml"),
        ("feeds/feed.json", "application/feed+json"),
        ("site.webmanifest", "application/manifest+json"),
        ("campanas/agua/obras.csv", "text/csv"),
        ("campanas/agua/obras.geojson", "application/geo+json"),
        ("alerta/2026/helada/cap.xml", "application/cap+xml"),
        ("agenda.ics", "text/calendar"),
        ("nota/2026/f/evento.ics", "text/calendar"),
    ):
        status, headers, _ = ask(f"{url}/{name}")
        assert status == 200 and headers["Content-Type"].split(";")[0] == kind, name
        assert headers["X-Content-Type-Options"] == "nosniff"
        status, headers, small = ask(f"{url}/{name}", **{"Accept-Encoding": "gzip"})
        assert headers["Content-Type"].split(";")[0] == kind, name
        assert (small[:2] == b"\x1f\x8b") == (headers["Content-Encoding"] == "gzip"), name

    status, headers, body = ask(f"{url}/nada/")
    assert status == 404 and "Página no encontrada".encode() in body
    assert headers["Content-Security-Policy"]
    status, headers, body = ask(f"{url}/nota/2026/salud/")
    assert status == 410 and "Errónea.".encode() in body
    assert headers["Content-Security-Policy"] and headers["Content-Type"].startswith("text/html")
    for name in ("index.html", "410.html"):
        status, headers, body = ask(f"{url}/nota/2026/salud/{name}")
        assert status == 410 and "Errónea.".encode() in body, name
        assert headers["Content-Type"].startswith("text/html")
    assert ask(f"{url}/oficina/410.html")[0] == 404
    for name in (
        "feeds/rss.xml",
        "agenda.ics",
        "manifest.json",
        "campanas/agua/obras.geojson",
    ):
        assert ask(f"{url}/{name}")[1].get_all("Access-Control-Allow-Origin") == ["*"], name
    assert ask(f"{url}/")[1]["Access-Control-Allow-Origin"] is None
    for name, kind in (("sub.vtt", "text/vtt"), ("voz.m4a", "audio/mp4")):
        status, headers, _ = ask(f"{url}/media/{name}")
        assert status == 200 and headers["Content-Type"].split(";")[0] == kind, name
    for coding in ("identity", "gzip"):
        assert "Accept-Encoding" in ask(f"{url}/", **{"Accept-Encoding": coding})[1]["Vary"]
    status, headers, body = ask(f"{url}/nada.ics")
    assert status == 404 and headers["Content-Type"].startswith("text/html")

    status, headers, _ = ask(f"{url}/nota/2026/n1/")
    assert status == 301 and headers["Location"].endswith(f"{base}/nota/2026/otra/")
    status, headers, _ = ask(f"{url}/nota/2026/otra")
    assert status in (301, 302, 307, 308) and headers["Location"].endswith(
        f"{base}/nota/2026/otra/"
    )

    status, headers, _ = ask(f"{url}/nota/2026/otra/", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Security-Policy"]
    assert ask(f"{url}/../newsroom.toml")[0] in (400, 403, 404)


def test_a_server_says_what_it_should(served: Served) -> None:
    agrees(served[0], "")


@pytest.mark.parametrize("server", ["nginx", "caddy", "apache"])
def test_a_site_under_a_path_is_served_as_well(server: str, tmp_path: Path, office: Open) -> None:
    for url, _ in _served(server, "/boletines", tmp_path, office):
        agrees(url, "/boletines")


def test_a_bucket_is_no_folder_to_serve(office: Open) -> None:
    one = office(Place('kind = "s3"\nbucket = "noticias"\n', dict))
    done = run("server", "nginx", "production", cwd=one.root)
    assert done.returncode == 2 and "docs/operations.md" in done.stderr and not done.stdout


@pytest.mark.parametrize("server", ["caddy", "apache"])
def test_what_is_smallest_is_sent(server: str, tmp_path: Path, office: Open) -> None:
    for url, _ in _served(server, "", tmp_path, office):
        _, headers, _ = ask(f"{url}/", **{"Accept-Encoding": "gzip, br"})
        assert headers["Content-Encoding"] == "br"


def test_nothing_has_to_be_reloaded_for_a_release(served: Served) -> None:
    url, office = served
    text = (office.root / "content" / "pages/oficina.md").read_text()
    office.write({"pages/oficina.md": text.replace("pocos", "muchos")})
    assert office.deploy()[0] == 0
    assert b"Somos muchos" in ask(f"{url}/oficina/")[2]
    assert "El sitio público responde con esta versión." in office.deploy()[1]


@pytest.mark.browser
def test_a_browser_finds_no_fault_with_the_policy(served: Served) -> None:
    from playwright.sync_api import sync_playwright

    url, _ = served
    program = shutil.which("chromium")
    if not program:
        absent("chromium is not installed")
    wrong: list[str] = []
    arguments = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        page = browser.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
        )
        page.on("request", lambda r: None if r.url.startswith(url) else wrong.append(r.url))
        for address in ("/", "/nota/2026/f/", "/archivo/", "/suscribirse/", "/oficina/"):
            answer = page.goto(url + address)
            assert answer and answer.status == 200, address
        page.goto(f"{url}/buscar/?q=nota")
        page.get_by_role("status").get_by_text("resultados").wait_for()
        assert page.goto(f"{url}/nota/2026/n1/")
        assert page.url == f"{url}/nota/2026/otra/"
        browser.close()
    assert wrong == []


ODD = {
    '/q"x/': "/q%22x/", "/*": "/*", "/a b;c/": "/a%20b;c/", "/{x}/$y/": "/%7Bx%7D/$y/",
    "/:placeholder/": "/:placeholder/", "/c\\\\d'/": "/c%5Cd'/", "/50%25/": "/50%25/",
    "/ñ#1/": "/%C3%B1%231/",
    "/x.y+(z)|w/": "/x.y+(z)%7Cw/", "/`t`/": "/%60t%60/", "/~a/": "/~a/", "/%2522/": "/%2522/",
    "/v%C3%ADa/": "/v%C3%ADa/", "/{$HOME}/": "/%7B$HOME%7D/", "/${HOME}/": "/$%7BHOME%7D/",
}  # fmt: skip


@pytest.mark.parametrize("base", ["", "/a.b"])
@pytest.mark.parametrize("server", SERVERS)
def test_an_odd_old_address_leads_where_it_says_and_nowhere_else(
    tmp_path: Path, server: str, base: str
) -> None:
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_uid == tmp_path.stat().st_uid and str(folder) != "/":
            folder.chmod(folder.stat().st_mode | 0o011)
    www = tmp_path / "el sitio; {de} $HOME 100%"
    (www / "current/nota").mkdir(parents=True)
    (www / "current/nota/index.html").write_text("Nota")
    (www / "current/404.html").write_text("No")
    port = free_port()
    target = DeployTarget(kind="disk", url=f"http://127.0.0.1:{port}{base}", path=str(www))
    moved = {old.replace("\\\\", "\\"): f"/nota/{n}/" for n, old in enumerate(ODD)}
    moved["/mal\nsalto/"] = "/nota/"
    text = configuration(cast("Server", server), "p", target, moved)
    room = tmp_path / "server"
    room.mkdir()
    with SERVERS[server](text, room, port):
        url = f"http://127.0.0.1:{port}{base}"
        for n, asked in enumerate(ODD.values()):
            status, headers, _ = ask(url + asked)
            assert status == 301, asked
            assert (
                headers["Location"].removeprefix(f"http://127.0.0.1:{port}") == f"{base}/nota/{n}/"
            )
        assert ask(f"{url}/nota/")[2] == b"Nota"
        for other in ("/otra/", "/qx/", "/a/", "/placeholder/", "/x_y+(z)|w/".replace("|", "%7C")):
            assert ask(url + other)[0] == 404, other


def test_a_hosts_own_redirects_hold_odd_addresses() -> None:
    moved = {old.replace("\\\\", "\\"): "/nota/uno/" for old in ODD}
    lines = hosted_redirects("/a b", moved).splitlines()
    assert len(lines) == len(ODD)
    for line in lines:
        old, new, status = line.split(" ")
        assert old.startswith("/a%20b/") and not set(old) & set('*:"{}$\\;')
        assert (new, status) == ("/a%20b/nota/uno/", "301")


def test_the_port_of_a_secure_site_is_kept() -> None:
    target = DeployTarget(kind="disk", url="https://a.example:8443", path="/srv/sitio")
    assert "return 301 https://$host:8443$request_uri;" in configuration("nginx", "p", target, {})
    assert "permanent / https://a.example:8443/" in configuration("apache", "p", target, {})
    assert "a.example:8443 {" in configuration("caddy", "p", target, {})


def test_headers_for_hosts_name_the_sites_own_channels_too() -> None:
    text = hosted_headers(production=True, secure=True)
    assert "\n/feeds/rss.xml\n  Content-Type: application/rss+xml; charset=utf-8\n" in text
    assert (
        "\n/*.geojson\n  ! Access-Control-Allow-Origin\n  Access-Control-Allow-Origin: *\n" in text
    )
    assert "\n/media/*.vtt\n  Content-Type: text/vtt; charset=utf-8\n" in text
