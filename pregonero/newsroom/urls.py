"""Where things are on the site: the fixed addresses, and files for them."""

import re
from collections.abc import Collection, Iterable
from datetime import date

ARCHIVE = "/archivo/"
TOPICS = "/temas/"
CAMPAIGNS = "/campanas/"
PRESS = "/prensa/"
SEARCH = "/buscar/"
#: What says where the search index is.
INDEX = f"{SEARCH}indice.json"
SUBSCRIBE = "/suscribirse/"
ACCESSIBILITY = "/accesibilidad/"
LIVE = "/en-vivo/"
SITE_FEEDS = "/feeds/"
LANGUAGE_FEEDS = "/feeds/idiomas/"
FEED_ARCHIVE = "/feeds/archivo/"
DIALOGUE = "/dialogo/"
DIALOGUE_FEEDS = "/feeds/dialogo/"
AGENDA = "/agenda/"
CALLS = "/agenda/convocatorias/"
#: The calendar to subscribe to.
CALENDAR = "/agenda.ics"

#: Beside a bulletin's page: its event and the deadline of its call, for calendars.
EVENT_FILE = "evento.ics"
DEADLINE_FILE = "fecha-limite.ics"

#: First parts of addresses that the site itself uses; no page may take one.
RESERVED = frozenset(
    {
        "temas",
        "campanas",
        "archivo",
        "agenda",
        "prensa",
        "buscar",
        "dialogo",
        "suscribirse",
        "accesibilidad",
        "en-vivo",
        "feeds",
        "media",
        "theme",
        "data",
        "index",
        "404",
    }
)

#: Folders of the site that hold files of its own: nothing else is at an address in them.
OWN_FOLDERS = frozenset({"feeds", "media", "theme", "data", ".well-known", "404.html"})

#: File name and media type of each kind of feed.
FEEDS = {
    "RSS": ("rss.xml", "application/rss+xml"),
    "Atom": ("atom.xml", "application/atom+xml"),
    "JSON Feed": ("feed.json", "application/feed+json"),
}


def topic(slug: str) -> str:
    return f"/temas/{slug}/"


def campaign(slug: str) -> str:
    return f"/campanas/{slug}/"


def works(campaign_: str, kind: str) -> str:
    """A campaign's works as data: `csv` or `geojson`."""
    return f"{campaign(campaign_)}obras.{kind}"


def cap(address: str) -> str:
    """The Common Alerting Protocol message of an alert."""
    return f"{address}cap.xml"


def question(year: int, slug: str) -> str:
    return f"{DIALOGUE}{year}/{slug}/"


def type_(slug: str) -> str:
    return f"/{slug}/"


def language(tag: str) -> str:
    """The home of a language that is not the site's own."""
    return f"/{tag.lower()}/"


def language_feeds(tag: str) -> str:
    return f"{LANGUAGE_FEEDS}{tag.lower()}/"


def feed_week(year: int, number: int) -> str:
    """A week of the archive of the site's feed, numbered as ISO 8601 does."""
    return f"{FEED_ARCHIVE}{year}-w{number:02}/"


def month(year: int, number: int) -> str:
    return f"/archivo/{year}/{number:02}/"


def agenda_month(year: int, number: int) -> str:
    return f"{AGENDA}{year}/{number:02}/"


def page_of(address: str, number: int) -> str:
    """The address of a page of a list; the first is the list's own."""
    return address if number == 1 else f"{address}pagina/{number}/"


def save_as(address: str) -> str:
    """The file, from the output folder, that answers an address."""
    return address[1:] + ("index.html" if address.endswith("/") else "")


def of_record(address: str, types: Collection[str], languages: Collection[str]) -> bool:
    """Whether an address has the form of a record's, and not of a page of the site's own."""
    first, *rest = list_of(address).strip("/").split("/")
    if first in types:
        return len(rest) == 2
    if first in ("campanas", "dialogo"):
        return len(rest) == (1 if first == "campanas" else 2)
    own = first in RESERVED or first in {tag.lower() for tag in languages}
    return bool(first) and not rest and not own


def year_of(number: int) -> str:
    return f"/archivo/{number}/"


_PAGE = re.compile(r"pagina/[1-9]\d*/$")


def list_of(address: str) -> str:
    """The list that a page of it belongs to."""
    return _PAGE.sub("", address)


def standing(
    topics: Iterable[str],
    types: Iterable[str],
    campaigns: Iterable[str],
    days: Iterable[date],
    languages: Iterable[str] = (),
    acts: Iterable[tuple[int, int]] = (),
    *,
    dialogue: bool = False,
    live: bool = False,
) -> frozenset[str]:
    """Every address of the site that is not a record's own.

    `days` are those of the bulletins: a month has an address once something was published in it.
    `languages` are those other than the site's own that a bulletin is in.
    `dialogue` says whether questions have their page.
    `acts` are the months of the agenda in which there is an event.
    `live` says whether any bulletin tells of a broadcast: then there is a page of them.
    """
    lists = {
        *map(topic, topics),
        *map(type_, types),
        *map(campaign, campaigns),
    }
    own = {"/", ARCHIVE, TOPICS, CAMPAIGNS, PRESS, SEARCH, SUBSCRIBE, ACCESSIBILITY}
    own |= {DIALOGUE} if dialogue else set()
    own |= {AGENDA, CALLS, CALENDAR}
    own |= {LIVE} if live else set()
    dated = {(day.year, day.month) for day in days}
    feeds = {
        SITE_FEEDS,
        *([DIALOGUE_FEEDS] if dialogue else ()),
        *(feeds_of(address) for address in lists),
    }
    spoken = list(languages)
    feeds |= {language_feeds(tag) for tag in spoken}
    return frozenset(
        {
            *own,
            *map(language, spoken),
            *lists,
            *(year_of(year) for year, _ in dated),
            *(month(*pair) for pair in dated),
            *(agenda_month(*pair) for pair in acts),
            *(folder + name for folder in feeds for name, _ in FEEDS.values()),
        }
    )


def feeds_of(address: str) -> str:
    """The folder of the feeds of a list: `/comunicado/` has `/feeds/tipos/comunicado/`."""
    kind = address.split("/")[1]
    return f"/feeds{address}" if kind in ("temas", "campanas") else f"/feeds/tipos{address}"
