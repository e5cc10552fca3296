"""What can be searched: the words of every public record, in volumes, and the page that searches.

A volume is indexed by itself, so that a text that changes leaves the index of the others as it was.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from itertools import zip_longest
from typing import Any, NamedTuple

from pregonero.content.model.bulletin import Bulletin, Campaign, Document, Page, Question
from pregonero.fingerprint import key, toolchain
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.context import Body
from pregonero.render.pages.frame import Frame
from pregonero.render.pages.frame import PageOutput as Printed
from pregonero.render.pages.occasions import titled
from pregonero.render.sections import Sections
from pregonero.render.venues import held
from pregonero.render.views import Link

#: Records from which a volume is closed at the end of a year. Fewer make a change cheaper to index;
#: more make a search lighter, for each volume has to be asked.
LEAST = 2000
#: Characters that are shown of a text without a summary.
EXCERPT = 200
#: What a search can be narrowed by, in the order of a row of `Entry.facets`.
FACETS = ("type", "topic", "campaign", "year", "lang")

_MARKUP = re.compile(r"<[^>]*>")
_ENDS = re.compile(r"</(?:p|li|h\d|dt|dd|td|th|blockquote|figcaption|pre|caption)>|<br ?/?>")


class SearchEntry(NamedTuple):
    """A record as the index has it: `shown` is what a list of results needs of it."""

    address: str
    title: str
    text: str
    facets: tuple[str, ...]
    shown: tuple[str, ...]


class Volume(NamedTuple):
    """Records that are indexed together: those of the months from `first` to `last`.

    `key` is a digest of all that its index is made of. The last volume has the records that have
    no date, too, before all others.
    """

    first: str
    last: str
    key: str
    documents: tuple[Document, ...] = ()

    @property
    def folder(self) -> str:
        """Where its index is, from the root of the site: the same whatever is in it, so that what
        did not change of it need not travel. The program has another for each version."""
        years = sorted({self.first[:4], self.last[:4]})
        name = self.first if self.first == self.last else "-".join(years)
        return f"{urls.SEARCH[1:]}{name or f'motor-{self.key[:12]}'}/"


def language(press: SiteContext) -> str:
    """The language whose words are reduced to their stems."""
    return press.newsroom.lang.partition("-")[0]


def engine(press: SiteContext) -> Volume:
    """What searches: a volume without records."""
    return Volume("", "", key("search engine", toolchain(), language(press)))


def volumes(press: SiteContext) -> list[Volume]:
    """Every public record, oldest volume first.

    Whole years make a volume as soon as they have enough records, and the month of the newest
    bulletin is one by itself: it is there that most changes are.
    """
    edition = press.edition
    months: dict[str, list[Document]] = {}
    for one in sorted((*edition.bulletins, *edition.expired), key=_oldest):
        if one.path not in edition.unapproved:
            months.setdefault(_month(one), []).append(one)
    undated = (*edition.pages, *edition.campaigns, *reversed(edition.questions))
    standing = [d for d in undated if d.path not in edition.unapproved]
    *before, newest = sorted(months) or [""]
    made: list[Volume] = []
    held: list[str] = []
    for month, following in zip_longest(before, before[1:], fillvalue=""):
        held.append(month)
        full = sum(len(months[one]) for one in held) >= LEAST
        if not following or (full and following[:4] != month[:4]):
            made.append(_volume(press, held, [d for one in held for d in months[one]]))
            held = []
    if newest or standing:
        made.append(_volume(press, [newest or "0000-00"], [*standing, *months.get(newest, [])]))
    return made


def _oldest(bulletin: Bulletin) -> tuple[Any, str]:
    return bulletin.published, bulletin.path


def _month(bulletin: Bulletin) -> str:
    day = bulletin.published
    return f"{day.year:04}-{day.month:02}"


def _volume(press: SiteContext, months: Sequence[str], documents: Sequence[Document]) -> Volume:
    of = "\n".join(f"{press.mark(one)} {one.text}" for one in documents)
    named = {one.campaign for one in documents if isinstance(one, Bulletin) and one.campaign}
    public = sorted(slug for slug in named if press.campaign(slug))
    room = press.newsroom
    found = key("search", toolchain(), room.lang, room.folio_format, room.venues, of, public)
    return Volume(months[0], months[-1], found, tuple(documents))


def touched(volumes: Sequence[Volume], documents: Iterable[Document | None]) -> set[str]:
    """The folders of the volumes that hold these records."""
    found: set[str] = set()
    for one in documents:
        if isinstance(one, Bulletin):
            month = _month(one)
            found |= {v.folder for v in volumes if v.first <= month <= v.last}
        elif one:
            found |= {v.folder for v in volumes[-1:]}
    return found


def entries(press: SiteContext, volume: Volume, body: Body) -> Iterator[SearchEntry]:
    """The records of a volume, oldest first: what is added leaves those before it as they were.

    `body` gives a record's text as HTML.
    """
    for document in volume.documents:
        text = plain(body(document)) if document.text else ""
        title = titled(press, document)
        yield SearchEntry(
            document.address,
            title,
            "\n".join(filter(None, (title, *_said(press, document), text))),
            _facets(press, document),
            (
                document.address,
                title,
                f"{document.published:%Y-%m-%d}"
                if isinstance(document, Bulletin | Question)
                else "",
                document.summary or _start(text),
                press.lang(document),
                press.state(document) if isinstance(document, Bulletin) else "",
                "easy" if isinstance(document, Bulletin) and document.easy_read else "",
            ),
        )


def plain(html: str) -> str:
    """The words of safe HTML, a line for each block."""
    spaced = _ENDS.sub("\n", html)
    lines = (" ".join(line.split()) for line in unescape(_MARKUP.sub("", spaced)).splitlines())
    return "\n".join(filter(None, lines))


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT].rpartition(" ")[0] + "…"


def _said(press: SiteContext, document: Document) -> Iterator[str]:
    """What a record's page says besides its title and text."""
    if document.summary:
        yield document.summary
    if isinstance(document, Campaign):
        yield from (document.objective, document.audience)
    if isinstance(document, Bulletin):
        yield from (press.folio(document), *document.deck, document.placed(""), *document.tags)
        if document.event:
            venue = held(press.newsroom, document.event)
            yield from (venue.name, venue.address, *document.event.programme)
        if document.call:
            yield from (document.call.audience, document.call.how, *document.call.requirements)
        if document.claim:
            yield from (document.claim.claim, *map(str, document.claim.evidence))
        if document.alert:
            yield from (document.alert.event, document.alert.area, document.alert.instructions)
    if isinstance(document, Question):
        yield document.question


def _facets(press: SiteContext, document: Document) -> tuple[str, ...]:
    lang = document.lang or press.newsroom.lang
    if isinstance(document, Bulletin):
        campaign = document.campaign if press.campaign(document.campaign) else ""
        year = f"{document.published:%Y}"
        return document.type, document.topic or "", campaign or "", year, lang
    if isinstance(document, Campaign):
        return "/campanas/", document.topic or "", document.slug, "", lang
    if isinstance(document, Question):
        return urls.DIALOGUE, document.topic or "", "", f"{document.asked:%Y}", lang
    assert isinstance(document, Page)
    return "/", "", "", "", lang


def contents(press: SiteContext, shown: Sequence[Volume]) -> bytes:
    """What the page that searches has to know: where the index is, and the names of things.

    It is another whenever a volume is, which is how a page left open learns of it.
    """
    room, _ = press.newsroom, press.words.gettext
    labels: dict[str, Mapping[str, str]] = {
        "type": {slug: kind.name for slug, kind in room.types.items()}
        | {"/campanas/": _("Campaña"), "/": _("Página")}
        | ({urls.DIALOGUE: _("Pregunta")} if press.edition.questions else {}),
        "topic": {slug: topic.name for slug, topic in room.topics.items()},
        "campaign": {one.slug: one.title for one in press.edition.campaigns},
    }
    held = {
        "engine": engine(press).folder.removeprefix(urls.SEARCH[1:]),
        "volumes": [one.folder.removeprefix(urls.SEARCH[1:]) for one in reversed(shown)],
        "state": key(*(one.key for one in shown)),
        "labels": labels,
    }
    return dumped(held)


def dumped(values: object) -> bytes:
    """JSON in as few bytes as it takes, the same every time."""
    return (json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def pages(frame: Frame, sections: Sections) -> Iterator[Printed]:
    """The page that searches. Without a script it offers the other ways to find something."""
    press, _ = frame.press, frame.press.words.gettext
    if not press.newsroom.search:
        return
    years = tuple(Link(str(y), press.href(urls.year_of(y))) for y in sections.years)

    def make() -> dict[str, Any]:
        return frame.values(
            urls.SEARCH,
            _("Buscar"),
            about=_("Busca en todos los boletines, páginas y campañas de este sitio."),
            years=years,
        )

    yield frame.page(urls.SEARCH, "search", (years,), partial(make))
