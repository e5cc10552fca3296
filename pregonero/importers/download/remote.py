"""Photographs of a source that are on another machine: their addresses, and which may be asked."""

import hashlib
import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.importers.source_item import parts_of
from pregonero.slug import slugify

_SCHEMES = {"http": 80, "https": 443}
#: Signs of a path or query that are as they are.
_KEPT = "/%:@!$&'()*+,;=~-._?"
#: IPv4 inside IPv6, for networks without any of their own (RFC 6052).
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_LONGEST = 2_000
#: The endings of photographs, by what they are (Pillow's names).
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif", "TIFF": "tif"}


def address(target: str, home: str, page: str) -> str:
    """The absolute address of a photograph as a text types it; empty if it has none.

    `home` is the old site's address, and `page` what of it the text was at, if that is known: a
    target without either is nowhere.
    """
    typed = target.strip()
    typed = f"https://{typed}" if typed.startswith("www.") else typed
    typed = f"https:{typed}" if typed.startswith("//") else typed
    parts = parts_of(typed)
    if not parts.scheme:
        if not home or not typed or not (page or parts.path.startswith("/")):
            return ""
        try:
            typed = urljoin(urljoin(f"{home.rstrip('/')}/", page), typed)
        except ValueError:
            return ""
        parts = parts_of(typed)
    if parts.scheme.lower() not in _SCHEMES or not parts.hostname or len(typed) > _LONGEST:
        return ""
    query = f"?{quote(parts.query, _KEPT)}" if parts.query else ""
    where = f"{parts.scheme.lower()}://{parts.netloc}{quote(parts.path or '/', _KEPT)}{query}"
    return "" if any(ord(c) < 33 for c in where) else where


def name(where: str, home: str) -> str:
    """A photograph's path as if its file were in the source: those of the old site from its root,
    others under their host. Without ending if its address has none that says what it is."""
    parts = urlsplit(where)
    path = unquote(parts.path).strip("/")
    stem, dot, ending = path.rpartition(".")
    if ending.lower() not in {*ENDINGS.values(), "jpeg", "tiff"} or not stem:
        stem, dot, ending = path, "", ""
    if parts.query:
        stem = f"{stem}-{slugify(parts.query)[:40] or digest(where)}"
    host = (parts.hostname or "").removeprefix("www.")
    own = (parts_of(home).hostname or "").removeprefix("www.")
    return f"{stem if host == own else f'{host}/{stem}'}{dot}{ending}"


def digest(where: str) -> str:
    """A short name of an address that no other has."""
    return hashlib.blake2b(where.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class RemoteHost:
    """A host and port, as an address names them."""

    host: str
    port: int

    @classmethod
    def of(cls, where: str) -> "RemoteHost":
        """Raises `Wrong` for an address that is not to be asked."""
        try:
            parts = urlsplit(where)
            host = (parts.hostname or "").encode("idna").decode()
            port = parts.port or _SCHEMES[parts.scheme.lower()]
        except (ValueError, KeyError):
            raise InvalidValue(N_("su dirección no es de http ni de https"), "") from None
        if not host or parts.username is not None:
            raise InvalidValue(N_("su dirección lleva usuario o contraseña, o no tiene sitio"), "")
        return cls(host, port)

    def shown(self, scheme: str) -> str:
        """As the header `Host` names it (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _SCHEMES[scheme.lower()] else f"{host}:{self.port}"


@dataclass(frozen=True)
class Reachable:
    """Which machines a source may have us ask: those of the public Internet at the ports of the
    web, and `own`, the site that the editor names. A source is nobody's word for its own."""

    own: RemoteHost | None = None

    def allows(self, site: RemoteHost, machine: str) -> bool:
        """Whether the machine with this IP address may be asked for a site."""
        if site == self.own:
            return True
        return site.port in _SCHEMES.values() and public(machine)


def public(machine: str) -> bool:
    """Whether an IP address is one of the public Internet, also if it carries another inside."""
    try:
        ip = ipaddress.ip_address(machine.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return public(str(inner))
    return ip.is_global and not ip.is_multicast
