"""The pages of an edition: for each, its address, its template and exactly what it is handed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import islice, pairwise
from typing import Any

from pregonero.content.model.bulletin import Bulletin
from pregonero.newsroom import urls
from pregonero.newsroom.site_files import FileOwners
from pregonero.render import by_language
from pregonero.render.cards import SiteContext
from pregonero.render.context import Body
from pregonero.render.metadata import jsonld
from pregonero.render.pages import agenda, alerts, broadcasts, extensions
from pregonero.render.pages.following import following
from pregonero.render.pages.frame import Frame, PageOutput, homes, last
from pregonero.render.pages.lists import Lists
from pregonero.render.pages.parts import feed_links
from pregonero.render.pages.records import Records
from pregonero.render.sections import Sections
from pregonero.render.views import Link, Section

#: Bulletins on the home page.
LATEST = 9


class SitePages:
    """Plans every page of an edition, one at a time. `body` gives a record's text as HTML."""

    def __init__(self, press: SiteContext, sections: Sections, body: Body) -> None:
        self.press = press
        self.sections, self.body = sections, body
        self.frame = Frame(press)
        self.records = Records(self.frame, body)
        self.lists = Lists(self.frame, sections, body)
        self._ = press.words.gettext

    def __iter__(self) -> Iterator[PageOutput]:
        edition = self.press.edition
        yield self.home()
        for newer, bulletin, older in neighbours(edition.listed):
            yield self.records.bulletin(bulletin, newer, older)
        listed = {b.path for b in edition.listed}
        apart = (b for b in (*edition.bulletins, *edition.expired) if b.path not in listed)
        for bulletin in apart:
            yield self.records.bulletin(bulletin, None, None)
        for document in edition.withdrawn:
            yield self.records.withdrawn(document)
        for page in edition.pages:
            yield self.records.standing(page)
        yield from self.lists
        yield from self.homes()
        yield from self.own()
        yield from extensions.pages(self.frame, self.sections, self.body)
        for address in edition.suspended:
            # Says nothing of what was there: not its title, nor where it belongs.
            reviewed = address in edition.reviewed
            title = self._("Página en revisión") if reviewed else self._("Información suspendida")
            yield self._plain(address, "suspended", title, found=False, reviewed=reviewed)

    def moved(self, pages: Iterable[PageOutput]) -> Iterator[PageOutput]:
        """A page at each address where something was and nothing else is, that leads to it: besides
        all other `pages`."""
        edition = self.press.edition
        if not edition.moved:
            return
        taken: FileOwners[str] = FileOwners()
        for page in pages:
            taken.add(urls.save_as(page.address), page.address)
        for old, path in edition.moved.items():
            document = edition.documents[path]
            free = taken.add(urls.save_as(old), old) is None
            # One that an approved text asks for and cannot have is refused, not left out. Others
            # come from drafts, or from what a target says of itself, which may be anything.
            if free or (old in document.aliases and path not in edition.unapproved):
                link = self.frame.link(document)
                yield self._plain(
                    old, "redirect", self._("Cambió de dirección"), found=False, link=link
                )

    def home(self) -> PageOutput:
        edition, press = self.press.edition, self.press
        # An alert in force stands above the news, not among it.
        urgent = alerts.in_force(edition)
        apart = {b.path for b in urgent}
        latest = list(islice((b for b in edition.listed if b.path not in apart), LATEST))
        acts = agenda.brief(press)
        campaigns = tuple((press.mark(c), self.lists.state(c)) for c in edition.campaigns)
        of_live, live = broadcasts.home(press, self.sections)

        def make() -> dict[str, Any]:
            return self.frame.values(
                "/",
                f"{press.site.office}, {press.site.name}",
                about=press.site.description,
                alternates=homes(press),
                json_ld=partial(jsonld.organisation, press),
                latest=tuple(map(press.card, latest)),
                alerts=tuple(alerts.line(press, b) for b in urgent),
                live=live,
                campaigns=tuple(self.lists.view(c, html="") for c in edition.campaigns),
                acts=tuple(agenda.act(press, one) for one in acts),
                agenda=press.href(urls.AGENDA),
            )

        of = (press.marks(latest), press.marks(urgent), campaigns, press.marks(acts), of_live)
        return self.frame.page("/", "home", of, make, self._changed(), alternates=homes(press))

    def homes(self) -> Iterator[PageOutput]:
        """The home of each language that has a bulletin, or had one, but the site's own."""
        current, once = self.press.languages, by_language.once(self.press.edition)
        for lang in dict.fromkeys((*current, *once)):
            if lang != self.press.newsroom.lang:
                yield from self.lists.language(lang, current.get(lang, ()), once.get(lang, ()))

    def _changed(self) -> datetime | None:
        return last(self.press.edition.listed, self.sections.changed.get(urls.ARCHIVE))

    def own(self) -> Iterator[PageOutput]:
        """The pages that are the site's own, not the office's."""
        press, sections, _ = self.press, self.sections, self._
        room, campaigns = press.newsroom, press.edition.campaigns
        yield self._directory(
            urls.TOPICS,
            _("Temas"),
            _("Los boletines por tema."),
            tuple(
                Link(
                    t.name,
                    press.href(urls.topic(slug)),
                    held=len(sections.topics.get(slug, ())),
                )
                for slug, t in room.topics.items()
            ),
        )
        yield self._directory(
            urls.CAMPAIGNS,
            _("Campañas"),
            _("Las campañas informativas y sus boletines."),
            tuple(
                Link(
                    c.title,
                    press.href(c.address),
                    press.lang(c),
                    len(sections.campaigns.get(c.slug, ())),
                )
                for c in campaigns
            ),
        )
        yield self._press()
        yield self._plain(
            urls.SUBSCRIBE,
            "subscribe",
            _("Suscribirse"),
            _("Cómo recibir los boletines en cuanto se publican."),
            topics=tuple(self._section(t.name, urls.topic(s)) for s, t in room.topics.items()),
            types=tuple(self._section(t.plural, urls.type_(s)) for s, t in room.types.items()),
            campaigns=tuple(self._section(c.title, c.address) for c in campaigns),
            languages=tuple(
                Section(
                    link.text,
                    link.href,
                    feed_links(room, urls.language_feeds(link.lang), link.text),
                )
                for link in press.site.languages
            ),
            following=following(press),
        )
        yield self._plain(
            urls.ACCESSIBILITY,
            "accessibility",
            _("Accesibilidad"),
            _("Declaración de accesibilidad de este sitio."),
        )
        yield self._plain("/404.html", "404", _("Página no encontrada"), found=False)

    def _press(self) -> PageOutput:
        press, _ = self.press, self._
        latest = press.edition.listed[:5]

        def make() -> dict[str, Any]:
            return self.frame.values(
                urls.PRESS,
                _("Sala de prensa"),
                about=_("Contactos y material para los medios de comunicación."),
                contacts=press.contacts(),
                latest=tuple(map(press.card, latest)),
            )

        return self.frame.page(urls.PRESS, "press", (press.marks(latest),), make)

    def _plain(
        self,
        address: str,
        template: str,
        title: str,
        about: str = "",
        *,
        found: bool = True,
        **values: Any,
    ) -> PageOutput:
        """A page whose values are few enough to be said whole. One that is not to be `found` has no
        address of its own to give to machines."""
        return self.frame.page(
            address,
            template,
            (title, about, values),
            partial(
                self.frame.values,
                address,
                title,
                about=about,
                index=found,
                canonical=found,
                **values,
            ),
            index=found,
        )

    def _section(self, title: str, address: str) -> Section:
        feeds = urls.feeds_of(address)
        return Section(
            title, self.press.href(address), feed_links(self.press.newsroom, feeds, title)
        )

    def _directory(
        self, address: str, title: str, text: str, links: tuple[Link, ...]
    ) -> PageOutput:
        values = {"title": title, "description": text, "links": links}

        def make() -> dict[str, Any]:
            # Its own title is a value of the page too.
            return {**self.frame.values(address, title, about=text), **values}

        return self.frame.page(address, "directory", (values,), make, self._changed())


def neighbours(
    bulletins: Sequence[Bulletin],
) -> Iterator[tuple[Bulletin | None, Bulletin, Bulletin | None]]:
    """Each bulletin between the one after and the one before it in time."""
    padded: list[Bulletin | None] = [None, *bulletins, None]
    for (newer, one), (_, older) in pairwise(pairwise(padded)):
        assert one is not None
        yield newer, one, older
