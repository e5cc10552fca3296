"""What the office writes: bulletins, pages, campaigns and answers, as typed and frozen records."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, SkipValidation, field_validator, model_validator

from pregonero.content.model.alert import Alert
from pregonero.content.model.groups import (
    Broadcast,
    Call,
    Claim,
    Event,
    Line,
    Photo,
    Recorded,
    Recording,
    elsewhere,
)
from pregonero.content.model.works import Work
from pregonero.diagnostics import InvalidValue, Path_
from pregonero.i18n import N_
from pregonero.markdown.links import TextLink
from pregonero.moments import LAST_SECOND
from pregonero.newsroom import urls
from pregonero.newsroom.fields import (
    Address,
    Count,
    Declared,
    Flag,
    Language,
    LastMoment,
    Model,
    Moment,
    Slug,
    Text,
    TextOrNo,
    Timed,
    choice,
)

STATUSES = {
    "borrador": "draft",
    "aprobado": "approved",
    "aprobada": "approved",
    "retirado": "withdrawn",
    "retirada": "withdrawn",
}
QUESTION_STATES = {
    "recibida": "received",
    "respondida": "answered",
    "contestada": "answered",
    "declinada": "declined",
    "no-procede": "declined",
}
#: Who asks, as a group: a person's name is nobody else's business.
ASKERS = {
    "ciudadania": "citizens",
    "medios": "media",
    "organizacion": "organisation",
    "escuela": "school",
}

LONGEST_TITLE = 200
Title = Annotated[Text, Field(min_length=1, max_length=LONGEST_TITLE)]
Summary = Annotated[Text, Field(min_length=1, max_length=255)]
Status = Annotated[Literal["draft", "approved", "withdrawn"], choice(STATUSES)]
QuestionState = Annotated[Literal["received", "answered", "declined"], choice(QUESTION_STATES)]
Asker = Annotated[Literal["citizens", "media", "organisation", "school"], choice(ASKERS)]


class Change(Timed):
    """A dated public note of a substantive edit."""

    date: Moment
    note: Line


class Exemption(Model):
    """Why a bulletin stays public during a veda, and who said so."""

    cause: Line
    authorised_by: Line


class Document(Model, ABC):
    """What every file under content/ has. `path` is POSIX, from content/; `aliases` are addresses
    where it was before, on this site or another that this one replaces.

    `outside` and `text` are digests: of all that another page may show or need of it, and of its
    words, which are not kept here (empty if there are none). `links` are those of its words.
    """

    folder: ClassVar[str]

    id: UUID | None = None
    title: Title
    slug: Slug
    summary: Summary | None = None
    lang: Language | None = None
    status: Status = "approved"
    modified: Moment | None = None
    photos: tuple[Photo, ...] = ()
    aliases: Annotated[tuple[Address, ...], Field(max_length=100)] = ()
    path: str
    outside: str = ""
    text: str = ""
    links: SkipValidation[tuple[TextLink, ...]] = ()

    @property
    @abstractmethod
    def address(self) -> str:
        """Where its page is, from the root of the site."""

    def files(self) -> set[str]:
        """The files that its header names, by their paths from content/media/."""
        return {photo.file for photo in self.photos}

    @field_validator("photos")
    @classmethod
    def _each_once(cls, value: tuple[Photo, ...]) -> tuple[Photo, ...]:
        files = [photo.file for photo in value]
        for file in files:
            if files.count(file) > 1:
                raise InvalidValue(
                    N_("la foto {file} está repetida"), N_("Deje una sola."), file=file
                )
        return value


class Page(Document):
    """A standing page of the institution, at `/{slug}/`."""

    folder = "pages"
    menu: Count | None = None
    nav_title: Text = ""

    @property
    def address(self) -> str:
        return f"/{self.slug}/"


class Campaign(Document):
    """A campaign that groups bulletins, at `/campanas/{slug}/`."""

    folder = "campaigns"
    id: UUID
    summary: Summary
    objective: Text = ""
    audience: Text = ""
    topic: Declared | None = None
    starts: Moment | None = None
    ends: LastMoment | None = None
    works: Annotated[tuple[Work, ...], Field(max_length=500)] = ()

    @property
    def address(self) -> str:
        return urls.campaign(self.slug)


class Bulletin(Document, Timed):
    """A communiqué of any type, at `/{type}/{year}/{slug}/`."""

    folder = "bulletins"
    id: UUID
    type: Declared
    date: Moment
    status: Status = "draft"
    topic: Declared | None = None
    folio: Annotated[Count, Field(ge=1, le=99999)] | None = None
    deck: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    dateline: TextOrNo = ""
    embargo: Moment | None = None
    expires: LastMoment | None = None
    tags: tuple[Line, ...] = ()
    campaign: Declared | None = None
    translation_of: UUID | None = None
    translator: Text = ""
    easy_read: Flag = False
    audio: tuple[Recording, ...] = ()
    video: tuple[Recording, ...] = ()
    live: Broadcast | None = None
    event: Event | None = None
    call: Call | None = None
    claim: Claim | None = None
    alert: Alert | None = None
    contacts: tuple[Declared, ...] | None = None
    notes: Text = ""
    changes: tuple[Change, ...] = ()
    replaced_by: UUID | None = None
    veda: Exemption | None = None

    @property
    def year(self) -> int:
        return self.date.year

    @cached_property
    def address(self) -> str:
        return f"/{self.type}/{self.year}/{self.slug}/"

    def placed(self, usual: str) -> str:
        """Where it was written, or the newsroom's `usual` place; nothing if it is from nowhere."""
        if isinstance(self.dateline, str):
            return self.dateline or usual
        return usual if self.dateline else ""

    @cached_property
    def published(self) -> datetime:
        """When it may first be seen: its date, or the end of its embargo if that is later."""
        return max(self.date, self.embargo) if self.embargo else self.date

    @property
    def published_shown(self) -> datetime:
        """The same as it is shown: the day alone if no hour was typed."""
        return self.shown("embargo" if self.published == self.embargo else "date") or self.published

    @cached_property
    def updated(self) -> datetime:
        """When its substance last changed (Atom `updated`), never before it was published."""
        stamps = [self.published, *(change.date for change in self.changes)]
        return max(stamps if self.modified is None else [*stamps, self.modified])

    @property
    def updated_shown(self) -> datetime:
        """The same as it is shown: the day alone if no hour was typed."""
        latest: datetime | None = None
        for change in self.changes:
            if change.date == self.updated:
                latest = change.shown("date")
        if self.modified == self.updated:
            latest = self.shown("modified")
        return latest or self.published_shown

    def recordings(self) -> Iterator[tuple[Path_, Recorded]]:
        """Its recordings, that of a broadcast too, each with its place in the header."""
        for index, one in enumerate(self.audio):
            yield ("audio", index), one
        for index, one in enumerate(self.video):
            yield ("video", index), one
        if self.live and self.live.recording:
            yield ("live", "recording"), self.live.recording

    def attached(self) -> Iterator[tuple[Path_, str]]:
        """The files of its recordings, each with its place in the header."""
        if not self.audio and not self.video and not self.live:
            return  # as nearly all
        for place, one in self.recordings():
            yield from (((*place, key), file) for key, file in one.files())
        signed = self.live and self.live.sign_language
        if isinstance(signed, str) and not elsewhere(signed):
            yield ("live", "sign_language"), signed

    def files(self) -> set[str]:
        return super().files().union(file for _, file in self.attached())

    @model_validator(mode="after")
    def _in_order(self) -> "Bulletin":
        if self.expires and self.expires < self.published:
            raise InvalidValue(
                N_("vence antes de publicarse"), N_("Revise date, embargo y expires.")
            )
        if self.modified and self.modified < self.date:
            raise InvalidValue(N_("se modificó antes de su fecha"), N_("Revise date y modified."))
        if self.status == "withdrawn" and not self.changes:
            raise InvalidValue(
                N_("un boletín retirado debe decir cuándo y por qué"),
                N_("Añada changes con date y note."),
            )
        return self


class Question(Document):
    """A question somebody asked the office, and what it answered, at `/dialogo/{year}/{slug}/`.

    `question` is it in the words of who asked, without what would tell who that is (`redacted`
    says that something was taken out); the text is the answer, or why there is none.
    """

    folder = "questions"
    #: How long an answer counts in what is told of how soon the office answers.
    COUNTED: ClassVar[timedelta] = timedelta(days=365)
    id: UUID
    status: Status = "draft"
    asked: Moment
    answered: Moment | None = None
    state: QuestionState = "received"
    question: Annotated[Text, Field(max_length=5000)] = ""
    redacted: Flag = False
    by: Asker = "citizens"
    topic: Declared | None = None
    about: UUID | None = None

    @cached_property
    def address(self) -> str:
        return urls.question(self.asked.year, self.slug)

    @property
    def published(self) -> datetime:
        return self.asked

    @property
    def updated(self) -> datetime:
        return max(filter(None, (self.asked, self.answered, self.modified)))

    @property
    def days(self) -> int | None:
        """Days from question to answer, by the calendar of the office; None if there is none."""
        return (self.answered.date() - self.asked.date()).days if self.answered else None

    def due(self, days: int) -> datetime:
        """The last moment for an answer within some days."""
        last = datetime.combine(self.asked.date() + timedelta(days=days), LAST_SECOND)
        return last.replace(tzinfo=self.asked.tzinfo)

    def unanswered(self) -> "Question":
        """The same while nobody has answered it: of what it says, the title alone."""
        nothing = {"summary": None, "question": "", "photos": (), "text": "", "links": ()}
        return self.model_copy(update={"state": "received", "answered": None, **nothing})


#: What a record has besides its header's keys.
FILLED_IN = {"path", "outside", "text", "links", "at_midnight"}

KINDS: tuple[type[Document], ...] = (Bulletin, Page, Campaign, Question)


def kind_of(path: str) -> type[Document] | None:
    """The record that a file under content/ holds, by its first folder."""
    folder = path.partition("/")[0] if "/" in path else ""
    return next((kind for kind in KINDS if kind.folder == folder), None)
