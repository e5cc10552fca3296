"""Records into views: the parts that more than one page shows."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from pregonero import addresses
from pregonero.archive import MEDIA
from pregonero.bulletin import Bulletin, Campaign, Document
from pregonero.edition import Edition
from pregonero.groups import Photo
from pregonero.history import Edited
from pregonero.links import Target, resolve
from pregonero.outputs import claims, figure
from pregonero.outputs.assets import Assets
from pregonero.outputs.markup import ANCHOR
from pregonero.outputs.parts import contact
from pregonero.outputs.prose import Place
from pregonero.outputs.renditions import CARD as CARD_SIZE
from pregonero.outputs.renditions import PhotoSet, Rendition
from pregonero.outputs.site import site
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


class Press:
    """An edition ready to be shown: knows every address, picture and repeated part.

    `photos` are the renditions by file; `prints` the digests of media files; `assets` the
    theme's own files; `notice` a line for the top of every page; `history` the
    edits of bulletins by id; `index` whether search
    engines may come.

    What a page is `of` is said with `mark`, `targets` and the rest: everything that its values are
    made of but what `everywhere` holds.
    """

    def __init__(
        self,
        edition: Edition,
        photos: Mapping[str, PhotoSet],
        prints: Mapping[str, str],
        assets: Assets,
        notice: str = "",
        history: Mapping[str, tuple[Edited, ...]] | None = None,
        *,
        index: bool = True,
    ) -> None:
        self.edition = edition
        self.newsroom = edition.newsroom
        self.photos = photos
        self.prints = prints
        self.assets = assets
        self.notice = notice
        self._history = history or {}
        self.index = index
        self.words = catalog(self.newsroom.lang)
        #: Texts that are the same on many pages, by what they are of.
        self.said: dict[str, str] = {}
        self._cards: dict[str, Card] = {}
        self._marks: dict[str, str] = {}
        self._campaigns = {c.slug: c for c in edition.campaigns}

    def href(self, address: str) -> str:
        """An address for an attribute: from the root of the host."""
        return self.newsroom.base_path + address

    def url(self, address: str) -> str:
        """An address with its host."""
        return self.newsroom.url + address

    @cached_property
    def site(self) -> SiteView:
        return site(self)

    # What pages are made of

    @cached_property
    def everywhere(self) -> str:
        """All that any page may show of the institution."""
        images = [self.prints.get(f, "") for f in self.newsroom.images.model_dump().values() if f]
        return repr((self.newsroom, self.site, images, self.index))

    def mark(self, document: Document) -> str:
        """What a card, a link or a page shows of a record, and of the files it shows."""
        found = self._marks.get(document.path)
        if found is None:
            found = self._marks[document.path] = self._mark(document)
        return found

    def _mark(self, document: Document) -> str:
        parts = [document.outside]
        for photo in document.photos:
            parts.append(self.prints.get(photo.file, ""))
        if isinstance(document, Bulletin):
            parts.append(self.state(document))
            if document.translation_of:  # a version shows its original's folio
                parts += (b.outside for b in self.edition.versions.get(document.path, ())[:1])
            parts += (self.prints.get(file, "") for _, file in document.attached())
        return " ".join(parts)

    def marks(self, documents: Iterable[Document]) -> str:
        known, mark = self._marks, self.mark  # asked of each record for each list that it is in
        return "\n".join([known.get(d.path) or mark(d) for d in documents])

    def targets(self, document: Document) -> tuple[str | None, ...]:
        """Where the links of a text lead inside the site: the addresses of records and files."""
        found = self.edition.pointing.get(document.path)
        if not found:
            return ()
        return tuple(self._leads(target) for _, target in found if target.kind != "anchor")

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
            claim=claims.view(self.words.gettext, bulletin),
        )

    def state(self, bulletin: Bulletin) -> str:
        if bulletin.path in self.edition.unapproved:
            return "draft"
        if bulletin.expires and self.edition.clock.passed(bulletin.expires):
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

    def history(self, bulletin: Bulletin) -> tuple[Edited, ...]:
        """The edits of a bulletin that readers may know of: of one that has public notes."""
        return self._history.get(str(bulletin.id), ()) if bulletin.changes else ()

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

    def emblem(self, file: str | None) -> Picture | None:
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
        return frozenset(
            self._target(link.target, document).where for link in document.links if link.image
        )

    def around(self, document: Document) -> tuple[Picture | None, tuple[Picture, ...]]:
        """The lead photograph and the annexed ones, without those the text places itself."""
        placed = self.inline(document)
        rest = [self.picture(p) for p in document.photos if p.file not in placed]
        return (rest[0], tuple(rest[1:])) if rest else (None, ())

    def _target(self, typed: str, document: Document) -> Target:
        return resolve(typed, document.path, self.newsroom.url)

    def _leads(self, target: Target) -> str | None:
        """The address for a link to a target; None for what is not there or may not be linked."""
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

    def place(self, document: Document) -> Place:
        """How the links and images of a record's text resolve."""
        photos = {photo.file: photo for photo in document.photos}
        _ = self.words.gettext

        def href(typed: str) -> str | None:
            try:
                return self._leads(self._target(typed, document))
            except Wrong:
                return None

        def pictured(typed: str) -> str | None:
            try:
                photo = photos.get(self._target(typed, document).where)
            except Wrong:
                return None
            return figure.figure(self.picture(photo), "inline", _("Foto: {}")) if photo else None

        return Place(href, pictured, _("Tabla {number}"), _("Volver a la nota {}"))


Body = Callable[[Document], str]
