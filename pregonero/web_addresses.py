"""Addresses as protocols want them (RFC 3986, RFC 5891), and as people read them.

A path of this site is kept as its file is named, and encoded once, where an address is made of it
(`encoded_path`). What somebody typed is an address already: of it only what may not stand in one is
encoded (`encoded`).
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_

#: Paths in which nothing has to be encoded, as nearly all are.
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
#: Of an address, what may stand in its path, and besides in its query and fragment.
_PATH = "/%:@!$&'()*+,;=~"
_QUERY = f"{_PATH}?"
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SPACES = re.compile(r"\s+")


def encoded_path(path: str) -> str:
    """A path of files as an address has it: all but ASCII letters, digits and `-._~/` encoded."""
    return path if _PLAIN.fullmatch(path) else quote(path)


@lru_cache(1 << 14)
def encoded(address: str) -> str:
    """A whole typed address as RFC 3986 has it, its host in ASCII (RFC 5891).

    What is encoded already stays as it is. Raises `Wrong` for a host that no name can be.
    """
    parts = _split(address)
    scheme = parts.scheme.lower()
    if scheme == "tel":  # RFC 3966: no spaces
        return f"tel:{_SPACES.sub('', unquote(address.partition(':')[2]))}"
    if scheme == "mailto":
        local, at, domain = parts.path.rpartition("@")
        path = f"{_part(local, _PATH)}{at}{ascii_host(domain)}" if at else _part(domain, _PATH)
        return SplitResult(scheme, "", path, _part(parts.query, _QUERY), "").geturl()
    return SplitResult(
        scheme,
        _authority(parts),
        _part(parts.path, _PATH),
        _part(parts.query, _QUERY),
        _part(parts.fragment, _QUERY),
    ).geturl()


def encoded_rest(query: str, fragment: str) -> str:
    """What follows a path in an address: its query and fragment as they were typed, encoded."""
    query = f"?{_part(query, _QUERY)}" if query else ""
    return f"{query}#{_part(fragment, _QUERY)}" if fragment else query


def mailto(address: str) -> str:
    """An e-mail address as a link (RFC 6068)."""
    local, _, domain = address.rpartition("@")
    return f"mailto:{quote(local, safe='')}@{ascii_host(domain)}"


def readable(address: str) -> str:
    """An address for people's eyes: its host in its own letters."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return address
    if "xn--" not in host:
        return address
    return address.replace(host, readable_host(host), 1)


def readable_host(host: str) -> str:
    """A host's name in its own letters; as it is if it has none."""
    if "xn--" not in host:
        return host
    import idna

    try:
        return idna.decode(host)
    except (idna.IDNAError, UnicodeError):
        return host


def ascii_host(host: str) -> str:
    """A host's name as machines know it. Raises `Wrong`."""
    if host.isascii():
        return host
    import idna  # has large tables, which nearly no site needs

    try:
        return idna.encode(unicodedata.normalize("NFC", host), uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise _no_address(host) from None


def _authority(parts: SplitResult) -> str:
    """The host and port, and who is to be there, if it says."""
    user, at, place = parts.netloc.rpartition("@")
    host, colon, port = place.rpartition(":")
    if not colon or not port.isdecimal():
        host, colon, port = place.removesuffix(":"), "", ""
    if not host.startswith("["):
        host = ascii_host(host)
        if quote(host, safe="-._~!$&'()*+,;=%") != host:
            raise _no_address(host)
    return f"{_part(user, ':')}{at}{host}{colon}{port}"


def _part(typed: str, safe: str) -> str:
    return quote(_STRAY.sub("%25", typed), safe=f"{safe}%")


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        raise _no_address(address) from None


def _no_address(value: str) -> InvalidValue:
    return InvalidValue(
        N_("«{value}» no es una dirección web"),
        N_("Escríbala completa, con https://"),
        value=value,
    )
