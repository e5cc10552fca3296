"""What any part of a site may ask of it: addresses, languages, pictures, and where links lead."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Self

from pregonero.content.archive import MEDIA
from pregonero.content.history import Edited, Revised
from pregonero.content.model.bulletin import Bulletin, Campaign, Document
from pregonero.content.model.groups import Photo
from pregonero.diagnostics import InvalidValue
from pregonero.edition.compose import Edition
from pregonero.markdown.links import LinkTarget, resolve
from pregonero.markdown.postprocess import ANCHOR
from pregonero.markdown.to_html import LinkResolver
from pregonero.newsroom import urls
from pregonero.render.assets import Assets
from pregonero.render.by_language import current
from pregonero.render.images import figure
from pregonero.render.images.renditions import CARD as CARD_SIZE
from pregonero.render.images.renditions import PhotoSet, Rendition
from pregonero.render.pages.parts import contact
from pregonero.render.translations import Translations, base, marked, plain, tongue
from pregonero.render.views import ContactView, Image, Link, Picture, PictureSource, Version
from pregonero.web_addresses import encoded_path, encoded_rest

#: Where the drawn card of an institution without one is.
CARD = "/card.jpg"

#: The text of a record as HTML.
Body = Callable[[Document], str]


class LinkContext:
    """An edition and how it is shown: every address, language and picture of its records.

    `photos` are the renditions by file; `prints` the digests of media files; `assets` the
    theme's own files; `notice` a line for the top of every page; `history` the
    edits of bulletins by id and `revised` how events and calls were, by path; `index` whether
    search engines may come. `words` are those of the site's own language, as feeds and data say
    them; pages are shown by `within` their language.
    """

    def __init__(
        self,
        edition: Edition,
        photos: Mapping[str, PhotoSet],
        prints: Mapping[str, str],
        assets: Assets,
        notice: str = "",
        history: Mapping[str, tuple[Edited, ...]] | None = None,
        revised: Mapping[str, Revised] | None = None,
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
        self._revised = revised or {}
        self.index = index
        self.tongue = self.newsroom.lang
        self.words: Translations = plain(self.newsroom, self.tongue)
        self._others: dict[str, Self] = {}
        #: Texts that are the same on many pages, by what they are of.
        self.said: dict[str, str] = {}
        self._campaigns = {c.slug: c for c in edition.campaigns}

    def within(self, lang: str | None = None) -> Self:
        """The same edition as pages in a language show it, the site's own if it is not said: in
        their words, and with the language of all that is in another."""
        lang = lang or self.newsroom.lang
        if lang not in self._others:
            self._others[lang] = self._translated(lang)
        return self._others[lang]

    def _translated(self, lang: str) -> Self:
        other = copy(self)
        other.tongue, other.words = lang, tongue(self.newsroom, lang)
        other.said = {}
        return other

    def own(self, text: str) -> str:
        """A text of the institution, with its language on a page that is in another."""
        lang = self.newsroom.lang
        return text if base(lang) == base(self.tongue) else marked(text, lang)

    @cached_property
    def languages(self) -> Mapping[str, Sequence[Bulletin]]:
        """The current bulletins in each language; none if all are in the site's own."""
        return current(self.edition)

    @property
    def home(self) -> str:
        """The home of the pages' language, or the site's where it has none."""
        lang = self.tongue
        own = lang == self.newsroom.lang or lang not in self.languages
        return self.href("/" if own else urls.language(lang))

    def href(self, address: str) -> str:
        """An address for an attribute: from the root of the host. Of a path as its file is named:
        here, and in `url`, it is encoded, once."""
        return self.newsroom.base_path + encoded_path(address)

    def url(self, address: str) -> str:
        """An address with its host."""
        return self.newsroom.url + encoded_path(address)

    # Records

    def lang(self, document: Document) -> str:
        """The language of a text where it is not that of the pages."""
        lang = self._lang(document)
        return lang if lang != self.tongue else ""

    def _lang(self, document: Document) -> str:
        return document.lang or self.newsroom.lang

    def state(self, bulletin: Bulletin) -> str:
        if bulletin.path in self.edition.unapproved:
            return "draft"
        if bulletin.expires and self.edition.clock.passed(bulletin.expires):
            return "expired"
        return "corrected" if bulletin.changes else ""

    def folio(self, bulletin: Bulletin) -> str:
        """The folio as the office writes it; a version shows its original's."""
        original = next(iter(self.edition.versions.get(bulletin.path, ())), bulletin)
        one = bulletin if bulletin.folio else original
        return self.own(self.newsroom.folio(one.folio, one.year)) if one.folio else ""

    def topic(self, slug: str | None) -> Link | None:
        return (
            Link(self.own(self.newsroom.topics[slug].name), self.href(urls.topic(slug)))
            if slug
            else None
        )

    def campaign(self, slug: str | None) -> Campaign | None:
        """A campaign that is itself public."""
        return self._campaigns.get(slug or "")

    def versions(self, bulletin: Bulletin) -> tuple[Version, ...]:
        return tuple(
            Version(
                self._lang(b),
                b.title,
                self.href(b.address),
                self.url(b.address),
                b.easy_read,
            )
            for b in self.edition.versions.get(bulletin.path, ())
        )

    def history(self, bulletin: Bulletin) -> tuple[Edited, ...]:
        """The edits of a bulletin that readers may know of: of one that has public notes."""
        if not bulletin.changes:
            return ()
        reached = self.edition.clock.reached
        return tuple(e for e in self._history.get(str(bulletin.id), ()) if reached(e.date))

    def revised(self, bulletin: Bulletin) -> Revised:
        """How its event or call was revised, as far as git has it."""
        return self._revised.get(bulletin.path, (0, 0, 0))

    def contacts(self, keys: tuple[str, ...] | None = None) -> tuple[ContactView, ...]:
        """Press contacts by key; all of them if None."""
        known = self.newsroom.press_contacts
        return tuple(contact(known[key], self.own) for key in (known if keys is None else keys))

    # Pictures

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
                PictureSource(row[0].media_type, self._srcset(row))
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

    def around(self, document: Document) -> tuple[Picture | None, tuple[Picture, ...]]:
        """The lead photograph and the annexed ones, without those the text places itself."""
        placed = self.inline(document)
        rest = [self.picture(p) for p in document.photos if p.file not in placed]
        return (rest[0], tuple(rest[1:])) if rest else (None, ())

    def inline(self, document: Document) -> frozenset[str]:
        """The photographs that a text places itself."""
        return frozenset(
            self._target(link.target, document).where for link in document.links if link.image
        )

    # Links

    def _file(self, file: str) -> str | None:
        """Where a linked file is: a photograph's largest rendition, or the file as it is."""
        if file in self.photos:
            return self.href(self.photos[file].jpeg[-1].address)
        return self.href(f"/{MEDIA}/{file}") if file in self.edition.media else None

    def _target(self, typed: str, document: Document) -> LinkTarget:
        return resolve(typed, document.path, self.newsroom.url)

    def _leads(self, target: LinkTarget) -> str | None:
        """The address for a link to a target; None for what is not there or may not be linked."""
        rest = encoded_rest(target.query, target.fragment and f"{ANCHOR}{target.fragment}")
        if target.kind == "address" and not urls.of_record(
            target.where, self.newsroom.types, self.newsroom.languages
        ):
            rest = encoded_rest(target.query, target.fragment)  # of the site's own pages
        if target.kind == "external":
            return target.where
        if target.kind == "anchor":
            return rest or None
        if target.kind == "media":
            found = self._file(target.where)
            return found + encoded_rest(target.query, target.fragment) if found else None
        if target.kind == "document":
            document = self.edition.document_at(target.where)
            return self.href(document.address) + rest if document else None
        return self.href(target.where) + rest if target.kind == "address" else None

    def place(self, document: Document) -> LinkResolver:
        """How the links and images of a record's text resolve."""
        photos = {photo.file: photo for photo in document.photos}
        _ = self.words.gettext

        def href(typed: str) -> str | None:
            try:
                return self._leads(self._target(typed, document))
            except InvalidValue:
                return None

        def pictured(typed: str) -> str | None:
            try:
                photo = photos.get(self._target(typed, document).where)
            except InvalidValue:
                return None
            return figure.figure(self.picture(photo), "inline", _("Foto: {}")) if photo else None

        return LinkResolver(href, pictured, _("Tabla {number}"), _("Volver a la nota {}"))

    def targets(self, document: Document) -> tuple[str | None, ...]:
        """Where the links of a text lead inside the site: the addresses of records and files."""
        found = self.edition.pointing.get(document.path)
        if not found:
            return ()
        return tuple(self._leads(target) for _, target in found if target.kind != "anchor")
