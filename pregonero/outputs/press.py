"""Records into views: the parts that more than one page shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property

from pregonero import addresses
from pregonero.archive import MEDIA
from pregonero.bulletin import Bulletin, Campaign, Document
from pregonero.edition import Edition
from pregonero.history import Edited
from pregonero.links import Target, resolve
from pregonero.outputs import claims, figure
from pregonero.outputs.assets import Assets
from pregonero.outputs.languages import current
from pregonero.outputs.markup import ANCHOR
from pregonero.outputs.occasions import occasions
from pregonero.outputs.parts import contact
from pregonero.outputs.pictures import CARD, Pictures
from pregonero.outputs.prose import Place
from pregonero.outputs.renditions import PhotoSet
from pregonero.outputs.site import site
from pregonero.outputs.tongue import Tongue, base, marked, plain, tongue
from pregonero.outputs.views import Card, ContactView, Link, SiteView, Version
from pregonero.problem import Wrong
from pregonero.web_addresses import encoded_path, encoded_rest

__all__ = ["CARD", "Body", "Press"]


class Press(Pictures):
    """An edition ready to be shown: knows every address, picture and repeated part.

    `photos` are the renditions by file; `prints` the digests of media files; `assets` the
    theme's own files; `notice` a line for the top of every page; `history` the
    edits of bulletins by id; `index` whether search
    engines may come. `words` are those of the site's own language, as feeds and data say them;
    pages are shown by `within` their language.

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
        self.tongue = self.newsroom.lang
        self.words: Tongue = plain(self.newsroom, self.tongue)
        self._others: dict[str, Press] = {}
        #: Texts that are the same on many pages, by what they are of.
        self.said: dict[str, str] = {}
        self._cards: dict[str, Card] = {}
        self._marks: dict[str, str] = {}
        self._campaigns = {c.slug: c for c in edition.campaigns}

    def within(self, lang: str | None = None) -> "Press":
        """The same edition as pages in a language show it, the site's own if it is not said: in
        their words, and with the language of all that is in another."""
        lang = lang or self.newsroom.lang
        if lang not in self._others:
            other = copy(self)
            other.tongue, other.words = lang, tongue(self.newsroom, lang)
            other.said, other._cards = {}, {}
            other.__dict__.pop("site", None)
            self._others[lang] = other
        return self._others[lang]

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
        return self.href("/" if own else addresses.language(lang))

    def href(self, address: str) -> str:
        """An address for an attribute: from the root of the host. Of a path as its file is named:
        here, and in `url`, it is encoded, once."""
        return self.newsroom.base_path + encoded_path(address)

    def url(self, address: str) -> str:
        """An address with its host."""
        return self.newsroom.url + encoded_path(address)

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
            parts.append(f"{self.state(document)} {occasions(self, document)}")
            # A version shows its original's folio, a card leads to the one that is easy to read.
            parts += (b.outside for b in self.edition.versions.get(document.path, ()))
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
            published=bulletin.published_shown,
            type=Link(self.own(kind.name), self.href(addresses.type_(bulletin.type))),
            topic=self.topic(bulletin.topic),
            folio=self.folio(bulletin),
            picture=self.picture(lead) if lead and bulletin.status == "approved" else None,
            expires=bulletin.shown("expires"),
            state=self.state(bulletin),
            easy_read=bulletin.easy_read,
            easy=self._easy(bulletin),
            occasions=occasions(self, bulletin),
            claim=claims.view(self.words.gettext, bulletin),
        )

    def _easy(self, bulletin: Bulletin) -> str:
        """Where the version in the same language is that is easy to read."""
        lang = self._lang(bulletin)
        kin = () if bulletin.easy_read else self.edition.versions.get(bulletin.path, ())
        easy = (self.href(b.address) for b in kin if b.easy_read and self._lang(b) == lang)
        return next(easy, "")

    def state(self, bulletin: Bulletin) -> str:
        if bulletin.path in self.edition.unapproved:
            return "draft"
        if bulletin.expires and self.edition.clock.passed(bulletin.expires):
            return "expired"
        return "corrected" if bulletin.changes else ""

    def lang(self, document: Document) -> str:
        """The language of a text where it is not that of the pages."""
        lang = self._lang(document)
        return lang if lang != self.tongue else ""

    def _lang(self, document: Document) -> str:
        return document.lang or self.newsroom.lang

    def folio(self, bulletin: Bulletin) -> str:
        """The folio as the office writes it; a version shows its original's."""
        original = next(iter(self.edition.versions.get(bulletin.path, ())), bulletin)
        one = bulletin if bulletin.folio else original
        return self.own(self.newsroom.folio(one.folio, one.year)) if one.folio else ""

    def topic(self, slug: str | None) -> Link | None:
        return (
            Link(self.own(self.newsroom.topics[slug].name), self.href(addresses.topic(slug)))
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

    def contacts(self, keys: tuple[str, ...] | None = None) -> tuple[ContactView, ...]:
        """Press contacts by key; all of them if None."""
        known = self.newsroom.press_contacts
        return tuple(contact(known[key], self.own) for key in (known if keys is None else keys))

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

    def _target(self, typed: str, document: Document) -> Target:
        return resolve(typed, document.path, self.newsroom.url)

    def _leads(self, target: Target) -> str | None:
        """The address for a link to a target; None for what is not there or may not be linked."""
        rest = encoded_rest(target.query, target.fragment and f"{ANCHOR}{target.fragment}")
        if target.kind == "address" and not addresses.of_record(
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
