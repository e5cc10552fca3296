"""Small views made of newsroom.toml alone."""

import re
from collections.abc import Callable

from pregonero.newsroom import urls
from pregonero.newsroom.model import Contact, Newsroom
from pregonero.render.views import ContactView, FeedLink


def contact(one: Contact, own: Callable[[str], str]) -> ContactView:
    """Whom the media may call; `own` is how pages say the words of the institution."""
    digits = re.sub(r"\D", "", one.whatsapp or "")
    return ContactView(
        own(one.name),
        own(one.role),
        one.phone or "",
        tel(one.phone) if one.phone else "",
        one.whatsapp or "",
        f"https://wa.me/{digits}" if digits else "",
        one.email or "",
    )


def tel(number: str) -> str:
    return "tel:" + re.sub(r"[^\d+]", "", number)


def feed_links(newsroom: Newsroom, folder: str, title: str) -> tuple[FeedLink, ...]:
    """The three feeds under a folder such as `/feeds/temas/agua/`."""
    return tuple(
        FeedLink(f"{title} ({kind})", f"{newsroom.base_path}{folder}{name}", media_type)
        for kind, (name, media_type) in urls.FEEDS.items()
    )
