"""Records into views: the parts that more than one page shows."""

from collections.abc import Iterable
from functools import cached_property
from typing import Self

from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.newsroom import urls
from pregonero.render.context import LinkContext
from pregonero.render.pages import claims
from pregonero.render.pages.occasions import occasions
from pregonero.render.pages.site import site
from pregonero.render.views import Card, Link, SiteView


class SiteContext(LinkContext):
    """An edition ready to be shown: knows every address, picture and repeated part.

    What a page is `of` is said with `mark`, `targets` and the rest: everything that its values are
    made of but what `everywhere` holds.
    """

    @cached_property
    def site(self) -> SiteView:
        return site(self)

    @cached_property
    def _cards(self) -> dict[str, Card]:
        return {}

    @cached_property
    def _marks(self) -> dict[str, str]:
        return {}

    def _translated(self, lang: str) -> Self:
        other = super()._translated(lang)
        other.__dict__.pop("site", None)
        other._cards = {}
        other._marks = self._marks  # what a record shows of itself is the same in every language
        return other

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
            if document.event or document.call:
                parts.append(repr(self.revised(document)))
            # A version shows its original's folio, a card leads to the one that is easy to read.
            parts += (b.outside for b in self.edition.versions.get(document.path, ()))
            parts += (self.prints.get(file, "") for _, file in document.attached())
        return " ".join(parts)

    def marks(self, documents: Iterable[Document]) -> str:
        known, mark = self._marks, self.mark  # asked of each record for each list that it is in
        return "\n".join([known.get(d.path) or mark(d) for d in documents])

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
            type=Link(self.own(kind.name), self.href(urls.type_(bulletin.type))),
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
