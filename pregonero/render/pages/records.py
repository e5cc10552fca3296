"""The pages of single records: bulletins in each state, and standing pages of the office."""

import re
from functools import partial
from html import unescape
from typing import Any

from pregonero.content.model.bulletin import Bulletin, Campaign, Document, Question
from pregonero.newsroom import urls
from pregonero.render.context import Body
from pregonero.render.data.calendar import calendars
from pregonero.render.language_marks import without
from pregonero.render.metadata import jsonld
from pregonero.render.pages import alerts, claims, field_groups, share
from pregonero.render.pages.frame import Frame, PageOutput
from pregonero.render.pages.occasions import headline
from pregonero.render.pages.public_notes import newest_first
from pregonero.render.views import BulletinView, Card, ChangeView, EditView, Link, PageView, Version

_MARKUP = re.compile(r"<[^>]*>")


class Records:
    """Plans the page of a record. `body` gives its text as HTML."""

    def __init__(self, frame: Frame, body: Body) -> None:
        self.frame = frame
        self.press = frame.press
        self.body = body
        self._others: dict[str, Records] = {}
        self.origin = share.origin(frame.press)
        self.results = frame.press.edition.results

    def bulletin(
        self, bulletin: Bulletin, newer: Bulletin | None, older: Bulletin | None
    ) -> PageOutput:
        own = self._within(bulletin)
        if own is not self:
            return own.bulletin(bulletin, newer, older)
        press, edition = self.press, self.press.edition
        campaign = press.campaign(bulletin.campaign) if bulletin.campaign else None
        kin = edition.versions.get(bulletin.path, ())
        outcome = self.results.of.get(bulletin.path)
        answered = self.results.answers.get(bulletin.path, ())
        return self.frame.page(
            bulletin.address,
            "bulletin",
            (
                press.mark(bulletin),
                bulletin.text,
                press.targets(bulletin),
                outcome and outcome.outside,
                [one.outside for one in answered],
                bulletin.live
                and (
                    field_groups.state(press, bulletin.live),
                    edition.clock.reached(bulletin.live.over),
                ),
                press.history(bulletin),
                newer and newer.outside,
                older and older.outside,
                campaign and campaign.outside,
                kin and [one.outside for one in kin],
                [(one.outside, one.state) for one in edition.asked.get(bulletin.id, ())],
            ),
            partial(self._bulletin, bulletin, newer, older),
            bulletin.updated,
            index=bulletin.path not in edition.unapproved,
            alternates=_alternates(bulletin, press.versions(bulletin)) if kin else (),
        )

    def _within(self, document: Document) -> "Records":
        """Those that plan the page of a record in its language."""
        lang = document.lang or self.press.newsroom.lang
        if lang == self.press.tongue:
            return self
        if lang not in self._others:
            self._others[lang] = Records(Frame(self.press.within(lang)), self.body)
        return self._others[lang]

    def _bulletin(
        self, bulletin: Bulletin, newer: Bulletin | None, older: Bulletin | None
    ) -> dict[str, Any]:
        press = self.press
        lead, annex = press.around(bulletin)
        campaign = press.campaign(bulletin.campaign)
        card = press.card(bulletin)
        versions = press.versions(bulletin)
        here = (press.tongue, bulletin.easy_read)
        others = tuple(v for v in versions if v.href != card.href)
        beside = next((v for v in others if (v.lang, not v.easy_read) == here), None)
        outcome = self.results.of.get(bulletin.path)
        answered = self.results.answers.get(bulletin.path, ())
        view = BulletinView(
            card=card,
            html=self.body(bulletin),
            deck=bulletin.deck,
            dateline=bulletin.placed(press.own(press.newsroom.dateline)),
            campaign=self.frame.link(campaign) if campaign else None,
            tags=bulletin.tags,
            updated=bulletin.updated_shown,
            lead=lead,
            annex=annex,
            event=field_groups.event(press, bulletin),
            call=field_groups.call(press, bulletin, self.frame.link(outcome) if outcome else None),
            answers=tuple(map(self.frame.link, answered)),
            alert=alerts.view(press, bulletin),
            recordings=tuple(field_groups.recordings(press, bulletin)),
            live=field_groups.broadcast(press, bulletin),
            contacts=press.contacts(bulletin.contacts),
            notes=tuple(p.strip() for p in bulletin.notes.split("\n\n") if p.strip()),
            changes=_changes(bulletin),
            history=tuple(EditView(*one) for one in press.history(bulletin)),
            versions=tuple(v for v in others if v is not beside),
            translator=bulletin.translator,
            easy_read=bulletin.easy_read,
            easy=None if bulletin.easy_read else beside,
            whole=beside if bulletin.easy_read else None,
            newer=self.frame.link(newer) if newer else None,
            older=self.frame.link(older) if older else None,
        )
        photo = next(iter(bulletin.photos), None)
        trail = (Link(press.own(press.newsroom.types[bulletin.type].plural), card.type.href),)
        return self.frame.values(
            bulletin.address,
            headline(press, bulletin),
            about=describe(bulletin, view.html, claims.line(press.words.gettext, bulletin)),
            share=press.share_card(photo),
            kind="article",
            published=bulletin.published,
            modified=bulletin.updated,
            alternates=_alternates(bulletin, versions),
            follow=calendars(press, bulletin),
            index=card.state != "draft",
            trail=trail,
            json_ld=partial(jsonld.bulletin, press, bulletin, trail),
            form=self.origin,
            bulletin=view,
            said=share.said(press, bulletin),
            questions=tuple(
                self.frame.link(one) for one in press.edition.asked.get(bulletin.id, ())
            ),
        )

    def withdrawn(self, document: Document) -> PageOutput:
        """A notice where a record was: its title, when and why it went, what replaces it, and
        nothing of its text."""
        own = self._within(document)
        if own is not self:
            return own.withdrawn(document)
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
            plural = press.own(press.newsroom.types[document.type].plural)
            above = Link(plural, card.type.href)
        else:
            _ = press.words.gettext
            if isinstance(document, Campaign):
                above = Link(_("Campañas"), press.href(urls.CAMPAIGNS))
            elif isinstance(document, Question):
                above = Link(_("Diálogo"), press.href(urls.DIALOGUE))
            else:
                above = Link(_("Páginas"), press.href("/"))
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

    def standing(self, document: Document) -> PageOutput:
        own = self._within(document)
        if own is not self:
            return own.standing(document)
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


def describe(bulletin: Document, html: str, before: str = "") -> str:
    """The lead of a bulletin, the start of its text or its title, in at most 255 characters;
    `before` it what has to be known first.

    The text is taken from its safe HTML: what was sanitised away is nowhere else either.
    """
    if bulletin.summary:
        text = bulletin.summary
    else:
        said = without(" ".join(unescape(_MARKUP.sub(" ", html)).split()))
        text = said or bulletin.title
    text = f"{before}. {text}" if before else text
    return text if len(text) <= 255 else text[:254].rpartition(" ")[0] + "…"


def _alternates(bulletin: Bulletin, versions: tuple[Version, ...]) -> tuple[tuple[str, str], ...]:
    """The page's versions in other languages, as each of them names all. A version that is easy to
    read is no other language."""
    found = tuple((v.lang, v.url) for v in versions if not v.easy_read)
    if len(found) < 2 or bulletin.easy_read:
        return ()
    return (*found, ("x-default", found[0][1]))


def _changes(bulletin: Bulletin) -> tuple[ChangeView, ...]:
    return tuple(ChangeView(c.shown("date") or c.date, c.note) for c in newest_first(bulletin))
