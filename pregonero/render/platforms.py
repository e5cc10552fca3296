"""Other sites, by the names people know them by."""

import re
from urllib.parse import urlsplit

from pregonero.web_addresses import readable_host

_NAMES = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "facebook.com": "Facebook",
    "fb.watch": "Facebook",
    "instagram.com": "Instagram",
    "x.com": "X",
    "twitter.com": "X",
    "tiktok.com": "TikTok",
    "vimeo.com": "Vimeo",
    "twitch.tv": "Twitch",
    "zoom.us": "Zoom",
    "meet.google.com": "Google Meet",
    "spotify.com": "Spotify",
    "soundcloud.com": "SoundCloud",
    "archive.org": "Internet Archive",
}


def platform(url: str) -> str:
    """The name of the site an address is at; its domain if it has none that is known."""
    host = readable_host((urlsplit(url).hostname or url).removeprefix("www."))
    parts = host.split(".")
    domains = (".".join(parts[at:]) for at in range(len(parts)))
    return next((_NAMES[domain] for domain in domains if domain in _NAMES), host)


_PLAYERS = (
    (
        re.compile(
            r"https?://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|live/|shorts/|embed/)"
            r"|youtu\.be/)([\w-]{11})(?![\w-])"
        ),
        "https://www.youtube.com/embed/{}",
    ),
    (re.compile(r"https?://(?:www\.)?vimeo\.com/(\d+)"), "https://player.vimeo.com/video/{}"),
    (
        re.compile(r"https?://archive\.org/details/([\w.-]+)"),
        "https://archive.org/embed/{}",
    ),
)


def player(url: str) -> str:
    """The address at which a recording elsewhere is played by itself, where that is known, or its
    own (schema.org `embedUrl`)."""
    for pattern, address in _PLAYERS:
        if found := pattern.match(url):
            return address.format(found[1])
    return url
