"""Which file of the site an address becomes, and which two names are one file on some disk.

A page, a feed, a picture and the redirect from an old address all become files of one folder. There
each name must be of one thing alone: on a disk that tells capitals apart and on one that does not,
with accents joined or apart, and with the compressed form that is sent beside a file.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pregonero.newsroom import urls

T = TypeVar("T")

#: Endings of the compressed forms that are sent beside a file.
COMPRESSED = (".gz", ".br")
#: The page that a server sends with status 410 (RFC 9110), beside a notice of withdrawal.
GONE = "410.html"
#: The release as data, at the root of every site that is shipped.
MANIFEST = "manifest.json"

#: Files at the root that are the site's own or that a web server or a host reads for itself.
_AT_THE_ROOT = frozenset(
    {
        "index.html",
        "404.html",
        MANIFEST,
        "robots.txt",
        "site.webmanifest",
        "sitemap.xml",
        "news-sitemap.xml",
        "card.jpg",
        "icon.svg",
        "icon-192.png",
        "icon-512.png",
        "apple-touch-icon.png",
        "favicon-32.png",
        "favicon.ico",
        "agenda.ics",
        "cname",
        "_headers",
        "_redirects",
        "_routes.json",
        "_worker.js",
    }
)
#: The parts of a sitemap that is cut.
_SITEMAP = re.compile(r"(?:news-)?sitemap[-_\d]*\.xml")
#: Folders with nothing but files of the site's own.
_FOLDERS = urls.OWN_FOLDERS | {urls.SEARCH.strip("/"), "pagefind"}
#: What stands beside the page of a record, or may one day.
_BESIDE = frozenset(
    {
        urls.EVENT_FILE,
        urls.DEADLINE_FILE,
        "cap.xml",
        "obras.csv",
        "obras.geojson",
        "texto.txt",
        "comunicado.pdf",
        "comunicado.docx",
        "ninjs.json",
        "kit.zip",
    }
)
#: What a server may send for a folder before its index.html.
_INDEX = re.compile(r"(?:index|default)\.(?:html?|xhtml|php\d?|aspx?|jsp|cgi|pl)")
#: Addresses of lists by date, also of dates that are yet to come, and every page of a list.
_LISTS = re.compile(
    r"(?:archivo(?:/\d{4}(?:/\d\d)?)?|agenda(?:/convocatorias|/\d{4}/\d\d)?|dialogo|en-vivo)"
    r"(?:/pagina/\d+)?/index\.html"
)
#: Names that no site has: what editors, systems and programs leave, and what is nobody else's.
_PRIVATE = re.compile(
    r"(?:^|/)(?:\.(?!well-known(?:/|$))|node_modules/"
    r"|(?:[^/]*~|Thumbs\.db|desktop\.ini|id_(?:rsa|ed25519|ecdsa)|newsroom\.toml"
    r"|[^/]*\.(?:md|toml|py|pyc|env|pem|key|p12|pfx|sql|bak|swp|orig|log|db))$)",
    re.IGNORECASE,
)
_TEXTS = re.compile(r"(?:^|/)content/", re.IGNORECASE)
#: A name that is the same on every disk, as nearly all are.
_PLAIN = re.compile(r"[a-z0-9/_-]+(?:\.(?!gz$|br$)[a-z0-9_-]+)?")


def disk_name(name: str) -> str:
    """A file's name as the least exact of disks has it: two files of the same one may not both be.

    Without capitals and with accents joined (APFS, NTFS), without dots and spaces at the end of a
    part (Windows), and without the ending of a compressed form.
    """
    if _PLAIN.fullmatch(name):
        return name
    if not name.isascii():
        name = unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
    else:
        name = name.lower()
    if "./" in name or " /" in name or name[-1:] in (".", " "):
        name = "/".join(part.rstrip(". ") for part in name.split("/"))
    while name.endswith(COMPRESSED):
        name = name[:-3]
    return name


def is_own(name: str) -> bool:
    """Whether a file, by its `disk_name`, is the program's, its server's or its host's, whatever
    the site holds."""
    first = name.partition("/")[0]
    last = name.rpartition("/")[2]
    return (
        first in _AT_THE_ROOT
        or first in _FOLDERS
        or bool(_SITEMAP.fullmatch(first))
        or last == "web.config"
        or bool(_LISTS.fullmatch(name))
        or is_private(name, redirect=True)
    )


def is_private(name: str, *, redirect: bool = False) -> bool:
    """Whether no site has a file of such a name, unless it is left there by mistake.

    The texts that a site is made of are in a folder of a name that old addresses have too: a
    `redirect` may be in it.
    """
    return bool(_PRIVATE.search(name)) or (not redirect and bool(_TEXTS.search(name)))


@dataclass
class FileOwners(Generic[T]):
    """Who each file of a site is of, and each folder that files make there must be."""

    files: dict[str, T] = field(default_factory=dict)
    folders: dict[str, T] = field(default_factory=dict)

    def add(self, name: str, owner: T) -> T | None:
        """Note whose a file is, by its path from the root of the site. Gives whose it was already:
        of the same file, of a file where this one needs a folder, or of files in a folder where
        this one is to be. None if it was nobody's."""
        name = disk_name(name)
        before = self._owner(name)
        if before is not None:
            return before
        self.files[name] = owner
        for folder in _folders(name):
            if folder in self.folders:
                break  # and so are those that hold it
            self.folders[folder] = owner
        return None

    def owner(self, name: str) -> T | None:
        """Whose a file is, or what is in its way, by its path."""
        return self._owner(disk_name(name))

    def page_beside(self, name: str) -> T | None:
        """Whose page a file would stand beside and be taken for it, or for one of its own files."""
        name = disk_name(name)
        folder, _, last = name.rpartition("/")
        beside = f"{folder}/".lstrip("/")
        if last == "index.html":
            return self.files.get(f"{beside}{GONE}")
        if last in _BESIDE or _INDEX.fullmatch(last):
            return self.files.get(f"{beside}index.html")
        if last.endswith(GONE):  # which servers look for behind the address that they are asked for
            page = name.removesuffix(GONE).rstrip("/")
            return self.files.get(f"{page}/index.html".lstrip("/")) or self.files.get(page)
        return None

    def _owner(self, name: str) -> T | None:
        if name in self.files:
            return self.files[name]
        if name in self.folders:
            return self.folders[name]
        return next((self.files[at] for at in _folders(name) if at in self.files), None)


def _folders(name: str) -> Iterator[str]:
    """The folders that hold a file, the innermost first."""
    at = name.rfind("/")
    while at > 0:
        yield name[:at]
        at = name.rfind("/", 0, at)
