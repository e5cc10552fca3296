"""The pages of lists: the archive and its years and months, topics, types and campaigns."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal

from pregonero.content.model.bulletin import Bulletin, Campaign
from pregonero.newsroom import urls
from pregonero.render import by_language
from pregonero.render.context import Body
from pregonero.render.data import works_tables
from pregonero.render.metadata import jsonld
from pregonero.render.pages.frame import Frame, PageOutput, homes, last
from pregonero.render.pages.listing import timeline, turned
from pregonero.render.pages.parts import feed_links
from pregonero.render.sections import Sections
from pregonero.render.translations import autonym
from pregonero.render.views import CampaignView, FeedLink, Link, Listing, Pager, Year


class Lists:
    """Plans the pages of every list."""

    def __init__(self, frame: Frame, sections: Sections, body: Body) -> None:
        self.frame = frame
        self.press = frame.press
        self.sections = sections
        self.body = body
        self._ = frame.press.words.gettext

    def __iter__(self) -> Iterator[PageOutput]:
        for campaign in self.press.edition.campaigns:
            yield from self.campaign(campaign)
        yield from self.lists()

    def campaign(self, campaign: Campaign) -> Iterator[PageOutput]:
        press = self.press
        bulletins = self.sections.campaigns.get(campaign.slug, ())
        feeds = feed_links(press.newsroom, urls.feeds_of(campaign.address), campaign.title)
        changed = last(bulletins, campaign.modified, self.sections.changed.get(campaign.address))
        said = (press.mark(campaign), self.state(campaign))
        text = (campaign.text, press.targets(campaign), works_tables.states(press, campaign))
        trail = (Link(self._("Campañas"), press.href(urls.CAMPAIGNS)),)

        def make(address: str, part: Sequence[Bulletin], pager: Pager) -> dict[str, Any]:
            first = pager.number == 1
            nodes = works_tables.described(press, campaign)
            described = partial(jsonld.campaign, press, campaign, trail, nodes)
            return self.frame.values(
                address,
                campaign.title,
                about=campaign.summary,
                follow=feeds,
                number=pager.number,
                share=press.share_card(next(iter(campaign.photos), None)),
                trail=trail,
                json_ld=described if first else None,
                campaign=self.view(campaign, self.body(campaign) if first else ""),
                works=works_tables.view(press, campaign) if first else None,
                months=timeline(map(press.card, part), press.words),
                pager=pager,
                feeds=feeds,
            )

        for part, pager, lastmod in self.parts(campaign.address, bulletins, changed):
            address = urls.page_of(campaign.address, pager.number)
            yield self.frame.page(
                address,
                "campaign",
                (*said, *(text if pager.number == 1 else ()), _turns(pager), press.marks(part)),
                partial(make, address, part, pager),
                lastmod,
            )

    def language(
        self, lang: str, bulletins: Sequence[Bulletin], gone: Sequence[Bulletin]
    ) -> Iterator[PageOutput]:
        """The home of a language: its bulletins, in its own words."""
        press = self.press.within(lang)
        sections = by_language.sections(press.edition, lang, bulletins, gone)
        own = Lists(Frame(press), sections, self.body)
        yield from own._list(
            "language",
            urls.language(lang),
            f"{autonym(press.newsroom, lang)} · {press.words.gettext('Boletines en este idioma')}",
            "",
            by_language.listed(bulletins),
            feed_links(press.newsroom, urls.language_feeds(lang), press.site.office),
            alternates=homes(press) if bulletins else (),
        )

    def lists(self) -> Iterator[PageOutput]:
        press, sections, _ = self.press, self.sections, self._
        room = press.newsroom
        years = tuple(self._year(year) for year in sections.years)
        archive = Link(_("Archivo"), press.href(urls.ARCHIVE))
        yield from self._list(
            "archive",
            urls.ARCHIVE,
            _("Archivo de boletines"),
            "",
            press.edition.listed,
            self.press.site.feeds,
            years=years,
        )
        for (year, months), view in zip(sections.years.items(), years, strict=True):
            bulletins = [b for month in months.values() for b in month]
            yield from self._list(
                "year",
                urls.year_of(year),
                str(year),
                "",
                bulletins,
                years=(view,),
                trail=(archive,),
            )
            for month, found in months.items():
                yield from self._list(
                    "month",
                    urls.month(year, month),
                    self._month(year, month),
                    "",
                    found,
                    years=(view,),
                    trail=(archive, view.link),
                )
        topics = Link(_("Temas"), press.href(urls.TOPICS))
        for slug, topic in room.topics.items():
            yield from self._list(
                "topic",
                urls.topic(slug),
                topic.name,
                topic.description,
                sections.topics.get(slug, ()),
                trail=(topics,),
                feeds=feed_links(room, urls.feeds_of(urls.topic(slug)), topic.name),
            )
        for slug, kind in room.types.items():
            yield from self._list(
                "type",
                urls.type_(slug),
                kind.plural,
                kind.description,
                sections.types.get(slug, ()),
                feeds=feed_links(room, urls.feeds_of(urls.type_(slug)), kind.plural),
            )

    def _list(
        self,
        kind: Literal["archive", "year", "month", "topic", "type", "language"],
        address: str,
        title: str,
        description: str,
        bulletins: Sequence[Bulletin],
        feeds: tuple[FeedLink, ...] = (),
        *,
        years: tuple[Year, ...] = (),
        trail: tuple[Link, ...] = (),
        alternates: tuple[tuple[str, str], ...] = (),
    ) -> Iterator[PageOutput]:
        changed = last(bulletins, self.sections.changed.get(address))
        said = repr(trail)  # once: a list has hundreds of pages

        def make(here: str, part: Sequence[Bulletin], pager: Pager) -> dict[str, Any]:
            cards = tuple(map(self.press.card, part))
            return self.frame.values(
                here,
                title,
                number=pager.number,
                about=description or f"{title}. {self.press.site.office}.",
                trail=trail,
                follow=() if kind in ("archive", "language") else feeds,
                alternates=alternates if pager.number == 1 else (),
                listing=Listing(kind, title, description, cards, pager, feeds),
                years=years if pager.number == 1 else (),
            )

        for part, pager, lastmod in self.parts(address, bulletins, changed):
            here = urls.page_of(address, pager.number)
            yield self.frame.page(
                here,
                "listing",
                (_turns(pager), years if pager.number == 1 else (), said, self.press.marks(part)),
                partial(make, here, part, pager),
                lastmod,
                alternates=alternates if pager.number == 1 else (),
            )

    def parts(
        self, address: str, bulletins: Sequence[Bulletin], changed: datetime | None
    ) -> Iterator[tuple[Sequence[Bulletin], Pager, datetime | None]]:
        """The bulletins of each page of a list, which last changed then, and when the page did."""
        revised = address in self.sections.changed
        shifted, edition = self.sections.shifted(address), self.press.edition
        for turn, part in turned(bulletins, self.sections.gone[address]):
            pager = Pager(
                turn.number,
                part[-1].published if part else None,
                part[0].published if part else None,
                self._to(address, turn.newer),
                self._to(address, turn.older),
            )
            own = last(
                part,
                shifted(part[0].published if part else None),
                *(edition.changed(b) for b in part if revised),
            )
            yield part, pager, changed if turn.number == 1 else own

    def _to(self, address: str, number: int) -> str:
        return self.press.href(urls.page_of(address, number)) if number else ""

    def _month(self, year: int, month: int) -> str:
        from babel.dates import format_date

        day = datetime(year, month, 1).date()  # noqa: DTZ001 - only its month is shown
        words = self.press.words
        return words.dated(format_date(day, "LLLL y", locale=words.locale).capitalize())

    def _year(self, year: int) -> Year:
        months = self.sections.years[year]
        return Year(
            Link(
                str(year),
                self.press.href(urls.year_of(year)),
                held=sum(map(len, months.values())),
            ),
            tuple(
                Link(
                    self._month(year, month),
                    self.press.href(urls.month(year, month)),
                    held=len(found),
                )
                for month, found in months.items()
            ),
        )

    def state(self, campaign: Campaign) -> Literal["planned", "running", "ended", ""]:
        clock = self.press.edition.clock
        if campaign.starts and not clock.reached(campaign.starts):
            return "planned"
        if campaign.ends and clock.passed(campaign.ends):
            return "ended"
        return "running" if campaign.starts or campaign.ends else ""

    def view(self, campaign: Campaign, html: str) -> CampaignView:
        lead, annex = self.press.around(campaign)
        return CampaignView(
            campaign.title,
            self.press.href(campaign.address),
            self.press.lang(campaign),
            campaign.summary,
            html,
            campaign.objective,
            campaign.audience,
            campaign.starts,
            campaign.ends,
            self.state(campaign),
            self.press.topic(campaign.topic),
            lead,
            annex,
        )


def _turns(pager: Pager) -> tuple[object, ...]:
    """What a pager says that the page's bulletins do not."""
    return pager.number, pager.newer, pager.older
