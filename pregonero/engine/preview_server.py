"""The preview's web server: the site in memory, a page of problems, and word of each change."""

import mimetypes
import threading
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from pregonero.newsroom.urls import FEEDS, save_as
from pregonero.render.http_headers import headers

HOST = "127.0.0.1"
RELOAD = "/_pregonero/reload.js"
EVENTS = "/_pregonero/events"
#: Seconds between signs of life on an open event stream.
HEARTBEAT = 15.0

_SCRIPT = f"""\
const from = new EventSource("{EVENTS}?page=" + encodeURIComponent(location.pathname));
from.onmessage = () => location.reload();
addEventListener("pagehide", () => from.close());
""".encode()
_TAG = f'<script src="{RELOAD}" defer></script></body>'.encode()


class Preview(ThreadingHTTPServer):
    """Serves a site on this machine alone: `get` gives a file's bytes by its path from the root.

    `problems` replaces every page while there are any. `pending` are those of drafts, shown where a
    page is missing: it may be that of a draft that cannot be read.
    """

    daemon_threads = True

    def __init__(self, get: Callable[[str], bytes | None], port: int, lang: str) -> None:
        self.get = get
        self.lang = lang
        self.problems: tuple[str, ...] = ()
        self.pending: tuple[str, ...] = ()
        self._changed = threading.Condition()
        self._version = 0
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"

    def announce(self, problems: tuple[str, ...] = (), pending: tuple[str, ...] = ()) -> None:
        """Tell every open page that a build ended."""
        with self._changed:
            self.problems, self.pending = problems, pending
            self._version += 1
            self._changed.notify_all()

    def wait(self, version: int) -> int:
        """The current version, once it is another than the one given or time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, HEARTBEAT)
            return self._version

    def state(self, page: str) -> bytes:
        """What a page's address gives now."""
        if self.problems:
            return "\n".join(self.problems).encode()
        return self.get(save_as(page)) or "\n".join(self.pending).encode()


_NAMES = {**dict(FEEDS.values()), "cap.xml": "application/cap+xml"}
_TYPES = {
    "avif": "image/avif",
    "geojson": "application/geo+json",
    "ics": "text/calendar",
    "webp": "image/webp",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
}


def _media_type(path: str) -> str:
    """The media type of what answers an address, with its encoding if it is text."""
    name = save_as(path).rpartition("/")[2]
    known = _NAMES.get(name) or _TYPES.get(name.rpartition(".")[2])
    found = known or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


class _Handler(BaseHTTPRequestHandler):
    server: Preview
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        # Drafts are shown here: a page elsewhere must not reach them through another host name.
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in (HOST, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = unquote(urlsplit(self.path).path)
        if path == EVENTS:
            self._events()
        elif path == RELOAD:
            self._give(_SCRIPT, "text/javascript; charset=utf-8")
        elif self.server.problems:
            report = self._report(self.server.problems)
            self._give(report, "text/html; charset=utf-8", HTTPStatus.INTERNAL_SERVER_ERROR)
        elif (data := self.server.get(save_as(path))) is not None:
            self._give(data, _media_type(path))
        elif self.server.get(save_as(f"{path}/")) is not None:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.server.pending:
            report = self._report(self.server.pending)
            self._give(report, "text/html; charset=utf-8", HTTPStatus.NOT_FOUND)
        else:
            data = self.server.get("404.html") or b""
            self._give(data, _media_type("/"), HTTPStatus.NOT_FOUND)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _give(self, data: bytes, media_type: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        if media_type.startswith("text/html"):
            data = data.replace(b"</body>", _TAG)
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers(urlsplit(self.path).path).items():
            # As on the live site, but that nothing may be older than what was last saved.
            brief = name == "Cache-Control" and "immutable" not in value
            self.send_header(name, "no-store" if brief else value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _events(self) -> None:
        page = parse_qs(urlsplit(self.path).query).get("page", ["/"])[0]
        server = self.server
        version, seen = server.wait(-1), server.state(page)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                version = server.wait(version)
                now = server.state(page)
                self.wfile.write(b"data: changed\n\n" if now != seen else b": here\n\n")
                self.wfile.flush()
                seen = now
        except OSError:
            return  # the page was closed

    def _report(self, problems: tuple[str, ...]) -> bytes:
        rows = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
        return (
            f'<!doctype html><html lang="{self.server.lang}"><meta charset="utf-8">'
            f"<title>Pregonero</title><body><main><h1>Pregonero</h1><ul>{rows}</ul></main></body>"
        ).encode()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Requests are not news."""
