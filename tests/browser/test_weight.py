"""A page is light enough for a cheap phone on a poor network, as a browser's own log has it."""

import gzip
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from pregonero.render.http_headers import headers

from .pages import BULLETIN, PAGES, Shown, _Handler

pytestmark = pytest.mark.browser

_TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".webmanifest")


class Came(NamedTuple):
    """A file as it came: its type by the browser, and its bytes with its headers."""

    kind: str
    address: str
    size: int


class Live(NamedTuple):
    """A site as a live server gives it: compressed, with the headers of the configurations that
    are generated. `asked` are the addresses that were asked of it."""

    origin: str
    asked: list[str]


@contextmanager
def live(folder: Path) -> Iterator[Live]:
    asked: list[str] = []

    class Handler(_Handler):
        def __init__(self, *of: Any) -> None:
            super().__init__(*of, directory=str(folder))

        def do_GET(self) -> None:
            address = self.path.partition("?")[0]
            asked.append(address)
            file = folder / (address[1:] + ("index.html" if address.endswith("/") else ""))
            if not file.is_file():
                self.send_error(404)
                return
            data = file.read_bytes()
            self.send_response(200)
            if file.suffix in _TEXT:
                data = gzip.compress(data, 9, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            for name, value in headers(address).items():
                self.send_header(name, value)
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield Live(f"http://127.0.0.1:{server.server_port}", asked)
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def site(output: Path) -> Iterator[Live]:
    with live(output) as one:
        yield one


@pytest.fixture
def visit(chromium: Browser, site: Live) -> Iterator[Page]:
    """Somebody who was never here."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def came(page: Page, url: str) -> list[Came]:
    """What a browser fetched to show a page, from its network log."""
    session = page.context.new_cdp_session(page)
    kinds: dict[str, tuple[str, str]] = {}
    sizes: dict[str, int] = {}
    session.on(
        "Network.responseReceived",
        lambda e: kinds.update({e["requestId"]: (e["type"], e["response"]["url"])}),
    )
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}),
    )
    session.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    session.detach()
    return [Came(*kinds[one], sizes.get(one, 0)) for one in kinds]


@pytest.mark.parametrize("name", [n for n in PAGES if n.split()[0] == "bulletin"])
def test_a_bulletin_is_three_requests_and_30_kb_before_its_photographs(
    name: str, site: Live, visit: Page
) -> None:
    found = came(visit, site.origin + PAGES[name][0])
    # An icon in the browser's own frame is of type Other; captions come with their video.
    before = [one for one in found if one.kind not in ("Image", "Media", "TextTrack", "Other")]
    assert {one.kind for one in before} <= {"Document", "Stylesheet", "Script"}
    assert len(before) <= 3, before
    assert sum(one.size for one in before) <= 30_000, before


def test_every_bulletin_of_the_site_weighs_as_little(output: Path) -> None:
    bulletins = [*output.glob("*/20*/*/index.html")]
    assert len(bulletins) > 40
    heavy = {str(f.relative_to(output)): weight(output, f) for f in bulletins}
    assert {page: size for page, size in heavy.items() if size > 30_000} == {}


def weight(output: Path, html: Path) -> int:
    """Bytes of a page, its stylesheet and its scripts as they travel."""
    text = html.read_text(encoding="utf-8")
    own = re.findall(r'<(?:link rel="stylesheet" href|script[^>]* src)="/([^"]+)"', text)
    assert own
    files = (html, *(output / name for name in own))
    return sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files)


def test_the_home_page_weighs_no_more_than_60_kb(output: Path) -> None:
    assert weight(output, output / "index.html") <= 60_000


def test_no_script_keeps_the_text_waiting(shown: Shown) -> None:
    html = shown.file.read_text(encoding="utf-8")
    for attributes in re.findall(r"<script\b([^>]* src=[^>]*)>", html):
        assert " defer" in attributes, attributes


def test_another_page_is_only_itself(site: Live, visit: Page) -> None:
    """From the second page on, all that pages share comes from the browser's own store."""
    visit.goto(site.origin + PAGES["bulletin corrected"][0], wait_until="networkidle")
    before = len(site.asked)
    visit.goto(site.origin + BULLETIN, wait_until="networkidle")
    then = site.asked[before:]
    assert then[0] == BULLETIN
    shared = [one for one in then[1:] if one.startswith("/theme/")]
    assert shared == [], then
    # And a page seen a moment ago is not asked for at all.
    before = len(site.asked)
    visit.goto(site.origin + PAGES["bulletin corrected"][0], wait_until="networkidle")
    assert [one for one in site.asked[before:] if one.endswith("/")] == []


def test_a_search_is_light_and_the_next_one_lighter(site: Live, visit: Page) -> None:
    first = came(visit, f"{site.origin}/buscar/?q=agua")
    assert "resultados" in visit.locator("#estado").inner_text()
    own = [one for one in first if one.kind not in ("Image", "Other")]
    assert sum(one.size for one in own) <= 150_000, own
    before = len(site.asked)
    visit.goto(f"{site.origin}/buscar/?q=pozo", wait_until="networkidle")
    again = [one for one in site.asked[before:] if not one.endswith((".pf_index", ".json"))]
    assert not [one for one in again if one.startswith("/buscar/motor-")], again
