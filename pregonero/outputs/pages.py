"""The pages of an edition: for each, its address, its template and exactly what it is handed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from pregonero.bulletin import Bulletin, Campaign, Document
from pregonero.outputs import addresses, linked_data
from pregonero.outputs.press import Body, Press
from pregonero.outputs.sections import Sections
from pregonero.outputs.views import (
    BroadcastView,
    BulletinView,
    CallView,
    CampaignView,
    ChangeView,
    ClaimView,
    EventView,
    FeedLink,
    Head,
    Image,
    Link,
    Listing,
    Pager,
    PageView,
    RecordingView,
    Section,
    Year,
)

#: Bulletins on a page of a list.
PER_PAGE = 20
#: Bulletins on the home page.
LATEST = 9


@dataclass(frozen=True)
class Page:
    """A page to be made: its address, template, and values by the names the template uses.

    `lastmod` is for the sitemap; a page without one is not in it.
    """

    address: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    lastmod: datetime | None = None
    news: Bulletin | None = None


class Pages:
    """Plans every page of an edition, one at a time. `body` gives a record's text as HTML."""

    def __init__(self, press: Press, sections: Sections, body: Body) -> None:
        self.press = press
        self.sections = sections
        self.body = body
        self._ = press.words.gettext
        self.site = press.site

    def __iter__(self) -> Iterator[Page]:
        edition = self.press.edition
        yield self.home()
        for newer, bulletin, older in _neighbours(edition.bulletins):
            yield self.bulletin(bulletin, newer, older)
        for bulletin in edition.expired:
            yield self.bulletin(bulletin, None, None)
        for bulletin in edition.withdrawn:
            yield self.withdrawn(bulletin)
        for address in edition.suspended:
            yield self._page(
                address, "suspended", self._("Información suspendida"), index=False, canonical=False
            )
        for page in edition.pages:
            yield self.page(page)
        for campaign in edition.campaigns:
            yield from self.campaign(campaign)
        yield from self.lists()
        yield from self.standing()

    # One record

    def home(self) -> Page:
        edition, press = self.press.edition, self.press
        alerts = [b for b in edition.bulletins if press.newsroom.types[b.type].alert]
        latest = edition.bulletins[:LATEST]
        return self._page(
            "/",
            "home",
            self.site.office,
            about=self.site.description,
            lastmod=_last(edition.bulletins),
            json_ld=linked_data.organisation(press),
            latest=tuple(map(press.card, latest)),
            alerts=tuple(map(press.card, alerts)),
            campaigns=tuple(self._campaign(c, html="") for c in edition.campaigns),
        )

    def bulletin(self, bulletin: Bulletin, newer: Bulletin | None, older: Bulletin | None) -> Page:
        press = self.press
        lead, annex = press.around(bulletin)
        campaign = press.campaign(bulletin.campaign)
        card = press.card(bulletin)
        versions = press.versions(bulletin)
        view = BulletinView(
            card=card,
            html=self.body(bulletin),
            deck=bulletin.deck,
            dateline=bulletin.dateline or press.newsroom.dateline,
            campaign=self._link(campaign) if campaign else None,
            tags=bulletin.tags,
            updated=bulletin.updated,
            lead=lead,
            annex=annex,
            event=_event(bulletin),
            call=self._call(bulletin),
            claim=_claim(bulletin),
            recordings=tuple(self._recordings(bulletin)),
            live=BroadcastView(bulletin.live.title, bulletin.live.url, bulletin.live.starts)
            if bulletin.live
            else None,
            contacts=press.contacts(bulletin.contacts),
            notes=tuple(p.strip() for p in bulletin.notes.split("\n\n") if p.strip()),
            changes=_changes(bulletin),
            versions=versions,
            translator=bulletin.translator,
            easy_read=bulletin.easy_read,
            newer=self._link(newer) if newer else None,
            older=self._link(older) if older else None,
        )
        photo = next(iter(bulletin.photos), None)
        original = next((v for v in versions), None)
        alternates = tuple((v.lang, v.url) for v in versions if not v.easy_read)
        if len(alternates) > 1 and original:
            alternates = (*alternates, ("x-default", original.url))
        else:
            alternates = ()
        trail = (Link(press.newsroom.types[bulletin.type].plural, card.type.href),)
        return self._page(
            bulletin.address,
            "bulletin",
            bulletin.title,
            about=describe(bulletin),
            lastmod=bulletin.updated,
            news=bulletin,
            share=press.share_card(photo),
            kind="article",
            published=bulletin.published,
            modified=bulletin.updated,
            alternates=alternates,
            index=card.state != "draft",
            trail=trail,
            json_ld=linked_data.bulletin(press, bulletin, trail),
            bulletin=view,
        )

    def withdrawn(self, bulletin: Bulletin) -> Page:
        kind = self.press.card(bulletin).type
        return self._page(
            bulletin.address,
            "withdrawn",
            bulletin.title,
            index=False,
            trail=(Link(self.press.newsroom.types[bulletin.type].plural, kind.href),),
            card=self.press.card(bulletin),
            changes=_changes(bulletin),
        )

    def page(self, document: Document) -> Page:
        lead, annex = self.press.around(document)
        return self._page(
            document.address,
            "page",
            document.title,
            about=document.summary or "",
            lastmod=document.modified,
            share=self.press.share_card(next(iter(document.photos), None)),
            page=PageView(
                document.title,
                document.summary or "",
                self.press.lang(document),
                self.body(document),
                document.modified,
                lead,
                annex,
            ),
        )

    def campaign(self, campaign: Campaign) -> Iterator[Page]:
        press = self.press
        bulletins = self.sections.campaigns.get(campaign.slug, ())
        feeds = addresses.feed_links(press.newsroom, f"/feeds{campaign.address}", campaign.title)
        for number, part, pager in self._parts(campaign.address, bulletins):
            yield self._page(
                addresses.page_of(campaign.address, number),
                "campaign",
                campaign.title,
                about=campaign.summary,
                follow=feeds,
                lastmod=_last(bulletins, campaign.modified),
                number=number,
                share=press.share_card(next(iter(campaign.photos), None)),
                trail=(Link(self._("Campañas"), press.href(addresses.CAMPAIGNS)),),
                campaign=self._campaign(campaign, self.body(campaign) if number == 1 else ""),
                cards=tuple(map(press.card, part)),
                pager=pager,
                feeds=feeds,
            )

    # Lists

    def lists(self) -> Iterator[Page]:
        press, sections, _ = self.press, self.sections, self._
        room = press.newsroom
        years = tuple(self._year(year) for year in sections.years)
        archive = Link(_("Archivo"), press.href(addresses.ARCHIVE))
        yield from self._list(
            "archive",
            addresses.ARCHIVE,
            _("Archivo de boletines"),
            "",
            press.edition.bulletins,
            self.site.feeds,
            years=years,
        )
        for (year, months), view in zip(sections.years.items(), years, strict=True):
            bulletins = [b for month in months.values() for b in month]
            yield from self._list(
                "year",
                f"/archivo/{year}/",
                str(year),
                "",
                bulletins,
                years=(view,),
                trail=(archive,),
            )
            for month, found in months.items():
                yield from self._list(
                    "month",
                    addresses.month(year, month),
                    self._month(year, month),
                    "",
                    found,
                    years=(view,),
                    trail=(archive, view.link),
                )
        topics = Link(_("Temas"), press.href(addresses.TOPICS))
        for slug, topic in room.topics.items():
            yield from self._list(
                "topic",
                addresses.topic(slug),
                topic.name,
                topic.description,
                sections.topics.get(slug, ()),
                trail=(topics,),
                feeds=addresses.feed_links(room, f"/feeds/temas/{slug}/", topic.name),
            )
        for slug, kind in room.types.items():
            yield from self._list(
                "type",
                addresses.type_(slug),
                kind.plural,
                kind.description,
                sections.types.get(slug, ()),
                feeds=addresses.feed_links(room, f"/feeds/tipos/{slug}/", kind.plural),
            )

    def _list(
        self,
        kind: Literal["archive", "year", "month", "topic", "type"],
        address: str,
        title: str,
        description: str,
        bulletins: Sequence[Bulletin],
        feeds: tuple[FeedLink, ...] = (),
        *,
        years: tuple[Year, ...] = (),
        trail: tuple[Link, ...] = (),
    ) -> Iterator[Page]:
        for number, part, pager in self._parts(address, bulletins):
            yield self._page(
                addresses.page_of(address, number),
                "listing",
                title,
                number=number,
                about=description or f"{title}. {self.site.office}.",
                lastmod=_last(bulletins),
                trail=trail,
                follow=() if kind == "archive" else feeds,
                listing=Listing(
                    kind, title, description, tuple(map(self.press.card, part)), pager, feeds
                ),
                years=years if number == 1 else (),
            )

    def _parts(
        self, address: str, bulletins: Sequence[Bulletin]
    ) -> Iterator[tuple[int, Sequence[Bulletin], Pager]]:
        total = max(1, -(-len(bulletins) // PER_PAGE))
        for number in range(1, total + 1):
            newer = addresses.page_of(address, number - 1) if number > 1 else ""
            older = addresses.page_of(address, number + 1) if number < total else ""
            yield (
                number,
                bulletins[(number - 1) * PER_PAGE : number * PER_PAGE],
                Pager(
                    number,
                    total,
                    newer and self.press.href(newer),
                    older and self.press.href(older),
                ),
            )

    # Standing pages

    def standing(self) -> Iterator[Page]:
        press, sections, _ = self.press, self.sections, self._
        room = press.newsroom
        yield self._page(
            addresses.TOPICS,
            "directory",
            _("Temas"),
            lastmod=_last(press.edition.bulletins),
            about=_("Los boletines por tema."),
            title=_("Temas"),
            description=_("Los boletines por tema."),
            links=tuple(
                Link(
                    t.name,
                    press.href(addresses.topic(slug)),
                    count=len(sections.topics.get(slug, ())),
                )
                for slug, t in room.topics.items()
            ),
        )
        yield self._page(
            addresses.CAMPAIGNS,
            "directory",
            _("Campañas"),
            lastmod=_last(press.edition.bulletins),
            about=_("Las campañas informativas y sus boletines."),
            title=_("Campañas"),
            description=_("Las campañas informativas y sus boletines."),
            links=tuple(
                Link(
                    c.title,
                    press.href(c.address),
                    press.lang(c),
                    len(sections.campaigns.get(c.slug, ())),
                )
                for c in press.edition.campaigns
            ),
        )
        yield self._page(
            addresses.PRESS,
            "press",
            _("Sala de prensa"),
            about=_("Contactos y material para los medios de comunicación."),
            contacts=press.contacts(),
            latest=tuple(map(press.card, press.edition.bulletins[:5])),
        )
        yield self._page(
            addresses.SUBSCRIBE,
            "subscribe",
            _("Suscribirse"),
            about=_("Cómo recibir los boletines en cuanto se publican."),
            topics=tuple(
                self._section(t.name, addresses.topic(s), f"/feeds/temas/{s}/")
                for s, t in room.topics.items()
            ),
            types=tuple(
                self._section(t.plural, addresses.type_(s), f"/feeds/tipos/{s}/")
                for s, t in room.types.items()
            ),
            campaigns=tuple(
                self._section(c.title, c.address, f"/feeds{c.address}")
                for c in press.edition.campaigns
            ),
        )
        if not any(p.address == addresses.ACCESSIBILITY for p in press.edition.pages):
            yield self._page(
                addresses.ACCESSIBILITY,
                "accessibility",
                _("Accesibilidad"),
                about=_("Declaración de accesibilidad de este sitio."),
            )
        yield self._page(
            "/404.html", "404", _("Página no encontrada"), index=False, canonical=False
        )

    # Parts

    def _page(
        self,
        address: str,
        template: str,
        title: str,
        /,
        *,
        about: str = "",
        lastmod: datetime | None = None,
        news: Bulletin | None = None,
        index: bool = True,
        canonical: bool = True,
        number: int = 1,
        share: Image | None = None,
        kind: Any = "website",
        published: datetime | None = None,
        modified: datetime | None = None,
        follow: tuple[FeedLink, ...] = (),
        alternates: tuple[tuple[str, str], ...] = (),
        json_ld: str = "",
        trail: tuple[Link, ...] = (),
        **values: Any,
    ) -> Page:
        press = self.press
        if number > 1:
            title = self._("{title}, página {number}").format(title=title, number=number)
        home = Link(self._("Inicio"), press.href("/"))
        crumbs = (home, *trail, Link(title, "")) if address != "/" else ()
        head = Head(
            title=title,
            description=about or title,
            canonical=press.url(address) if canonical else "",
            card=share or press.share_card(),
            kind=kind,
            published=published,
            modified=modified,
            index=index,
            feeds=follow,
            alternates=alternates,
            json_ld=json_ld
            or (linked_data.page(press, title, address, crumbs) if canonical and index else ""),
        )
        return Page(
            address,
            template,
            {
                "site": self.site,
                "head": head,
                "trail": crumbs,
                "here": press.href(address),
                **values,
            },
            lastmod if index else None,
            news,
        )

    def _link(self, document: Document) -> Link:
        return Link(document.title, self.press.href(document.address), self.press.lang(document))

    def _section(self, title: str, address: str, feeds: str) -> Section:
        return Section(
            title, self.press.href(address), addresses.feed_links(self.press.newsroom, feeds, title)
        )

    def _month(self, year: int, month: int) -> str:
        from babel.dates import format_date

        day = datetime(year, month, 1).date()  # noqa: DTZ001 - only its month is shown
        return format_date(day, "LLLL y", locale=self.site.lang).capitalize()

    def _year(self, year: int) -> Year:
        months = self.sections.years[year]
        return Year(
            Link(
                str(year),
                self.press.href(f"/archivo/{year}/"),
                count=sum(map(len, months.values())),
            ),
            tuple(
                Link(
                    self._month(year, month),
                    self.press.href(addresses.month(year, month)),
                    count=len(found),
                )
                for month, found in months.items()
            ),
        )

    def _campaign(self, campaign: Campaign, html: str) -> CampaignView:
        moment = self.press.edition.moment
        state: Literal["planned", "running", "ended", ""] = ""
        if campaign.starts and moment < campaign.starts:
            state = "planned"
        elif campaign.ends and campaign.ends < moment:
            state = "ended"
        elif campaign.starts or campaign.ends:
            state = "running"
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
            state,
            self.press.topic(campaign.topic),
            lead,
            annex,
        )

    def _call(self, bulletin: Bulletin) -> CallView | None:
        call = bulletin.call
        return (
            CallView(
                call.deadline,
                self.press.edition.moment <= call.deadline,
                call.audience,
                call.requirements,
                call.how,
            )
            if call
            else None
        )

    def _recordings(self, bulletin: Bulletin) -> Iterator[RecordingView]:
        from pregonero.archive import ATTACHMENTS

        kinds: tuple[Literal["audio", "video"], ...] = ("audio", "video")
        for kind in kinds:
            for one in getattr(bulletin, kind):

                def media(file: str | None) -> str:
                    return self.press.href(f"/media/{file}") if file else ""

                suffix = (one.file or "").rpartition(".")[2].lower()
                yield RecordingView(
                    kind,
                    one.title,
                    media(one.file),
                    ATTACHMENTS.get(suffix, ""),
                    one.url or "",
                    media(one.transcript),
                    media(one.captions),
                    bulletin.lang or self.press.newsroom.lang,
                )


def describe(bulletin: Bulletin) -> str:
    """The lead of a bulletin, or the start of its text, in at most 255 characters."""
    if bulletin.summary:
        return bulletin.summary
    text = " ".join(word.strip("#*_>`[]|") for word in bulletin.body.split())
    return text if len(text) <= 255 else text[:254].rpartition(" ")[0] + "…"


def _neighbours(
    bulletins: Sequence[Bulletin],
) -> Iterator[tuple[Bulletin | None, Bulletin, Bulletin | None]]:
    """Each bulletin between the one after and the one before it in time."""
    padded: list[Bulletin | None] = [None, *bulletins, None]
    for (newer, one), (_, older) in pairwise(pairwise(padded)):
        assert one is not None
        yield newer, one, older


def _last(bulletins: Iterable[Bulletin], other: datetime | None = None) -> datetime | None:
    stamps = [b.updated for b in bulletins]
    if other:
        stamps.append(other)
    return max(stamps, default=None)


def _changes(bulletin: Bulletin) -> tuple[ChangeView, ...]:
    return tuple(ChangeView(c.date, c.note) for c in bulletin.changes)


def _event(bulletin: Bulletin) -> EventView | None:
    event = bulletin.event
    return (
        EventView(
            event.start,
            event.end,
            event.place,
            event.address,
            event.accessibility,
            event.programme,
            event.state,
        )
        if event
        else None
    )


def _claim(bulletin: Bulletin) -> ClaimView | None:
    claim = bulletin.claim
    return ClaimView(claim.claim, claim.verdict, claim.evidence, claim.seen_on) if claim else None
