"""Other sites, by the names people know them by."""

from urllib.parse import urlsplit

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
    host = (urlsplit(url).hostname or url).removeprefix("www.")
    parts = host.split(".")
    domains = (".".join(parts[at:]) for at in range(len(parts)))
    return next((_NAMES[domain] for domain in domains if domain in _NAMES), host)
