"""What templates are handed: frozen values and nothing else.

A page's bytes are a function of these alone. Every `href` starts at the root, with the site's base
path; every `url` is absolute. `html` is safe already; the template escapes all other text.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from pregonero.render.venues import EventVenue


class Link(NamedTuple):
    text: str
    href: str
    lang: str = ""
    held: int = 0


class PictureSource(NamedTuple):
    """A `<source>`: media type and srcset, narrowest first."""

    media_type: str
    srcset: str


class Picture(NamedTuple):
    """A photograph in all its renditions."""

    alt: str
    caption: str
    credit: str
    href: str
    width: int
    height: int
    sources: tuple[PictureSource, ...] = ()


class Image(NamedTuple):
    """An image for another site to show: absolute address and size in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""


class FeedLink(NamedTuple):
    title: str
    href: str
    media_type: str


class ContactView(NamedTuple):
    name: str
    role: str = ""
    phone: str = ""
    phone_href: str = ""
    whatsapp: str = ""
    whatsapp_href: str = ""
    email: str = ""


class SiteView(NamedTuple):
    """What every page shows of the institution. Changing any of it changes every page.

    `menu` is the main navigation; `pages` every standing page; `topics` and `types` all that are
    declared; `scripts` addresses by name. `slogan` and `logo` are empty in a veda; `locale` is as
    Open Graph writes it, `es_MX`; `dir` is `ltr` or `rtl`, as the pages' language is written.
    `notice` is a line shown above everything (preview, staging or veda). `home` is that of the
    pages' language; `languages` leads to those of all, none if there is one only, with its tag as
    `lang` of each.
    """

    name: str
    office: str
    administration: str
    description: str
    slogan: str
    lang: str
    dir: str
    locale: str
    base: str
    url: str
    address: tuple[str, ...]
    email: str
    phones: tuple[Link, ...]
    social: tuple[Link, ...]
    menu: tuple[Link, ...]
    pages: tuple[Link, ...]
    topics: tuple[Link, ...]
    types: tuple[Link, ...]
    feeds: tuple[FeedLink, ...]
    stylesheet: str
    scripts: Mapping[str, str]
    coat_of_arms: Picture | None
    logo: Picture | None
    brand: str
    licence: Link | None
    end_mark: str
    notice: str = ""
    home: str = "/"
    languages: tuple[Link, ...] = ()


class Head(NamedTuple):
    """What a page says of itself to machines.

    `canonical` is empty on pages without one (404). `alternates` pairs BCP 47 tags with absolute
    addresses. `json_ld`, if the page has any, gives it when it
    is asked for, escaped for a script element. `form` is another origin that its form is sent to.
    """

    title: str
    description: str
    canonical: str
    card: Image
    kind: Literal["website", "article"] = "website"
    published: datetime | None = None
    modified: datetime | None = None
    indexed: bool = True
    feeds: tuple[FeedLink, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    json_ld: Callable[[], str] | None = None
    form: str = ""


class Occasion(NamedTuple):
    """What a bulletin calls people to, in a line: when, where, and how it stands. `state` is that
    of the event, or whether the call is `open`."""

    kind: Literal["event", "call"]
    when: datetime
    until: datetime | None
    place: str
    state: Literal["scheduled", "cancelled", "postponed", "rescheduled", "open", "closed"]


class EventView(NamedTuple):
    """`state` is its condition: `rescheduled` is one with an earlier date, `previous`. `calendar`
    is its own file for calendars."""

    start: datetime
    end: datetime | None
    previous: datetime | None
    venue: EventVenue
    programme: tuple[str, ...]
    presides: str
    how: str
    attendance: str
    state: str
    calendar: str


class CallView(NamedTuple):
    """`result` are words; `outcome` leads to the bulletin that gives it. `calendar` is the file of
    its deadline."""

    deadline: datetime
    open: bool
    audience: str
    requirements: tuple[str, ...]
    how: str
    result: str
    outcome: Link | None
    calendar: str


class RecordingView(NamedTuple):
    """Sound or video: `href` for a file of the site's own, `url` for one elsewhere, at `platform`.

    `said` are the paragraphs of a transcript that is short enough to be shown, `due` says when
    one that is missing has to be there. `signed` leads to a version in sign language: an `href`
    that starts at the root is a video of the site's own, an empty one says that it is in the
    recording itself.
    """

    kind: Literal["audio", "video"]
    title: str
    href: str
    media_type: str
    url: str
    platform: str
    duration: str
    transcript: str
    said: tuple[str, ...]
    due: datetime | None
    captions: str
    signed: Link | None
    audio_description: str
    lang: str


#: Whether a broadcast is to come, on air or over.
State = Literal["coming", "on-air", "past"]


class BroadcastView(NamedTuple):
    """A broadcast: `captions` and `signed` are None where nobody has said. `sign_url` is where it
    is interpreted, if that is at an address of its own."""

    title: str
    url: str
    platform: str
    starts: datetime
    ends: datetime | None
    state: State
    captions: bool | None
    signed: bool | None
    sign_url: str
    recorded: bool


class AlertLine(NamedTuple):
    """An alert where it is only told of. `level` and what follows from it is empty if its
    bulletin says nothing of them."""

    title: str
    href: str
    lang: str
    summary: str
    published: datetime
    expires: datetime | None
    state: str
    level: str
    area: str
    source: str


class AlertView(NamedTuple):
    """An alert as its own page shows it; `cap` is its message for programs."""

    level: str
    event: str
    area: str
    instructions: str
    source: str
    source_url: str
    cap: str


class ClaimView(NamedTuple):
    """`word` is the verdict as people read it; `evidence` may lead somewhere, with an `href`."""

    claim: str
    verdict: str
    word: str
    evidence: tuple[Link, ...]
    seen_on: str
    claimed_on: datetime | None


class Card(NamedTuple):
    """A bulletin as lists show it. `state` is empty, or `corrected`, `draft`, `expired`; `easy`
    leads to its version in the same language that is easy to read, `claim` is what it answers to.
    """

    title: str
    href: str
    lang: str
    summary: str
    published: datetime | None
    type: Link
    topic: Link | None
    folio: str
    picture: Picture | None
    expires: datetime | None = None
    state: str = ""
    easy_read: bool = False
    easy: str = ""
    occasions: tuple[Occasion, ...] = ()
    claim: "ClaimView | None" = None


class ChangeView(NamedTuple):
    date: datetime
    note: str


class EditView(NamedTuple):
    """A substantive edit: when it was saved, and the names of the parts that it changed."""

    date: datetime
    parts: tuple[str, ...]


class Version(NamedTuple):
    """Another language or an easy-read version of a bulletin."""

    lang: str
    title: str
    href: str
    url: str
    easy_read: bool


class BulletinView(NamedTuple):
    """A bulletin as its own page shows it. `lead` is its first photograph, `annex` the rest;
    `answers` are the calls that it gives the result of.

    `versions` are the others in another language, `easy` the one in the same that is easy to read,
    and of that one `whole` the one it was made of.
    """

    card: Card
    html: str
    deck: tuple[str, ...]
    dateline: str
    campaign: Link | None
    tags: tuple[str, ...]
    updated: datetime
    lead: Picture | None
    annex: tuple[Picture, ...]
    event: "EventView | None"
    call: "CallView | None"
    answers: tuple[Link, ...]
    alert: "AlertView | None"
    recordings: tuple["RecordingView", ...]
    live: "BroadcastView | None"
    contacts: tuple[ContactView, ...]
    notes: tuple[str, ...]
    changes: tuple[ChangeView, ...]
    history: tuple[EditView, ...]
    versions: tuple[Version, ...]
    translator: str
    easy_read: bool
    easy: Version | None
    whole: Version | None
    newer: Link | None
    older: Link | None


class PageView(NamedTuple):
    title: str
    summary: str
    lang: str
    html: str
    modified: datetime | None
    lead: Picture | None
    annex: tuple[Picture, ...]


class CampaignView(NamedTuple):
    title: str
    href: str
    lang: str
    summary: str
    html: str
    objective: str
    audience: str
    starts: datetime | None
    ends: datetime | None
    state: Literal["planned", "running", "ended", ""]
    topic: Link | None
    lead: Picture | None
    annex: tuple[Picture, ...]


class Pager(NamedTuple):
    """A page of a list: its number, the dates of its bulletins, and the pages next to it."""

    number: int
    oldest: datetime | None
    newest: datetime | None
    newer: str
    older: str


class Listing(NamedTuple):
    """A page of a list: of a topic, a type, a month… `kind` names which for the template."""

    kind: Literal["archive", "year", "month", "topic", "type", "language"]
    title: str
    description: str
    cards: tuple[Card, ...]
    pager: Pager
    feeds: tuple[FeedLink, ...]


class Year(NamedTuple):
    """A year of the archive, its months newest first, each with its count of bulletins."""

    link: Link
    months: tuple[Link, ...]


class Section(NamedTuple):
    """A topic, type or campaign on the subscription page, with its feeds."""

    title: str
    href: str
    feeds: tuple[FeedLink, ...]
