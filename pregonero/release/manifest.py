"""A release as data: each file's digest, size, media type and cache policy, and where all of it
came from. It is at `/manifest.json` of every site that is shipped."""

import hashlib
import json
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from pregonero import __version__
from pregonero.content.model.identity import brief
from pregonero.newsroom.urls import FEED_ARCHIVE
from pregonero.render.http_headers import cache_policy

NAME = "manifest.json"
FORMAT = 1

_TYPES = {
    "atom.xml": "application/atom+xml",
    "rss.xml": "application/rss+xml",
    "feed.json": "application/feed+json",
    "site.webmanifest": "application/manifest+json",
    "cap.xml": "application/cap+xml",
}
#: By ending; this machine's own tables of media types are not asked.
_ENDINGS = mimetypes.MimeTypes(filenames=())
for _type, _ending in (
    ("image/avif", ".avif"),
    ("image/webp", ".webp"),
    ("text/javascript", ".js"),
    ("application/geo+json", ".geojson"),
    ("text/vtt", ".vtt"),
    ("application/x-subrip", ".srt"),
    ("text/markdown", ".md"),
    ("application/manifest+json", ".webmanifest"),
    ("application/wasm", ".wasm"),
    ("text/calendar", ".ics"),
    ("application/xml", ".xml"),
    ("font/woff2", ".woff2"),
    ("audio/mp4", ".m4a"),
    ("audio/ogg", ".ogg"),
    ("audio/ogg", ".opus"),
    ("video/webm", ".webm"),
    ("video/mp4", ".mp4"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    ("application/vnd.oasis.opendocument.spreadsheet", ".ods"),
    ("application/vnd.oasis.opendocument.text", ".odt"),
):
    _ENDINGS.add_type(_type, _ending)


#: A path that stays inside, from the root; a digest.
_NAME = re.compile(r"(?:(?!\.{1,2}/)[^/\\]+/)*(?!\.{1,2}\Z)[^/\\]+", re.DOTALL)
_DIGEST = re.compile(r"[0-9a-f]{64}")


class ReleaseFile(NamedTuple):
    """A file of a release: SHA-256 of its bytes in hexadecimal, size in bytes, media type as in
    Content-Type, Cache-Control; and the brief id of the record that it is the page of."""

    sha256: str
    size: int
    type: str
    cache: str
    id: str = ""


#: What is raised by JSON that somebody else may have written: not JSON, of another shape, a number
#: without end, a nest.
UNREADABLE = (
    ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip


class NotAManifest(ValueError):
    """Bytes that are not a manifest of ours."""


@dataclass(frozen=True)
class Manifest:
    """One release of a site.

    `moment` is the edition's, ISO 8601; `commit` what git had, `dirty` if not all of it; `edition`
    a digest of every file. `files` are by path from the root. `gone` are addresses where a notice
    of withdrawal stands, `suspended` where a veda's does; `moved` says where old addresses lead,
    and `renamed` which brief id each of those had that no file of content tells of. `states` says
    how things are shown that are not public records with an id, as `record_states` has them;
    None in a manifest that is older than that. `origins` gives the commit of pages whose text is of
    another one, empty for a text that no commit has; None if a release that was not all of its
    commit does not say.
    """

    moment: str
    url: str
    files: Mapping[str, ReleaseFile]
    commit: str | None = None
    dirty: bool = False
    tool: str = f"pregonero {__version__}"
    gone: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] | None = None
    edition: str = ""
    origins: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        if not self.edition:
            object.__setattr__(self, "edition", edition_of(self.files))

    @property
    def release(self) -> str:
        """The release's name: its moment in UTC, and the start of its edition's digest."""
        utc = datetime.fromisoformat(self.moment)
        utc -= utc.utcoffset() or timedelta()
        return f"{utc:%Y%m%dT%H%M%SZ}-{self.edition[:8]}"

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The id of each record that has one, by the address of its page."""
        files = self.files.items()
        return {f"/{name.removesuffix('index.html')}": one.id for name, one in files if one.id}

    @cached_property
    def places(self) -> dict[str, str]:
        """The address of each record that has an id, by it."""
        return {one: address for address, one in self.addresses.items()}

    @cached_property
    def pages(self) -> set[str]:
        """Every address that answers with a page or a feed. Not the weeks of the archive of a feed,
        to which only that leads: one goes if the date of all that it had was wrong."""
        return {
            f"/{name.removesuffix('index.html')}"
            for name in self.files
            if name.endswith(".html") or name.startswith("feeds/")
            if not name.startswith(FEED_ARCHIVE[1:])
        }

    def dumped(self) -> bytes:
        """As JSON: the same release gives the same bytes."""
        return self._dumped

    @cached_property
    def _dumped(self) -> bytes:
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "files"}
        plain["files"] = {name: _plain(one) for name, one in sorted(self.files.items())}
        for name in ("moved", "renamed", "states"):
            if plain[name] is not None:
                plain[name] = dict(sorted(plain[name].items()))
        plain |= {"format": FORMAT, "release": self.release, "gone": sorted(self.gone)}
        plain["suspended"] = sorted(self.suspended)
        if self.origins or (self.dirty and self.origins is not None):
            plain["origins"] = dict(sorted(self.origins.items()))
        else:
            del plain["origins"]
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@lru_cache(maxsize=2)
def loaded(data: bytes) -> Manifest:
    """The manifest in bytes that somebody else may have written. Raises NotAManifest."""
    try:
        plain = json.loads(data)
        if plain["format"] != FORMAT:
            raise NotAManifest(f"format {plain['format']}")
        files = {name: _item(name, one) for name, one in plain["files"].items()}
        made = Manifest(
            moment=datetime.fromisoformat(plain["moment"]).isoformat(),
            url=str(plain["url"]),
            files=files,
            commit=plain["commit"] if plain["commit"] is None else str(plain["commit"]),
            dirty=bool(plain["dirty"]),
            tool=str(plain["tool"]),
            gone=tuple(map(str, plain["gone"])),
            suspended=tuple(map(str, plain["suspended"])),
            moved=_texts(plain["moved"]),
            renamed={old: _brief(one) for old, one in _texts(plain["renamed"]).items()},
            states=None if plain.get("states") is None else _texts(plain["states"]),
            origins=_texts(plain["origins"]) if "origins" in plain else None,
        )
        if made.edition != plain["edition"] or made.release != plain["release"]:
            raise NotAManifest("edition")
    except UNREADABLE as error:
        raise NotAManifest(str(error) or type(error).__name__) from None
    return made


def edition_of(files: Mapping[str, ReleaseFile]) -> str:
    """A digest of every file of an edition: paths and bytes."""
    text = "".join(f"{name}\0{one.sha256}\n" for name, one in sorted(files.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def item(name: str, sha256: str, size: int, of: str = "") -> ReleaseFile:
    """A file of a site, by its path, with the media type and cache policy it is served with; `of`
    is the brief id of a record."""
    return ReleaseFile(sha256, size, media_type(name), cache_policy(f"/{name}"), of)


def media_type(name: str) -> str:
    """The media type of a file of a site, as in Content-Type."""
    return _media_type(name.rpartition("/")[2], not name.startswith("media/"))


@lru_cache
def _media_type(last: str, own: bool) -> str:
    """By the last part of a path, and whether it is where the site's own files are."""
    found = _TYPES.get(last) if own else None
    found = found or _ENDINGS.guess_type(last)[0] or "application/octet-stream"
    texts = ("text/", "application/json", "application/feed+json", "application/manifest+json")
    return f"{found}; charset=utf-8" if found.startswith(texts) else found


def _item(name: str, one: Mapping[str, Any]) -> ReleaseFile:
    told = (str(one["type"]), str(one["cache"]), _brief(str(one.get("id", ""))))
    made = ReleaseFile(str(one["sha256"]), int(one["size"]), *told)
    if not _NAME.fullmatch(name) or not _DIGEST.fullmatch(made.sha256) or made.size < 0:
        raise NotAManifest(name)
    return made


def _brief(one: str) -> str:
    """An id as it is kept here; the first releases had them whole."""
    return brief(UUID(one)) if len(one) == 36 else one


def _plain(one: ReleaseFile) -> dict[str, Any]:
    plain = {"sha256": one.sha256, "size": one.size, "type": one.type, "cache": one.cache}
    return plain | {"id": one.id} if one.id else plain


def _texts(plain: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in plain.items()}
