"""Where things are on the site: the fixed addresses, and files for them."""

from pregonero.newsroom import Newsroom
from pregonero.outputs.views import FeedLink

ARCHIVE = "/archivo/"
TOPICS = "/temas/"
CAMPAIGNS = "/campanas/"
PRESS = "/prensa/"
SUBSCRIBE = "/suscribirse/"
ACCESSIBILITY = "/accesibilidad/"
SITE_FEEDS = "/feeds/"

#: File name and media type of each kind of feed.
FEEDS = {
    "RSS": ("rss.xml", "application/rss+xml"),
    "Atom": ("atom.xml", "application/atom+xml"),
    "JSON Feed": ("feed.json", "application/feed+json"),
}


def topic(slug: str) -> str:
    return f"/temas/{slug}/"


def type_(slug: str) -> str:
    return f"/{slug}/"


def month(year: int, number: int) -> str:
    return f"/archivo/{year}/{number:02}/"


def page_of(address: str, number: int) -> str:
    """The address of a page of a list; the first is the list's own."""
    return address if number == 1 else f"{address}pagina/{number}/"


def save_as(address: str) -> str:
    """The file, from the output folder, that answers an address."""
    return address[1:] + ("index.html" if address.endswith("/") else "")


def feed_links(newsroom: Newsroom, folder: str, title: str) -> tuple[FeedLink, ...]:
    """The three feeds under a folder such as `/feeds/temas/agua/`."""
    return tuple(
        FeedLink(f"{title} ({kind})", f"{newsroom.base_path}{folder}{name}", media_type)
        for kind, (name, media_type) in FEEDS.items()
    )
