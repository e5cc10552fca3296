"""One photograph from another machine: asked for with care, because a source says where it is.

A name is looked up once and the very machine that was looked at is asked, so that no answer can
change in between. Proxies of the environment are not used: they would look the name up themselves.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin, urlsplit

from pregonero import __version__
from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.importers.download.remote import Reachable, RemoteHost, address

_MOVED = (301, 302, 303, 307, 308)
_LATER = (429, 503)
_PIECE = 65_536
SLOW = N_("el sitio tarda demasiado")
LARGE = N_("pesa más de lo que se descarga")
_CUT = N_("la conexión se cortó")
_HEADERS = {
    "User-Agent": f"Pregonero/{__version__} (import)",
    "Accept": "image/*,*/*;q=0.1",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True)
class Limits:
    """Bytes of one photograph and of all; seconds of silence and of one whole photograph; how many
    redirects, how many at once from a site, and after how many failures it is left alone."""

    one: int = 25_000_000
    all: int = 4_000_000_000
    silence: float = 20
    whole: float = 120
    redirects: int = 5
    at_once: int = 2
    failures: int = 4


class Unfetched(Exception):
    """A photograph that cannot be had. `reason` is a message id; `down` says whether the site did
    not answer at all."""

    def __init__(self, reason: str, *, down: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.down = reason, down


#: The IP addresses of a host and port. Raises OSError.
Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass
class Fetcher:
    """Asks for photographs, from as many threads as there are."""

    reachable: Reachable
    limits: Limits = field(default_factory=Limits)
    resolve: Resolve = resolve
    stopped: threading.Event = field(default_factory=threading.Event)
    _ends: set[Callable[[], None]] = field(default_factory=set)

    def fetch(self, where: str) -> bytes:
        """What is at an address. Raises `Unfetched`."""
        for _ in range(self.limits.redirects + 1):
            answer = self._ask(where)
            if isinstance(answer, bytes):
                return answer
            where = answer
        raise Unfetched(N_("el sitio lleva de una dirección a otra sin terminar"))

    def stop(self) -> None:
        """End what is under way, and ask for nothing more."""
        self.stopped.set()
        for end in tuple(self._ends):
            end()

    def _ask(self, where: str) -> bytes | str:
        """What is at an address, or which one to ask instead."""
        try:
            site = RemoteHost.of(where)
        except InvalidValue as wrong:
            raise Unfetched(wrong.message) from None
        parts = urlsplit(where)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sock = self._connected(parts.scheme, site)
        connection = http.client.HTTPConnection(site.host, site.port)
        connection.sock = sock
        with closing(connection), self._within(self.limits.whole, sock) as late:
            try:
                connection.request(
                    "GET", target, headers=_HEADERS | {"Host": site.shown(parts.scheme)}
                )
                with connection.getresponse() as response:
                    if response.status in _MOVED:
                        return _moved(where, response)
                    _answered(response, self.limits)
                    data = self._read(response)
            except (OSError, http.client.HTTPException, ValueError) as error:
                slow = late.is_set() or isinstance(error, TimeoutError)
                raise Unfetched(SLOW if slow else _CUT, down=True) from None
            if late.is_set():
                raise Unfetched(SLOW, down=True)
        return data

    def _connected(self, scheme: str, site: RemoteHost) -> socket.socket:
        """A connection to a machine that may be asked."""
        try:
            machines = self.resolve(site.host, site.port)
        except (OSError, UnicodeError):
            raise Unfetched(N_("no se encuentra el sitio"), down=True) from None
        allowed = [one for one in machines if self.reachable.allows(site, one)]
        if not allowed:
            raise Unfetched(N_("está en una red privada o en un puerto que no es de la web"))
        slow = False
        for machine in allowed:
            if self.stopped.is_set():
                break
            try:
                sock = socket.create_connection((machine, site.port), self.limits.silence)
            except OSError as error:
                slow = isinstance(error, TimeoutError)
                continue
            return _secured(sock, site.host) if scheme == "https" else sock
        raise Unfetched(SLOW if slow else N_("el sitio no contesta"), down=True)

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        data = bytearray()
        while piece := response.read1(_PIECE):
            data += piece
            if len(data) > self.limits.one:
                raise Unfetched(LARGE)
        told = response.headers.get("Content-Length", "")
        if told.isdecimal() and int(told) != len(data):
            raise Unfetched(_CUT, down=True)
        return bytes(data)

    @contextmanager
    def _within(self, seconds: float, sock: socket.socket) -> Iterator[threading.Event]:
        """Shut a connection that is not done in time, however little by little it answers."""
        late = threading.Event()

        def end() -> None:
            late.set()
            with suppress(OSError):  # not SSL's own way, which would wait for the other side
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        self._ends.add(end)
        try:
            yield late
        finally:
            self._ends.discard(end)
            timer.cancel()
            timer.join()


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _secured(sock: socket.socket, host: str) -> socket.socket:
    try:
        return _trusted().wrap_socket(sock, server_hostname=host)
    except OSError as error:
        sock.close()
        slow = isinstance(error, TimeoutError)
        reason = SLOW if slow else N_("su conexión segura no es de fiar")
        raise Unfetched(reason, down=True) from None


def _moved(where: str, response: http.client.HTTPResponse) -> str:
    try:
        led = urljoin(where, response.headers.get("Location", ""))
    except ValueError:
        led = ""
    found = address(led, "", "")
    if not found:
        raise Unfetched(N_("el sitio lleva a una dirección que no es de http ni de https"))
    return found


def _answered(response: http.client.HTTPResponse, limits: Limits) -> None:
    """Whether a photograph follows, as far as an answer's head says."""
    told = response.headers.get("Content-Length", "")
    if response.status in (404, 410):
        raise Unfetched(N_("ya no está ahí"))
    if response.status in (401, 403):
        raise Unfetched(N_("el sitio no la da"))
    if response.status in _LATER or response.status >= 500:
        raise Unfetched(N_("el sitio no la puede dar ahora"), down=True)
    if response.status != 200:
        raise Unfetched(N_("el sitio no la da"))
    if told.isdecimal() and int(told) > limits.one:
        raise Unfetched(LARGE)
