"""Photographs of other machines come only if somebody asks, from a real server, and with care."""

import contextlib
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from old import archive, bring, item, one, post, told, town, written, wxr
from PIL import Image
from town import faults, photo, run, tree

from pregonero.importers.download import remote
from pregonero.importers.download.downloading import FULL, Download, DownloadPlan
from pregonero.importers.download.fetching import LARGE, SLOW, Fetcher, Limits, Unfetched
from pregonero.importers.download.remote import Reachable, RemoteHost
from pregonero.importers.outcome import Outcome

ALT = "Dos personas revisan una bomba de agua"
PICTURE = photo("#3a6b1d")
QUICK = Limits(silence=0.5, whole=1)


class Old:
    """An old site on loopback. `pages` are what it answers, `asked` what it was asked, `headers`
    those of the last question."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        self.most = self.now = 0
        self.lock = threading.Lock()
        old = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with old.lock:
                    old.asked.append(self.path)
                    old.headers = dict(self.headers)
                    old.now += 1
                    old.most = max(old.most, old.now)
                try:
                    with contextlib.suppress(OSError):
                        old.answer(self)
                finally:
                    with old.lock:
                        old.now -= 1

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.ended = threading.Event()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        page = self.pages.get(handler.path.partition("?")[0])
        if callable(page):
            page(handler)
            return
        handler.send_response(200 if page is not None else 404)
        handler.send_header("Content-Type", "text/html")  # which says nothing
        handler.send_header("Content-Length", str(len(page or b"")))
        handler.end_headers()
        handler.wfile.write(page or b"")

    def close(self) -> None:
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def old() -> Iterator[Old]:
    site = Old()
    yield site
    site.close()


def download(tmp_path: Path, old: Old, limits: Limits = QUICK, **given: Any) -> Download:
    """What `--download` makes, with the old site as the one that the editor names."""
    shown: list[DownloadPlan] = []
    return Download(
        tmp_path / "fotos",
        Fetcher(Reachable(RemoteHost.of(old.url)), limits),
        shown.append,
        **given,
    )


def source(tmp_path: Path, *images: str, alt: str = ALT) -> Path:
    body = "\n\n".join(
        f"![{alt} {number} (Foto: Ana Ruiz)]({one})" for number, one in enumerate(images)
    )
    return archive(tmp_path / "viejo", {"agua.md": post(f"El agua vuelve.\n\n{body}")})


def fetch(where: str, old: Old, limits: Limits = QUICK) -> str:
    """Why an address cannot be had."""
    with pytest.raises(Unfetched) as refusal:
        Fetcher(Reachable(RemoteHost.of(old.url)), limits).fetch(where)
    return refusal.value.reason


def moved(to: str) -> Any:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def test_a_photograph_comes_as_if_its_file_were_in_the_source(tmp_path: Path, old: Old) -> None:
    old.pages["/fotos/2019/Pozo%20nuevo.jpg"] = PICTURE
    sala = town(tmp_path / "sala")
    viejo = source(tmp_path, f"{old.url}/fotos/2019/Pozo nuevo.jpg")
    text = one(bring(sala, viejo, download=download(tmp_path, old), old_url=old.url))
    assert text.fate == "imported", told(text)
    file = "importado/viejo/fotos/2019/pozo-nuevo.jpg"
    assert f'  - file: "{file}"\n    alt: "{ALT} 0"' in written(sala, text)
    assert f"![]({file})" in written(sala, text)
    assert (sala / "content/media" / file).read_bytes() == PICTURE
    assert faults(sala) == []
    assert list((tmp_path / "fotos").iterdir()) == []  # it is where it belongs


def test_nothing_is_asked_for_unless_somebody_asks(tmp_path: Path, old: Old) -> None:
    old.pages["/a.jpg"] = PICTURE
    sala = town(tmp_path / "sala")
    viejo = source(tmp_path, f"{old.url}/a.jpg")
    text = one(bring(sala, viejo, old_url=old.url))
    dry = download(tmp_path, old, dry=True)
    outcome = bring(sala, viejo, dry=True, download=dry, old_url=old.url)
    assert old.asked == [] and not (tmp_path / "fotos").exists()
    assert text.fate == "imported" and "--download" in told(text)
    assert f"]({old.url}/a.jpg)" in written(sala, text)
    assert dry.plan.hosts == {"127.0.0.1": 1}
    assert outcome.remotes and outcome.remotes.fetched == 0


def test_importing_twice_asks_once_and_changes_nothing(tmp_path: Path, old: Old) -> None:
    old.pages["/a.jpg"] = old.pages["/igual.jpg"] = PICTURE
    sala = town(tmp_path / "sala")
    images = [f"{old.url}/{name}" for name in ("a.jpg", "igual.jpg", "no.jpg")]
    viejo = source(tmp_path, *images)
    bring(sala, viejo, download=download(tmp_path, old), old_url=old.url)
    before, asked = tree(sala / "content"), list(old.asked)
    assert sorted(asked) == ["/a.jpg", "/igual.jpg", "/no.jpg"]
    assert len([name for name in before if name.endswith(".jpg")]) == 1  # the same bytes, once
    plain = one(bring(sala, viejo, old_url=old.url))
    assert (plain.action, tree(sala / "content")) == ("same", before)
    assert old.asked == asked
    bring(sala, viejo, download=download(tmp_path, old), old_url=old.url)
    assert tree(sala / "content") == before
    assert old.asked[len(asked) :] == ["/no.jpg"]  # it may have come back


def test_an_interrupted_download_takes_up_again(tmp_path: Path, old: Old) -> None:
    for number in range(6):
        old.pages[f"/{number}.jpg"] = photo(f"#00{number}000")
    sala = town(tmp_path / "sala")
    viejo = source(tmp_path, *(f"{old.url}/{number}.jpg" for number in range(6)))

    half = download(tmp_path, old, Limits(at_once=1, silence=5))

    def stop(what: str, done: int, _total: int) -> None:
        if what == "Descargando" and done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(sala, viejo, download=half, old_url=old.url, progress=stop)
    came = {path.read_bytes() for path in (tmp_path / "fotos").glob("*.jpg")}
    assert 3 <= len(came) < 6 and not list((sala / "content").rglob("*.jpg"))
    first = list(old.asked)
    text = one(bring(sala, viejo, download=download(tmp_path, old), old_url=old.url))
    assert text.fate == "imported", told(text)
    assert len(old.asked) - len(first) == 6 - len(came)
    assert len(list((sala / "content").rglob("*.jpg"))) == 6


@pytest.mark.parametrize(
    ("bytes_", "why"),
    [
        (b"<html>No existe</html>", "no es una fotografía"),
        (PICTURE[:300], "está incompleta o dañada"),
        (b"", "el archivo está vacío"),
    ],
    ids=["a page", "half a picture", "nothing"],
)
def test_what_is_no_photograph_is_refused_and_the_text_stays(
    tmp_path: Path, old: Old, bytes_: bytes, why: str
) -> None:
    old.pages["/a.jpg"] = bytes_
    sala = town(tmp_path / "sala")
    viejo = source(tmp_path, f"{old.url}/a.jpg")
    text = one(bring(sala, viejo, download=download(tmp_path, old), old_url=old.url))
    assert text.fate == "imported" and f"no se pudo descargar: {why}" in told(text)
    assert "El agua vuelve." in written(sala, text) and f"{old.url}/a.jpg" in written(sala, text)
    assert why in (sala / "content/import/queue.csv").read_text("utf-8-sig")
    assert list((tmp_path / "fotos").iterdir()) == [] and faults(sala) == []


def test_a_photograph_without_ending_gets_that_of_what_it_is(tmp_path: Path, old: Old) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "PNG")
    old.pages["/ver.php"] = out.getvalue()
    sala = town(tmp_path / "sala")
    viejo = source(tmp_path, f"{old.url}/ver.php?id=7")
    text = one(bring(sala, viejo, download=download(tmp_path, old), old_url=old.url))
    assert 'file: "importado/viejo/ver-php-id-7.png"' in written(sala, text), told(text)


def test_a_featured_image_of_wordpress_comes(tmp_path: Path, old: Old) -> None:
    old.pages["/wp-content/uploads/pozo.jpg"] = PICTURE
    sala = town(tmp_path / "sala")
    meta = (
        "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"
    )
    export = wxr(
        item("Un pozo", "<p>Hay pozo.</p>", more=meta.format("_thumbnail_id", "9")),
        item(
            "pozo", "", post_type="attachment", post_id="9",
            attachment_url=f"{old.url}/wp-content/uploads/pozo.jpg",
            more=meta.format("_wp_attachment_image_alt", ALT),
        ),
    )  # fmt: skip
    viejo = archive(tmp_path / "viejo", {"export.xml": export})
    text = one(bring(sala, viejo / "export.xml", download=download(tmp_path, old), old_url=old.url))
    assert text.fate == "imported", told(text)
    assert 'file: "importado/export-xml/wp-content/uploads/pozo.jpg"' in written(sala, text)


def test_what_is_too_large_is_left_there(old: Old) -> None:
    old.pages["/declarada.jpg"] = bytes(2_000)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not old.ended.is_set():
            handler.wfile.write(bytes(1_000))

    old.pages["/sin-fin.jpg"] = endless
    limits = Limits(one=1_500, silence=1, whole=5)
    assert fetch(f"{old.url}/declarada.jpg", old, limits) == LARGE
    assert fetch(f"{old.url}/sin-fin.jpg", old, limits) == LARGE


def test_a_site_that_answers_drop_by_drop_is_not_waited_for(old: Old) -> None:
    def silent(handler: BaseHTTPRequestHandler) -> None:
        old.ended.wait(5)

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not old.ended.wait(0.05):
            handler.wfile.write(b"\xff")

    def headers(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not old.ended.wait(0.05):
            handler.wfile.write(b"x")

    old.pages |= {"/callada.jpg": silent, "/gotas.jpg": dripping, "/cabeza.jpg": headers}
    for page in old.pages:
        assert fetch(f"{old.url}{page}", old, Limits(silence=0.3, whole=0.6)) == SLOW


def test_redirects_end_and_lead_only_to_the_web(tmp_path: Path, old: Old) -> None:
    old.pages |= {
        "/vuelta.jpg": moved("/vuelta.jpg"),
        "/disco.jpg": moved("file:///etc/passwd"),
        "/interna.jpg": moved("http://127.0.0.1:1/secreto.jpg"),
        "/bien.jpg": moved(f"{old.url}/a.jpg"),
        "/a.jpg": PICTURE,
    }
    assert "sin terminar" in fetch(f"{old.url}/vuelta.jpg", old)
    assert old.asked.count("/vuelta.jpg") == QUICK.redirects + 1
    assert "no es de http" in fetch(f"{old.url}/disco.jpg", old)
    assert "red privada" in fetch(f"{old.url}/interna.jpg", old)
    fetcher = Fetcher(Reachable(RemoteHost.of(old.url)), QUICK)
    assert fetcher.fetch(f"{old.url}/bien.jpg") == PICTURE


def test_a_host_with_accents_is_asked_by_its_own_name(old: Old) -> None:
    old.pages["/a.jpg"] = PICTURE
    where = f"http://peña.example:{old.server.server_port}/a.jpg"
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    assert Fetcher(Reachable(RemoteHost.of(where)), QUICK, resolve).fetch(where) == PICTURE
    assert asked == ["xn--pea-8ma.example"]
    assert old.headers["Host"] == f"xn--pea-8ma.example:{old.server.server_port}"


def test_a_private_machine_is_not_asked_whatever_its_name(tmp_path: Path, old: Old) -> None:
    old.pages["/a.jpg"] = PICTURE
    nobody = Fetcher(Reachable(), QUICK)
    for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"):
        with pytest.raises(Unfetched, match=r"red privada|no se encuentra"):
            nobody.fetch(f"http://{host}:{old.server.server_port}/a.jpg")
    named = Fetcher(Reachable(), QUICK, resolve=lambda host, port: ["127.0.0.1"])
    with pytest.raises(Unfetched, match="red privada"):
        named.fetch("http://fotos.example/a.jpg")
    with pytest.raises(Unfetched, match="contraseña"):
        nobody.fetch("http://ana:clave@fotos.example/a.jpg")
    assert old.asked == []
    # What an archive says of its own site is not the editor's word.
    sala = town(tmp_path / "sala")
    post_ = item("Un pozo", f'<img src="{old.url}/a.jpg" alt="{ALT}">')
    export = wxr(post_).replace("https://viejo.example", old.url)
    viejo = archive(tmp_path / "viejo", {"export.xml": export})
    asked = Download(tmp_path / "fotos", Fetcher(Reachable(), QUICK), lambda plan: None)
    text = one(bring(sala, viejo / "export.xml", download=asked))
    assert "red privada" in told(text) and old.asked == []


@pytest.mark.parametrize(
    "machine",
    ["10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "127.9.9.9", "0.0.0.0",
     "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
     "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0", "no"],
)  # fmt: skip
def test_only_the_public_internet_is_public(machine: str) -> None:
    assert not remote.public(machine)


@pytest.mark.parametrize("machine", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_the_public_internet_is(machine: str) -> None:
    assert remote.public(machine)
    assert Reachable().allows(RemoteHost("fotos.example", 443), machine)
    assert not Reachable().allows(RemoteHost("fotos.example", 6379), machine)


def test_a_site_that_is_down_is_left_alone(tmp_path: Path, old: Old) -> None:
    def busy(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(503)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    for number in range(40):
        old.pages[f"/{number}.jpg"] = busy
    sala = town(tmp_path / "sala")
    viejo = source(tmp_path, *(f"{old.url}/{number}.jpg" for number in range(40)))
    outcome = bring(sala, viejo, download=download(tmp_path, old), old_url=old.url)
    assert len(old.asked) < 12 and old.most <= QUICK.at_once
    assert failures(outcome) == 40


def test_there_is_a_total(tmp_path: Path, old: Old) -> None:
    for number in range(4):
        old.pages[f"/{number}.jpg"] = photo(f"#00{number}000")
    sala = town(tmp_path / "sala")
    viejo = source(tmp_path, *(f"{old.url}/{number}.jpg" for number in range(4)))
    limits = Limits(all=len(PICTURE) + 1, at_once=1, silence=5)
    outcome = bring(sala, viejo, download=download(tmp_path, old, limits), old_url=old.url)
    assert outcome.remotes and outcome.remotes.failed == {FULL: 2}
    again = bring(sala, viejo, download=download(tmp_path, old, limits), old_url=old.url)
    assert again.remotes and again.remotes.fetched == 2 and one(again).fate == "imported"


def failures(outcome: Outcome) -> int:
    assert outcome.remotes
    return sum(outcome.remotes.failed.values())


def test_the_command_shows_its_plan_and_brings_them(tmp_path: Path, old: Old) -> None:
    old.pages["/a.jpg"] = PICTURE
    sala = town(tmp_path / "sala")
    viejo = source(tmp_path, f"{old.url}/a.jpg", f"{old.url}/no.jpg")
    mapping = tmp_path / "viejo.toml"
    mapping.write_text(f'old_url = "{old.url}"\n')
    words = ("importar", str(viejo), "--mapping", str(mapping), "--download")
    dry = run(*words, "--dry-run", cwd=sala)
    assert dry.returncode == 0 and old.asked == [], dry.stderr
    assert "Fotos por descargar: 2, de 127.0.0.1 (2)" in dry.stderr
    done = run(*words, "--format", "json", cwd=sala)
    report = json.loads(done.stdout)
    assert report["download"] == {
        "hosts": {"127.0.0.1": 2},
        "already_here": 0,
        "fetched": 1,
        "failed": {"ya no está ahí": 1},
    }
    assert (sala / "content/media/importado/viejo/a.jpg").read_bytes() == PICTURE
