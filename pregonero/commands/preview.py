"""The preview's web server: the built folder, a page of problems, and word of each change."""

import hashlib
import threading
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pregonero.addresses import FEEDS

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
    """Serves a folder on this machine alone. `problems` replaces every page while there are any."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int, lang: str) -> None:
        self.folder = folder
        self.lang = lang
        self.problems: tuple[str, ...] = ()
        self._changed = threading.Condition()
        self._version = 0
        super().__init__((HOST, port), partial(_Handler, directory=str(folder)))

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"

    def announce(self, problems: tuple[str, ...] = ()) -> None:
        """Tell every open page that a build ended."""
        with self._changed:
            self.problems = problems
            self._version += 1
            self._changed.notify_all()

    def wait(self, version: int) -> int:
        """The current version, once it is another than the one given or time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, HEARTBEAT)
            return self._version

    def state(self, page: str) -> str:
        """A digest of what a page's address gives now."""
        if self.problems:
            return "\n".join(self.problems)
        file = self.file(page)
        return hashlib.sha256(file.read_bytes()).hexdigest() if file else ""

    def file(self, page: str) -> Path | None:
        """The file under the folder that answers an address, if there is one."""
        file = (self.folder / page.lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        inside = file.is_relative_to(self.folder.resolve())
        return file if inside and file.is_file() else None


class _Handler(SimpleHTTPRequestHandler):
    server: Preview
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the base class's name and kind
        **SimpleHTTPRequestHandler.extensions_map,
        ".avif": "image/avif",
        ".webp": "image/webp",
        ".webmanifest": "application/manifest+json",
    }

    def do_GET(self) -> None:
        # Drafts are shown here: a page elsewhere must not reach them through another host name.
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in (HOST, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = urlsplit(self.path).path
        if path == EVENTS:
            self._events()
        elif path == RELOAD:
            self._give(_SCRIPT, "text/javascript; charset=utf-8")
        elif self.server.problems:
            self._give(self._report(), "text/html; charset=utf-8", HTTPStatus.INTERNAL_SERVER_ERROR)
        elif (file := self.server.file(path)) and file.name == "index.html" and path[-1] != "/":
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", path + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._file(file)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _file(self, file: Path | None) -> None:
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        file = file or self.server.file("/404.html")
        if file is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        data = file.read_bytes()
        media_type = dict(FEEDS.values()).get(file.name) or self.guess_type(str(file))
        if media_type == "text/html":
            data = data.replace(b"</body>", _TAG)
        if media_type.startswith("text/"):
            media_type += "; charset=utf-8"
        self._give(data, media_type, status)

    def _give(self, data: bytes, media_type: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
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

    def _report(self) -> bytes:
        rows = "".join(f"<li>{escape(problem)}</li>" for problem in self.server.problems)
        return (
            f'<!doctype html><html lang="{self.server.lang}"><meta charset="utf-8">'
            f"<title>Pregonero</title><body><main><h1>Pregonero</h1><ul>{rows}</ul></main>"
        ).encode() + _TAG

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Requests are not news."""
