"""Records into views: the parts that more than one page shows."""

from collections.abc import Callable, Mapping
from functools import cached_property

from pregonero import addresses
from pregonero.archive import MEDIA
from pregonero.bulletin import Bulletin, Campaign, Document, Photo
from pregonero.edition import Edition
from pregonero.links import Target, resolve, scan
from pregonero.outputs import figure
from pregonero.outputs.markup import ANCHOR
from pregonero.outputs.parts import contact, feed_links, tel
from pregonero.outputs.photos import PhotoSet, Rendition
from pregonero.outputs.prose import Place
from pregonero.outputs.views import (
    Card,
    ContactView,
    Image,
    Link,
    Picture,
    SiteView,
    Source,
    Version,
)
from pregonero.problem import Wrong
from pregonero.words import catalog

#: Where the drawn card of an institution without one is.
CARD = "/card.jpg"
CARD_SIZE = (1200, 630)


class Press:
    """An edition ready to be shown: knows every address, picture and repeated part.

    `photos` are the renditions by file; `stylesheet` the address of the theme's; `notice` a line
    for the top of every page; `index` whether search engines may come.
    """

    def __init__(
        self,
        edition: Edition,
        photos: Mapping[str, PhotoSet],
        stylesheet: str,
        notice: str = "",
        *,
        index: bool = True,
    ) -> None:
        self.edition = edition
        self.newsroom = edition.newsroom
        self.photos = photos
        self.stylesheet = stylesheet
        self.notice = notice
        self.index = index
        self.words = catalog(self.newsroom.lang)
        self._cards: dict[str, Card] = {}
        self._campaigns = {c.slug: c for c in edition.campaigns}

    def href(self, address: str) -> str:
        """An address for an attribute: from the root of the host."""
        return self.newsroom.base_path + address

    def url(self, address: str) -> str:
        """An address with its host."""
        return self.newsroom.url + address

    @cached_property
    def site(self) -> SiteView:
        room, edition = self.newsroom, self.edition
        _ = self.words.gettext
        pages = tuple(
            Link(p.nav_title or p.title, self.href(p.address), p.lang or "") for p in edition.pages
        )
        menu = (
            Link(_("Inicio"), self.href("/")),
            Link(_("Boletines"), self.href(addresses.ARCHIVE)),
            Link(_("Temas"), self.href(addresses.TOPICS)),
            *((Link(_("Campañas"), self.href(addresses.CAMPAIGNS)),) if edition.campaigns else ()),
            *(
                link
                for link, page in zip(pages, edition.pages, strict=True)
                if page.menu is not None
            ),
            Link(_("Prensa"), self.href(addresses.PRESS)),
            Link(_("Suscribirse"), self.href(addresses.SUBSCRIBE)),
        )
        place = room.address
        return SiteView(
            name=room.name,
            office=room.office,
            administration="" if edition.veda else room.administration,
            description=room.description,
            slogan=edition.slogan,
            lang=room.lang,
            locale=f"{room.lang.split('-')[0]}_{room.address.country}",
            base=room.base_path,
            url=room.url,
            address=tuple(
                filter(
                    None,
                    (place.street, f"{place.postal_code} {place.locality}".strip(), place.region),
                )
            ),
            email=room.email or "",
            phones=tuple(Link(f"{p.label}: {p.number}", tel(p.number)) for p in room.phones),
            social=tuple(Link(a.name, a.url) for a in room.social),
            menu=menu,
            pages=pages,
            topics=tuple(
                Link(t.name, self.href(addresses.topic(slug))) for slug, t in room.topics.items()
            ),
            types=tuple(
                Link(t.plural, self.href(addresses.type_(slug))) for slug, t in room.types.items()
            ),
            feeds=feed_links(room, addresses.SITE_FEEDS, room.office),
            stylesheet=self.href(self.stylesheet),
            coat_of_arms=self._emblem(room.images.coat_of_arms),
            logo=None if edition.veda else self._emblem(room.images.logo),
            brand=room.colours.brand,
            licence=Link(room.licence.name, room.licence.url) if room.licence else None,
            end_mark=room.end_mark,
            notice=self.notice or (edition.veda.name if edition.veda else ""),
        )

    # Bulletins

    def card(self, bulletin: Bulletin) -> Card:
        """A bulletin as lists show it; made once however many lists hold it."""
        found = self._cards.get(bulletin.path)
        if found is None:
            found = self._cards[bulletin.path] = self._card(bulletin)
        return found

    def _card(self, bulletin: Bulletin) -> Card:
        kind = self.newsroom.types[bulletin.type]
        lead = next(iter(bulletin.photos), None)
        return Card(
            title=bulletin.title,
            href=self.href(bulletin.address),
            lang=self.lang(bulletin),
            summary=bulletin.summary or "",
            published=bulletin.published,
            type=Link(kind.name, self.href(addresses.type_(bulletin.type))),
            topic=self.topic(bulletin.topic),
            folio=self.folio(bulletin),
            picture=self.picture(lead) if lead and bulletin.status == "approved" else None,
            expires=bulletin.expires,
            state=self.state(bulletin),
            easy_read=bulletin.easy_read,
        )

    def state(self, bulletin: Bulletin) -> str:
        if bulletin.path in self.edition.unapproved:
            return "draft"
        if bulletin.expires and bulletin.expires < self.edition.moment:
            return "expired"
        return "corrected" if bulletin.changes else ""

    def lang(self, document: Document) -> str:
        """The language of a text where it is not the site's own."""
        return document.lang if document.lang and document.lang != self.newsroom.lang else ""

    def folio(self, bulletin: Bulletin) -> str:
        """The folio as the office writes it; a version shows its original's."""
        original = next(iter(self.edition.versions.get(bulletin.path, ())), bulletin)
        one = bulletin if bulletin.folio else original
        return self.newsroom.folio(one.folio, one.year) if one.folio else ""

    def topic(self, slug: str | None) -> Link | None:
        return (
            Link(self.newsroom.topics[slug].name, self.href(addresses.topic(slug)))
            if slug
            else None
        )

    def campaign(self, slug: str | None) -> Campaign | None:
        """A campaign that is itself public."""
        return self._campaigns.get(slug or "")

    def versions(self, bulletin: Bulletin) -> tuple[Version, ...]:
        return tuple(
            Version(
                b.lang or self.newsroom.lang,
                b.title,
                self.href(b.address),
                self.url(b.address),
                b.easy_read,
            )
            for b in self.edition.versions.get(bulletin.path, ())
        )

    def contacts(self, keys: tuple[str, ...] | None = None) -> tuple[ContactView, ...]:
        """Press contacts by key; all of them if None."""
        known = self.newsroom.press_contacts
        return tuple(contact(known[key]) for key in (known if keys is None else keys))

    # Photographs

    def picture(self, photo: Photo) -> Picture:
        return self._picture(photo.file, photo.alt, photo.caption, photo.credit)

    def _picture(self, file: str, alt: str, caption: str, credit: str) -> Picture:
        photo = self.photos[file]
        return Picture(
            alt,
            caption,
            credit,
            self.href(photo.fallback.address),
            photo.width,
            photo.height,
            tuple(
                Source(row[0].media_type, self._srcset(row))
                for row in (photo.avif, photo.webp, photo.jpeg)
            ),
        )

    def _srcset(self, row: tuple[Rendition, ...]) -> str:
        return ", ".join(f"{self.href(one.address)} {one.width}w" for one in row)

    def _emblem(self, file: str | None) -> Picture | None:
        if not file or file not in self.edition.photos:
            return None
        shape = self.edition.photos[file]
        # Its name is printed beside it.
        return Picture("", "", "", self.href(f"/{MEDIA}/{file}"), shape.width, shape.height)

    def share_card(self, photo: Photo | None = None) -> Image:
        """The image another site shows with a link: of a photograph, or the institution's own."""
        if photo:
            card = self.photos[photo.file].card
            return Image(self.url(card.address), card.width, card.height, photo.alt)
        own = self.newsroom.images.card
        address = self.photos[own].card.address if own and own in self.photos else CARD
        return Image(self.url(address), *CARD_SIZE, self.newsroom.name)

    def _file(self, file: str) -> str | None:
        """Where a linked file is: a photograph's largest rendition, or the file as it is."""
        if file in self.photos:
            return self.href(self.photos[file].jpeg[-1].address)
        return self.href(f"/{MEDIA}/{file}") if file in self.edition.media else None

    def inline(self, document: Document) -> frozenset[str]:
        """The photographs that a text places itself."""
        if "![" not in document.body:
            return frozenset()
        return frozenset(
            self._target(link.target, document).where for link in scan(document.body) if link.image
        )

    def around(self, document: Document) -> tuple[Picture | None, tuple[Picture, ...]]:
        """The lead photograph and the annexed ones, without those the text places itself."""
        placed = self.inline(document)
        rest = [self.picture(p) for p in document.photos if p.file not in placed]
        return (rest[0], tuple(rest[1:])) if rest else (None, ())

    def _target(self, typed: str, document: Document) -> Target:
        return resolve(typed, document.path, self.newsroom.url)

    def place(self, document: Document) -> Place:
        """How the links and images of a record's text resolve."""
        photos = {photo.file: photo for photo in document.photos}
        _ = self.words.gettext

        def href(typed: str) -> str | None:
            try:
                target = self._target(typed, document)
            except Wrong:
                return None
            fragment = f"#{ANCHOR}{target.fragment}" if target.fragment else ""
            if target.kind == "external":
                return target.where
            if target.kind == "anchor":
                return fragment or None
            if target.kind == "media":
                return self._file(target.where)
            if target.kind == "document":
                found = self.edition.documents.get(target.where)
                return self.href(found.address) + fragment if found else None
            return self.href(target.where) + fragment if target.kind == "address" else None

        def pictured(typed: str) -> str | None:
            try:
                photo = photos.get(self._target(typed, document).where)
            except Wrong:
                return None
            return figure.figure(self.picture(photo), "inline", _("Foto: {}")) if photo else None

        return Place(href, pictured, _("Tabla {number}"), _("Volver a la nota {}"))


Body = Callable[[Document], str]
