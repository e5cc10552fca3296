"""What machines look for at the root of a site."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from html import escape as escaped
from itertools import islice, takewhile

from pregonero.newsroom import urls
from pregonero.newsroom.contrast import PAPER
from pregonero.render.cards import SiteContext
from pregonero.render.pages.frame import PageOutput
from pregonero.render.pages.occasions import headline
from pregonero.web_addresses import mailto

escape = partial(escaped, quote=False)

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_ALSO = '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>'
SITEMAP = "/sitemap.xml"
#: What one sitemap may have, in addresses and in bytes.
MAP_MOST = 50_000
MAP_BYTES = 50 * 2**20
NEWS_AGE = timedelta(days=2)
NEWS_MOST = 1000

ICONS = {
    "/icon-192.png": 192,
    "/icon-512.png": 512,
    "/apple-touch-icon.png": 180,
    "/favicon-32.png": 32,
}


def sitemaps(
    press: SiteContext, pages: Iterable[PageOutput], most: int = MAP_MOST, largest: int = MAP_BYTES
) -> dict[str, bytes]:
    """Every page meant to be found, with when its substance last changed (sitemaps.org 0.9): one
    file, or an index of several if they are more than one may have, in addresses or bytes."""
    home = escape(press.url(""))  # an address is of slugs: there is nothing in it to escape
    parts = [_Map()]
    for page in pages:
        if page.indexed:
            stamp = f"<lastmod>{page.lastmod.isoformat()}</lastmod>" if page.lastmod else ""
            also = "".join([_ALSO.format(tag, url) for tag, url in page.alternates])
            row = f"<url><loc>{home}{page.address}</loc>{stamp}{also}</url>\n"
            size = len(row.encode())
            if not parts[-1].holds(size, most, largest):
                parts.append(_Map())
            parts[-1].add(row, size, page)
    if len(parts) == 1:
        return {SITEMAP: parts[0].xml()}
    found = {f"/sitemap-{number}.xml": part for number, part in enumerate(parts, 1)}
    rows = "".join(
        f"<sitemap><loc>{home}{address}</loc>"
        f"{f'<lastmod>{part.lastmod.isoformat()}</lastmod>' if part.lastmod else ''}</sitemap>\n"
        for address, part in found.items()
    )
    index = _xml(f'<sitemapindex xmlns="{_SITEMAP}">\n{rows}</sitemapindex>')
    return {SITEMAP: index} | {address: part.xml() for address, part in found.items()}


class _Map:
    """A sitemap that is being filled."""

    #: Bytes for what stands around its rows.
    _AROUND = 300

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._size = self._AROUND
        self._others = False
        self.lastmod: datetime | None = None

    def holds(self, size: int, most: int, largest: int) -> bool:
        """Whether it may take one row more, of so many bytes."""
        return len(self._rows) < most and self._size + size <= largest

    def add(self, row: str, size: int, page: PageOutput) -> None:
        self._rows.append(row)
        self._size += size
        self._others = self._others or bool(page.alternates)
        if page.lastmod and (self.lastmod is None or page.lastmod > self.lastmod):
            self.lastmod = page.lastmod

    def xml(self) -> bytes:
        # Versions in other languages, each naming all of them (Google's sitemap extension).
        space = f' xmlns:xhtml="{_XHTML}"' if self._others else ""
        return _xml(f'<urlset xmlns="{_SITEMAP}"{space}>\n{"".join(self._rows)}</urlset>')


def news_sitemap(press: SiteContext) -> bytes:
    """Bulletins of the two days before the edition's moment (Google News sitemap 0.9).

    After quiet days it has the newest address without what makes it news, as Google asks of one
    that is older: an empty map is an error in search consoles, and its address is public.
    """
    room, clock = press.newsroom, press.edition.clock
    recent = takewhile(  # they come newest first
        lambda b: not clock.reached(b.published + NEWS_AGE), press.edition.bulletins
    )
    rows = "".join(
        f"<url><loc>{escape(press.url(b.address))}</loc><news:news><news:publication>"
        f"<news:name>{escape(f'{room.office}, {room.name}')}</news:name>"
        f"<news:language>{(b.lang or room.lang).split('-')[0]}</news:language></news:publication>"
        f"<news:publication_date>{b.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(headline(press, b))}</news:title></news:news></url>\n"
        for b in islice(recent, NEWS_MOST)
    )
    if not rows:
        newest = next((b.address for b in press.edition.bulletins), "/")
        rows = f"<url><loc>{escape(press.url(newest))}</loc></url>\n"
    return _xml(f'<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">\n{rows}</urlset>')


def robots(press: SiteContext) -> bytes:
    """robots.txt (RFC 9309): everything may be read, or on a site that is not public, nothing."""
    if not press.index:
        return b"User-agent: *\nDisallow: /\n"
    return (
        f"User-agent: *\nAllow: /\n\nSitemap: {press.url(SITEMAP)}\n"
        f"Sitemap: {press.url('/news-sitemap.xml')}\n"
    ).encode()


def security(press: SiteContext) -> bytes:
    """security.txt (RFC 9116). It expires eleven months after the month of the edition, so that
    it changes once a month and never says more than a year."""
    room = press.newsroom
    year, month = press.edition.clock.month(room.zone)
    months = year * 12 + month - 1 + 11
    expires = datetime(months // 12, months % 12 + 1, 1, tzinfo=room.zone)
    contact = mailto(room.email) if room.email else press.url(urls.PRESS)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}",
        f"Preferred-Languages: {', '.join(room.languages)}",
        f"Canonical: {press.url('/.well-known/security.txt')}",
    ]
    return ("\n".join(lines) + "\n").encode()


def manifest(press: SiteContext) -> bytes:
    """site.webmanifest (W3C Web Application Manifest)."""
    room = press.newsroom
    return (
        json.dumps(
            {
                "name": f"{room.office}, {room.name}",
                "short_name": room.short_name,
                "lang": room.lang,
                "start_url": press.href("/"),
                "scope": press.href("/"),
                "display": "browser",
                "background_color": PAPER,
                "theme_color": room.colours.brand,
                "icons": [
                    {"src": press.href("/icon-192.png"), "sizes": "192x192", "type": "image/png"},
                    {
                        "src": press.href("/icon-512.png"),
                        "sizes": "512x512",
                        "type": "image/png",
                        "purpose": "any maskable",
                    },
                    {"src": press.href("/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                ],
            },
            ensure_ascii=False,
            indent=1,
        ).encode()
        + b"\n"
    )


def _xml(root: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()
