"""The preview shows what is being written, says what is wrong, and only to this machine."""

import http.client
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from town import bulletin, end, start, write

from pregonero.render.http_headers import ALWAYS

NOTE = "content/bulletins/2026/nota.md"


class Preview:
    """A running `serve`, asked as a browser would."""

    def __init__(self, process: Any, root: Path) -> None:
        self.process, self.root = process, root
        for line in process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return
        raise AssertionError("no address was told")

    def get(self, path: str, host: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text

    def after(self, text: str, page: str) -> str:
        """Save the note, and give what an open page is told next."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", f"/_pregonero/events?page={page}")
        events = connection.getresponse()
        (self.root / NOTE).write_text(text, "utf-8")
        told = events.readline().decode().strip()
        connection.close()
        return told


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    root = write(
        tmp_path / "sala",
        {
            NOTE.removeprefix("content/"): bulletin("Abre el parque.", status="draft"),
            "bulletins/2026/otra.md": bulletin(title="Otra"),
        },
    )
    process = start("serve", "--port", "0", cwd=root)
    try:
        yield Preview(process, root)
    finally:
        process.send_signal(signal.SIGINT)
        result = end(process)
    assert result.returncode == 0 and "Vista previa terminada" in result.stderr


def test_a_draft_is_seen_while_it_is_written(preview: Preview) -> None:
    status, page = preview.get("/nota/2026/nota/")
    assert status == 200 and "Abre el parque." in page and "Borrador" in page
    assert 'content="noindex"' in page and "/_pregonero/reload.js" in page
    assert not (preview.root / "output").exists(), "a preview is never where a site is shipped from"
    told = preview.after(bulletin("Abre la plaza.", status="draft"), "/nota/2026/nota/")
    assert told == "data: changed"
    assert "Abre la plaza." in preview.get("/nota/2026/nota/")[1]
    # A page that nothing changed is told that the preview is there, not to load again.
    told = preview.after(bulletin("Cierra la plaza.", status="draft"), "/accesibilidad/")
    assert told == ": here"


def test_a_problem_is_shown_on_the_page_until_it_is_mended(preview: Preview) -> None:
    assert preview.after(bulletin(topic="aguaa"), "/") == "data: changed"
    status, page = preview.get("/")
    assert status == 500 and f"{NOTE}:" in page and "¿Quiso decir «agua»?" in page
    assert preview.after(bulletin(topic="agua"), "/") == "data: changed"
    assert preview.get("/")[0] == 200


def test_the_headers_are_those_of_a_live_server(preview: Preview) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=20)
    connection.request("GET", "/")
    page = connection.getresponse()
    style = re.search(r"/theme/site[^\"]+", page.read().decode())
    assert style
    for name, value in ALWAYS.items():
        assert page.headers[name] == value
    assert page.headers["Cache-Control"] == "no-store"
    connection.request("GET", style[0])
    css = connection.getresponse()
    assert css.read() and "immutable" in css.headers["Cache-Control"]
    assert css.headers["Content-Type"] == "text/css; charset=utf-8"
    connection.request("GET", "/feeds/rss.xml")
    feed = connection.getresponse()
    assert feed.read() and feed.headers["Content-Type"] == "application/rss+xml"
    connection.close()


def test_only_this_machine_is_answered(preview: Preview) -> None:
    assert preview.get("/", host=f"localhost:{preview.port}")[0] == 200
    assert preview.get("/nota/2026/nota/", host="mala.example")[0] == 403
    assert preview.get("/../newsroom.toml")[0] == 404
    assert preview.get("/%2e%2e/%2e%2e/newsroom.toml")[0] == 404
    assert preview.get("/no-existe/")[0] == 404
    assert preview.get("/archivo")[0] == 301
