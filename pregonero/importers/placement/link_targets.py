"""What a link of the old site leads to now: a text that came with it, a file, or nothing."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urljoin

from pregonero.importers.placement.placing import Outline, Placed
from pregonero.importers.readers.folder import joined
from pregonero.importers.source_item import parts_of
from pregonero.markdown.links import PELICAN
from pregonero.media_types import media_type
from pregonero.slug import slugify

MEDIA = "importado"
_PICTURE = re.compile(r"\.(jpe?g|png|webp|gif|avif|tiff?)$", re.IGNORECASE)
_ENDINGS = ("", ".md", ".markdown", ".mdx", "/index.md", "/_index.md")
_ROOTS = ("", "static/", "public/", "assets/", "content/", "src/", "src/assets/")
_OUTSIDE = ("http", "https")
_KEPT = ("mailto", "tel")


@dataclass(frozen=True)
class Goal:
    """Where a target leads: `kind` is what, `where` the target as a text of ours types it.

    text: a file of ours, by its path · file: one of the source · outside · anchor · old: an address
    of the old site that did not come · nowhere
    """

    kind: str
    where: str
    fragment: str = ""


@dataclass
class Reach:
    """Everything that came, by each name a link may give it. `base` is where addresses start in
    the source, `home` the old site's address; `ours` that of this one. `pictures` are those of
    other machines by address, each with its place under content/media/; `failed` says why others
    could not be had; `attachments` are the addresses of an export's files, by its path and their
    number."""

    base: str
    home: str
    ours: str
    placed: Mapping[str, Placed]
    files: Mapping[str, str] = field(default_factory=dict)
    by_address: dict[str, str] = field(default_factory=dict)
    by_stem: dict[str, str] = field(default_factory=dict)
    by_tail: dict[str, str] = field(default_factory=dict)
    by_path: dict[str, str] = field(default_factory=dict)
    address_of: dict[str, str] = field(default_factory=dict)
    existing: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    attachments: Mapping[str, str] = field(default_factory=dict)

    def learn(self, outlines: Iterable[Outline]) -> None:
        for outline in outlines:
            for address in (*outline.addresses, *outline.unsure):
                path = _bare(parts_of(address).path)
                self.by_address.setdefault(path, outline.source)
                self.address_of.setdefault(outline.source, address)
            if "#" not in outline.source:
                name = joined(outline.source)
                self.by_path[name] = outline.source
                stem = posixpath.splitext(posixpath.basename(name))[0]
                self.by_stem[stem] = "" if stem in self.by_stem else outline.source
        for file in self.files:
            tail = "/".join(file.split("/")[-2:])
            self.by_tail[tail] = "" if tail in self.by_tail else file

    def goal(self, source: str, target: str) -> Goal:
        """Where a target, typed in a text of the source, leads."""
        target = target.strip()
        typed = PELICAN.sub("", target)
        if "{" in typed or not typed:
            return Goal("nowhere", target)
        if typed.startswith("#"):
            return Goal("anchor", typed)
        typed = f"https://{typed}" if typed.startswith("www.") else typed
        parts = parts_of(typed)
        host = (parts.hostname or "").removeprefix("www.")
        if parts.scheme.lower() in _KEPT:
            return Goal("outside", typed)
        if host and parts.scheme.lower() in ("", *_OUTSIDE):
            if host not in self._hosts:
                return Goal("outside", f"https:{typed}" if not parts.scheme else typed)
            path = parts.path or "/"
        elif parts.scheme:
            return Goal("nowhere", target)
        else:
            path = parts.path
        front = path.strip("/") in ("", "index.php", self._root)
        if front and (numbered := self._numbered(source, parts.query, parts.fragment)):
            return numbered
        found = self._found(joined(source), joined(unquote(path)))
        if found:
            return Goal(found[0], found[1], parts.fragment)
        return self._old(source, path, parts.query, parts.fragment)

    @property
    def _root(self) -> str:
        return parts_of(self.home).path.strip("/") if self.home else ""

    def _numbered(self, source: str, query: str, fragment: str) -> Goal | None:
        """What WordPress has under a number: a text of the same export, or one of its files."""
        export, sign, _ = source.partition("#")
        for name, value in parse_qsl(query):
            if not sign or name not in ("p", "page_id", "post", "attachment_id", "post_id"):
                continue
            if f"{export}#{value}" in self.placed:
                return Goal("text", f"{export}#{value}", fragment)
            if where := self.attachments.get(f"{export}#{value}"):
                return self.goal(source, where)
        return None

    @property
    def _hosts(self) -> set[str]:
        homes = (parts_of(home).hostname or "" for home in (self.home, self.ours) if home)
        return {host.removeprefix("www.") for host in homes}

    def _old(self, source: str, path: str, query: str, fragment: str) -> Goal:
        """The old site's own address, while it is another's than this one."""
        where = self._beside(source, path)
        mine = parts_of(self.ours).hostname or ""
        host = parts_of(self.home).hostname or ""
        if not host or host == mine or not where.startswith("/"):
            return Goal("nowhere", path)
        tail = (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
        origin = "{0.scheme}://{0.netloc}".format(parts_of(self.home))
        return Goal("old", f"{origin}{where}{tail}")

    def _beside(self, source: str, path: str) -> str:
        """A path as the old page of a source would have taken it."""
        try:
            return urljoin(self.address_of.get(source, "/"), path)
        except ValueError:
            return ""

    def _found(self, source: str, path: str) -> tuple[str, str] | None:
        folder = posixpath.dirname(source.partition("#")[0])
        if path.startswith("/"):
            starts = ["", self.base]
            path_ = path.lstrip("/")
        else:
            starts = [f"{folder}/" if folder else "", self.base]
            path_ = path
        names = [_normal(f"{start}{path_}") for start in dict.fromkeys(starts)]
        for name in filter(None, names):
            bare = re.sub(r"\.html?$", "", name)
            for ending in _ENDINGS:
                if text := self.by_path.get(f"{bare.rstrip('/')}{ending}"):
                    return "text", text
        address = _bare(self._beside(source, path))
        if text := self.by_address.get(address):
            return "text", text
        if there := self.existing.get(address):
            return "existing", there
        for name in filter(None, names):
            for root in _ROOTS:
                if f"{root}{name}" in self.files:
                    return "file", f"{root}{name}"
        parts = path_.split("/")
        if len(parts) > 1 and (file := self.by_tail.get("/".join(parts[-2:]))):
            return "file", file
        if path.endswith(".md") and (text := self.by_stem.get(posixpath.basename(path)[:-3])):
            return "text", text
        return None


def _normal(path: str) -> str:
    """A path from the source's root; nothing if it climbs out."""
    made = posixpath.normpath(path)
    return "" if made.startswith(("..", "/")) or made == "." else made


def _bare(address: str) -> str:
    """An address as it is compared: without its last slash, index or ending."""
    path = unquote(address).split("#")[0].split("?")[0]
    path = re.sub(r"(?:/index)?\.html?$|/index$", "", path).rstrip("/")
    return path.lower() or "/"


def media(name: str, files: Iterable[str]) -> dict[str, str]:
    """Where each picture or document of a source goes, from content/media/: by its path, joined."""
    taken: dict[str, str] = {}
    made: dict[str, str] = {}
    for file in files:
        if not (_PICTURE.search(file) or media_type(file)):
            continue
        target = media_path(name, file)
        number = 1
        while target in taken:
            number += 1
            stem, dot, ending = media_path(name, file).rpartition(".")
            target = f"{stem}-{number}{dot}{ending}"
        taken[target] = file
        made[joined(file)] = target
    return made


def media_path(name: str, file: str) -> str:
    """A file's place under content/media/, in plain letters."""
    stem, _, ending = file.rpartition(".")
    parts = [slugify(part)[:80] or "x" for part in (*name.split("/"), *stem.split("/")) if part]
    return f"{MEDIA}/{'/'.join(parts)}.{ending.lower()}"


def is_picture(file: str) -> bool:
    return _PICTURE.search(file) is not None
