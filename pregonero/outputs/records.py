"""The pages of single records: bulletins in each state, and standing pages of the office."""

import re
from functools import partial
from html import unescape
from typing import Any

from pregonero import addresses
from pregonero.bulletin import Bulletin, Campaign, Document
from pregonero.outputs import claims, groups, linked_data
from pregonero.outputs.frame import Frame, Page
from pregonero.outputs.notes import newest_first
from pregonero.outputs.press import Body
from pregonero.outputs.views import (
    BulletinView,
    Card,
    ChangeView,
    EditView,
    Link,
    PageView,
)

_MARKUP = re.compile(r"<[^>]*>")


class Records:
    """Plans the page of a record. `body` gives its text as HTML."""

    def __init__(self, frame: Frame, body: Body) -> None:
        self.frame = frame
        self.press = frame.press
        self.body = body

    def bulletin(self, bulletin: Bulletin, newer: Bulletin | None, older: Bulletin | None) -> Page:
        press, edition = self.press, self.press.edition
        campaign = press.campaign(bulletin.campaign) if bulletin.campaign else None
        kin = edition.versions.get(bulletin.path, ())
        return self.frame.page(
            bulletin.address,
            "bulletin",
            (
                press.mark(bulletin),
                bulletin.text,
                press.targets(bulletin),
                bulletin.call and not edition.clock.passed(bulletin.call.deadline),
                bulletin.live and groups.state(press, bulletin.live),
                press.history(bulletin),
                newer and newer.outside,
                older and older.outside,
                campaign and campaign.outside,
                kin and [one.outside for one in kin],
            ),
            partial(self._bulletin, bulletin, newer, older),
            bulletin.updated,
            index=bulletin.path not in edition.unapproved,
        )

    def _bulletin(
        self, bulletin: Bulletin, newer: Bulletin | None, older: Bulletin | None
    ) -> dict[str, Any]:
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
            campaign=self.frame.link(campaign) if campaign else None,
            tags=bulletin.tags,
            updated=bulletin.updated,
            lead=lead,
            annex=annex,
            event=groups.event(bulletin),
            call=groups.call(press, bulletin),
            recordings=tuple(groups.recordings(press, bulletin)),
            live=groups.broadcast(press, bulletin),
            contacts=press.contacts(bulletin.contacts),
            notes=tuple(p.strip() for p in bulletin.notes.split("\n\n") if p.strip()),
            changes=_changes(bulletin),
            history=tuple(EditView(*one) for one in press.history(bulletin)),
            versions=versions,
            translator=bulletin.translator,
            easy_read=bulletin.easy_read,
            newer=self.frame.link(newer) if newer else None,
            older=self.frame.link(older) if older else None,
        )
        photo = next(iter(bulletin.photos), None)
        alternates = tuple((v.lang, v.url) for v in versions if not v.easy_read)
        if len(alternates) > 1 and not bulletin.easy_read:
            alternates = (*alternates, ("x-default", versions[0].url))
        else:
            alternates = ()
        trail = (Link(press.newsroom.types[bulletin.type].plural, card.type.href),)
        return self.frame.values(
            bulletin.address,
            bulletin.title,
            about=describe(bulletin, view.html, claims.line(press.words.gettext, bulletin)),
            share=press.share_card(photo),
            kind="article",
            published=bulletin.published,
            modified=bulletin.updated,
            alternates=alternates,
            index=card.state != "draft",
            trail=trail,
            json_ld=partial(linked_data.bulletin, press, bulletin, trail),
            bulletin=view,
        )

    def withdrawn(self, document: Document) -> Page:
        """A notice where a record was: its title, when and why it went, what replaces it, and
        nothing of its text."""
        successor = self.press.edition.successors.get(document.path)
        return self.frame.page(
            document.address,
            "withdrawn",
            (self.press.mark(document), successor and successor.outside),
            partial(self._withdrawn, document, successor),
            index=False,
        )

    def _withdrawn(self, document: Document, successor: Bulletin | None) -> dict[str, Any]:
        press = self.press
        if isinstance(document, Bulletin):
            card, changes = press.card(document), _changes(document)
            above = Link(press.newsroom.types[document.type].plural, card.type.href)
        else:
            campaign = isinstance(document, Campaign)
            _ = press.words.gettext
            above = (
                Link(_("Campañas"), press.href(addresses.CAMPAIGNS))
                if campaign
                else Link(_("Páginas"), press.href("/"))
            )
            changes = ()
            card = Card(
                title=document.title,
                href=press.href(document.address),
                lang=press.lang(document),
                summary="",
                published=document.modified,
                type=above,
                topic=None,
                folio="",
                picture=None,
            )
        return self.frame.values(
            document.address,
            document.title,
            index=False,
            trail=(above,),
            card=card,
            changes=changes,
            successor=self.frame.link(successor) if successor else None,
        )

    def standing(self, document: Document) -> Page:
        press = self.press
        return self.frame.page(
            document.address,
            "page",
            (press.mark(document), document.text, press.targets(document)),
            partial(self._standing, document),
            document.modified,
        )

    def _standing(self, document: Document) -> dict[str, Any]:
        lead, annex = self.press.around(document)
        return self.frame.values(
            document.address,
            document.title,
            about=document.summary or "",
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


def describe(bulletin: Bulletin, html: str, before: str = "") -> str:
    """The lead of a bulletin, the start of its text or its title, in at most 255 characters;
    `before` it what has to be known first.

    The text is taken from its safe HTML: what was sanitised away is nowhere else either.
    """
    text = bulletin.summary or " ".join(unescape(_MARKUP.sub(" ", html)).split()) or bulletin.title
    text = f"{before}. {text}" if before else text
    return text if len(text) <= 255 else text[:254].rpartition(" ")[0] + "…"


def _changes(bulletin: Bulletin) -> tuple[ChangeView, ...]:
    return tuple(ChangeView(c.date, c.note) for c in newest_first(bulletin))
