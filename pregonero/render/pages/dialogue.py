"""The page of questions, its pages, and the page of each question."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from pregonero.content.model.bulletin import Bulletin, Question
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.context import Body
from pregonero.render.metadata import jsonld
from pregonero.render.pages import share
from pregonero.render.pages.frame import Frame, PageOutput
from pregonero.render.pages.listing import turned
from pregonero.render.pages.parts import feed_links
from pregonero.render.pages.records import describe
from pregonero.render.pages.reply_times import answered, is_late, late, promised_days, replies
from pregonero.render.views import Link, Pager, Picture


class Asked(NamedTuple):
    """A question as lists show it. `late` is for how many days an answer has been due."""

    title: str
    href: str
    lang: str
    state: str
    asked: datetime
    answered: datetime | None
    due: datetime | None = None
    late: int = 0


class QuestionView(NamedTuple):
    """A question as its own page shows it. `days` is how long the answer took, None without one."""

    asked: Asked
    by: str
    question: str
    redacted: bool
    html: str
    days: int | None
    overdue: bool
    draft: bool
    topic: Link | None
    about: Link | None
    pictures: tuple[Picture, ...]


def asked(press: SiteContext, one: Question, days: int = 0) -> Asked:
    promised = promised_days(press.edition)
    return Asked(
        one.title,
        press.href(one.address),
        press.lang(one),
        one.state,
        one.asked,
        one.answered,
        one.due(promised) if promised and one.state == "received" else None,
        days,
    )


def mark(press: SiteContext, one: Question) -> tuple[str, str]:
    """What a list shows of a question."""
    return press.mark(one), one.state


class Questions:
    """Plans every page of questions. `body` gives a record's text as HTML."""

    def __init__(self, frame: Frame, body: Body) -> None:
        self.frame, self.press, self.body = frame, frame.press, body
        self.edition = frame.press.edition
        self._ = frame.press.words.gettext
        self.title = self._("Preguntas y respuestas")

    def __iter__(self) -> Iterator[PageOutput]:
        if not self.edition.opened:
            return
        yield from self.lists()
        wanted = self.edition.asked
        every = (*self.edition.bulletins, *self.edition.expired) if wanted else ()
        bulletins = {one.id: one for one in every if one.id in wanted}
        for question in self.edition.questions:
            yield self.question(question, bulletins.get(question.about or question.id))

    # The page of questions

    def lists(self) -> Iterator[PageOutput]:
        found = answered(self.edition)
        for number, part, pager in self._parts(found):
            if number == 1:
                yield self._first(part, pager)
            else:
                address = urls.page_of(urls.DIALOGUE, number)
                yield self.frame.page(
                    address,
                    "dialogue",
                    (number, pager, [mark(self.press, one) for one in part]),
                    partial(self._list, address, part, pager),
                )

    def _first(self, part: Sequence[Question], pager: Pager) -> PageOutput:
        press, edition = self.press, self.edition
        waiting = [one for one in edition.questions if one.state == "received"]
        overdue = late(edition, waiting)
        ids = {one.question.id for one in overdue}
        due = sorted((o for o in waiting if o.id not in ids), key=lambda o: (o.asked, o.path))
        told = replies(edition)
        room = press.newsroom.dialogue
        rules = next((p for p in edition.pages if room and p.slug == room.rules), None)

        def make() -> dict[str, Any]:
            values = self._list(urls.DIALOGUE, part, pager)
            return values | {
                "overdue": tuple(asked(press, one.question, one.days) for one in overdue),
                "waiting": tuple(asked(press, one) for one in due),
                "replies": told,
                "rules": self.body(rules) if rules else "",
                "rules_lang": press.lang(rules) if rules else "",
                "ways": tuple(share.ways(press)),
                "form_view": share.form(press),
            }

        return self.frame.page(
            urls.DIALOGUE,
            "dialogue",
            (
                pager,
                [mark(press, one) for one in (*part, *due)],
                [(mark(press, one.question), one.days) for one in overdue],
                told,
                edition.veda is not None,
                rules and (press.mark(rules), rules.text, press.targets(rules)),
            ),
            make,
            max(map(edition.changed, (*edition.questions, *edition.retired)), default=None),
        )

    def _list(self, address: str, part: Sequence[Question], pager: Pager) -> dict[str, Any]:
        press = self.press
        feeds = feed_links(press.newsroom, urls.DIALOGUE_FEEDS, self.title)
        return self.frame.values(
            address,
            self.title,
            number=pager.number,
            about=self._("Lo que se le ha preguntado a la oficina, lo que respondió y en cuánto."),
            follow=feeds,
            form=share.origin(press) if pager.number == 1 else "",
            feeds=feeds,
            questions=tuple(asked(press, one) for one in part),
            pager=pager,
            promised=promised_days(self.edition),
            veda=self.edition.veda is not None,
            overdue=(),
            waiting=(),
            replies=None,
            rules="",
            rules_lang="",
            ways=(),
            form_view=None,
        )

    def _parts(self, found: Sequence[Question]) -> Iterator[tuple[int, Sequence[Question], Pager]]:
        """The questions of each page."""
        gone = sum(isinstance(one, Question) for one in self.edition.withdrawn)
        for turn, part in turned(found, gone):
            pager = Pager(
                turn.number,
                part[-1].answered if part else None,
                part[0].answered if part else None,
                self._to(turn.newer),
                self._to(turn.older),
            )
            yield turn.number, part, pager

    def _to(self, number: int) -> str:
        there = urls.page_of(urls.DIALOGUE, number)
        return self.press.href(there) if number else ""

    # A question

    def question(self, one: Question, about: Bulletin | None) -> PageOutput:
        press = self.press
        overdue = is_late(self.edition, one)
        return self.frame.page(
            one.address,
            "question",
            (
                mark(press, one),
                one.text,
                press.targets(one),
                overdue,
                about and about.outside,
                one.path in self.edition.unapproved,
            ),
            partial(self._question, one, about, overdue),
            one.updated,
            index=one.path not in self.edition.unapproved,
        )

    def _question(self, one: Question, about: Bulletin | None, overdue: bool) -> dict[str, Any]:
        press = self.press
        html = self.body(one) if one.text else ""
        lead, annex = press.around(one)
        draft = one.path in self.edition.unapproved
        trail = (Link(self.title, press.href(urls.DIALOGUE)),)
        view = QuestionView(
            asked(press, one),
            one.by,
            one.question,
            one.redacted,
            html,
            one.days,
            overdue,
            draft,
            press.topic(one.topic),
            self.frame.link(about) if about else None,
            (lead, *annex) if lead else (),
        )
        answer = describe(one, html) if html else ""
        told = partial(jsonld.question, press, one, trail, html) if html else None
        return self.frame.values(
            one.address,
            one.title,
            about=answer or self._("Pregunta que espera respuesta."),
            kind="article",
            published=one.published,
            modified=one.updated,
            index=not draft,
            trail=trail,
            json_ld=told,
            question=view,
        )
