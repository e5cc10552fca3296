"""A page and what every page carries: its head, its trail and the site around it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal, NamedTuple

from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.metadata import jsonld
from pregonero.render.pages.occasions import titled
from pregonero.render.views import FeedLink, Head, Image, Link


class PageOutput(NamedTuple):
    """A page that can be made: its address, its template, and how its values come about.

    `make` gives the values by the names the template uses. They follow from `of` and from what is
    the same on every page, and from nothing else: two pages with the same `of` are the same.
    `indexed` says whether it is in the sitemap, with its `lastmod`; `alternates` are its versions
    there, as in `Head`. `lang` is the language of its words where that is not the site's own.
    """

    address: str
    template: str
    of: tuple[object, ...]
    make: Callable[[], dict[str, Any]]
    lastmod: datetime | None = None
    indexed: bool = True
    lang: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


class File(NamedTuple):
    """A file of the site that is no page: its address and what gives its bytes, which follow from
    `of` and from what is the same on every page."""

    address: str
    of: tuple[object, ...]
    make: Callable[[], bytes]


class Frame:
    """Makes pages of an edition. The pages of each kind are planned by its parts."""

    def __init__(self, press: SiteContext) -> None:
        self.press = press
        self._ = press.words.gettext

    def page(
        self,
        address: str,
        template: str,
        of: tuple[object, ...],
        make: Callable[[], dict[str, Any]],
        lastmod: datetime | None = None,
        *,
        index: bool = True,
        alternates: tuple[tuple[str, str], ...] = (),
    ) -> PageOutput:
        press = self.press
        index = index and press.index
        lang = press.tongue if press.tongue != press.newsroom.lang else ""
        return PageOutput(
            address, template, of, make, lastmod if index else None, index, lang, alternates
        )

    def values(
        self,
        address: str,
        title: str,
        /,
        *,
        about: str = "",
        index: bool = True,
        canonical: bool = True,
        number: int = 1,
        share: Image | None = None,
        kind: Literal["website", "article"] = "website",
        published: datetime | None = None,
        modified: datetime | None = None,
        follow: tuple[FeedLink, ...] = (),
        alternates: tuple[tuple[str, str], ...] = (),
        json_ld: Callable[[], str] | None = None,
        form: str = "",
        trail: tuple[Link, ...] = (),
        **values: Any,
    ) -> dict[str, Any]:
        """What every page is handed, and `values`."""
        press = self.press
        index = index and press.index
        if number > 1:
            turned = self._("{title}, página {number}")
            title = turned.format(title=title, number=number)
            about = turned.format(title=about.rstrip("."), number=number) if about else ""
        home = Link(self._("Inicio"), press.home)
        crumbs = (home, *trail, Link(title, "")) if address != "/" else ()
        head = Head(
            title=title,
            description=about or title,
            canonical=press.url(address) if canonical else "",
            card=share or press.share_card(),
            kind=kind,
            published=published,
            modified=modified,
            indexed=index,
            feeds=follow,
            alternates=alternates,
            json_ld=json_ld
            or (partial(jsonld.page, press, address, crumbs) if canonical and index else None),
            form=form,
        )
        return {
            "site": self.press.site,
            "head": head,
            "trail": crumbs,
            "here": press.href(address),
            **values,
        }

    def link(self, document: Document) -> Link:
        title = titled(self.press, document)
        return Link(title, self.press.href(document.address), self.press.lang(document))


def homes(press: SiteContext) -> tuple[tuple[str, str], ...]:
    """The homes of every language as versions of each other."""
    room = press.newsroom
    found = tuple(
        (tag, press.url("/" if tag == room.lang else urls.language(tag))) for tag in press.languages
    )
    return (*found, ("x-default", press.url("/"))) if found else ()


def last(bulletins: Sequence[Bulletin], *others: datetime | None) -> datetime | None:
    """When a list last changed: its bulletins come newest first, but `others` may be later."""
    return max((*(b.updated for b in bulletins[:1]), *filter(None, others)), default=None)
