"""A folder of texts: which generator made it, and what is in it."""

import ast
import json
import os
import posixpath
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any

import yaml

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.importers.readers.inherited import Inherited, learn
from pregonero.importers.readers.languages import Languages, of_folders, of_hugo
from pregonero.importers.source_item import shown_path

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
_TEXTS = (*MARKDOWN, ".docx")
#: Texts in other markup, which are refused by name rather than lost.
_OTHER_TEXTS = {
    ".rst": "reStructuredText",
    ".adoc": "AsciiDoc",
    ".org": "Org",
    ".textile": "Textile",
    ".doc": "Word 97",
    ".odt": "OpenDocument",
    ".rtf": "RTF",
}
_HEADED = (".html", ".htm")
#: A repository's own papers, unless they have a header.
_PAPERS = re.compile(
    r"(readme|license|licence|changelog|contributing|code_of_conduct|security)\b", re.I
)
_ROBOTS = {"robots.txt", "humans.txt", "ads.txt", "requirements.txt", "security.txt", "cname"}
#: Folders that are never a text's: a repository's, a program's.
_PASSED = {"node_modules", "vendor", "__pycache__", "venv"}
#: Beside the texts of each generator, folders that hold none.
_MACHINERY = {
    "jekyll": ("_layouts", "_includes", "_sass", "_site", "_plugins", "assets", "vendor"),
    "hugo": ("layouts", "archetypes", "themes", "public", "resources", "static", "assets", "data",
             "i18n"),
    "pelican": ("theme", "themes", "output", "plugins"),
    "astro": ("public", "dist", "src/components", "src/layouts"),
    "eleventy": ("_includes", "_layouts", "_data", "_site", "src/_includes", "src/_data"),
    "plain": (),
}  # fmt: skip
_ELEVENTY = re.compile(r"(?:\.eleventy|eleventy\.config)\.(?:c|m)?[jt]s")
_ASTRO_BASE = re.compile(r"\bbase:\s*[\"']/?([\w./-]+)[\"']")
_LANGUAGE_FILES = tuple(f"config/_default/languages.{kind}" for kind in ("toml", "yaml", "yml"))
LARGEST_CONFIG = 1_000_000


@dataclass
class Folder:
    """What is in a source. Paths are POSIX, from its root.

    `base` is the folder that the old site's addresses start from, `sure` whether that is known;
    `texts` are what may become a file of ours, `refused` those that cannot, `others` all
    else, `passed` what was not even looked at; `fetched` are photographs of other machines, by
    address; `config` is the old site's configuration, `inherited` what texts have from their
    folders, `languages` those of the site.
    """

    root: Path
    name: str
    style: str = "plain"
    base: str = ""
    sure: bool = False
    url: str = ""
    permalinks: Mapping[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    refused: dict[str, InvalidValue] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    fetched: dict[str, Path] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    inherited: Inherited = field(default_factory=Inherited)
    languages: Languages = field(default_factory=Languages)

    @cached_property
    def on_disk(self) -> Mapping[str, str]:
        """The names of `others` whose accents are apart on disk, by their joined ones."""
        return {joined(path): path for path in self.others if joined(path) != path}

    @property
    def home(self) -> str:
        """The old site's address, without its last slash."""
        return self.url.rstrip("/")


def survey(root: Path) -> Folder:
    """Look at every file under a folder. Raises OSError. No link is followed, none leaves it."""
    found = Folder(root, name_of(root))
    _style(found)
    apart = tuple(f"{name}/" for name in _MACHINERY[found.style])
    _walk(found, apart)
    found.texts.sort()
    found.others.sort()
    names = frozenset(
        parts[0]
        for path in found.texts
        if len(parts := path.removeprefix(found.base).split("/", 1)) > 1
    )
    if found.style == "hugo":
        found.languages = of_hugo(found.config, found.base, names)
    elif found.style != "pelican":
        found.languages = of_folders(found.base, names)
    found.inherited = learn(root, found.style, found.base, found.config, found.texts, found.others)
    return found


def name_of(root: Path) -> str:
    """The name of a source: what tells it from another."""
    path = root.resolve()
    parts = [p for p in path.parts[-2:] if p != path.anchor]
    if path.name in ("content", "_posts", "posts", "post", "src", "docs", "blog", "site", "news"):
        return "/".join(parts)
    return path.name or "raiz"


def _style(found: Folder) -> None:
    root = found.root
    names = {item.name for item in root.iterdir()}
    if names & {"_config.yml", "_config.yaml", "_config.toml"} or "_posts" in names:
        found.style, found.sure = "jekyll", True
        found.config = config = _config(root, "_config.yml", "_config.yaml", "_config.toml")
        base = str(config.get("baseurl") or "").strip("/")
        found.url = str(config.get("url") or "").rstrip("/") + (f"/{base}" if base else "")
        found.permalinks = {"": str(config.get("permalink") or "date")}
    elif (root / "content").is_dir() and (
        names & {"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config"}
        or names & {"config.toml", "config.yaml", "config.yml", "config.json"}
    ):
        found.style, found.base, found.sure = "hugo", "content/", True
        kinds = ("toml", "yaml", "yml", "json")
        places = [f"{folder}{name}.{kind}" for folder in ("", "config/_default/")
                  for name in ("hugo", "config") for kind in kinds]  # fmt: skip
        found.config = config = _config(root, *places)
        if "languages" not in config and (given := _config(root, *_LANGUAGE_FILES)):
            found.config = config = {**config, "languages": given}
        if content := str(config.get("contentDir") or "").strip("/."):
            found.base = f"{content}/"
        found.url = str(config.get("baseURL") or config.get("baseurl") or "")
        links = config.get("permalinks") or {}
        if isinstance(links, dict):
            own = links.get("page")
            links = {**links, **(own if isinstance(own, dict) else {})}
        found.permalinks = {str(k): str(v) for k, v in links.items() if isinstance(v, str)}
    elif any(n.startswith("astro.config.") for n in names) or (root / "src" / "content").is_dir():
        found.style, found.base, found.sure = "astro", "src/content/", True
        if (config_file := next((n for n in names if n.startswith("astro.config.")), None)) and (
            site := re.search(r"site:\s*[\"'](https?://[^\"']+)", _read(root / config_file))
        ):
            found.url = site[1]
            if below := _ASTRO_BASE.search(_read(root / config_file)):
                found.url = f"{site[1].rstrip('/')}/{below[1].strip('/')}"
    elif config_file := next((n for n in sorted(names) if _ELEVENTY.fullmatch(n)), None):
        found.style, found.sure = "eleventy", True
        if folder := re.search(r"input:\s*[\"']\.?/?([\w/-]+)/?[\"']", _read(root / config_file)):
            found.base = f"{folder[1].strip('/')}/"
    elif "pelicanconf.py" in names:
        found.style, found.base, found.sure = "pelican", "content/", True
        settings = _read(root / "publishconf.py") + _read(root / "pelicanconf.py")
        found.config = {**_assigned(root / "pelicanconf.py"), **_assigned(root / "publishconf.py")}
        inside = found.config.get("PATH")
        if isinstance(inside, str) and not inside.startswith(("/", "..")):
            inside = posixpath.normpath(inside)
            if (root / inside).is_dir():
                found.base = "" if inside == "." else f"{inside}/"
        if site := re.search(r"^SITEURL\s*=\s*[\"'](https?://[^\"']+)", settings, re.MULTILINE):
            found.url = site[1]
    elif "_posts" in root.name:
        found.style = "jekyll"


def _config(root: Path, *names: str) -> dict[str, Any]:
    """The first configuration there is, read as data; nothing if it cannot be."""
    for name in names:
        text = _read(root / name)
        try:
            if name.endswith(".toml"):
                values = tomllib.loads(text)
            elif name.endswith(".json"):
                values = json.loads(text or "{}")
            else:
                values = yaml.safe_load(text) if "&" not in text else {}
        except (ValueError, yaml.YAMLError, RecursionError):
            values = {}
        if isinstance(values, dict) and values:
            return values
    return {}


def _assigned(path: Path) -> dict[str, Any]:
    """What a program's file gives to names and is no program: it is read and never run."""
    try:
        lines = ast.parse(_read(path)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for line in lines:
        if isinstance(line, ast.Assign):
            with suppress(ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                value = ast.literal_eval(line.value)
                found.update({t.id: value for t in line.targets if isinstance(t, ast.Name)})
    return found


def _read(path: Path) -> str:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_CONFIG:
        return ""
    return path.read_text("utf-8", "replace")


def _walk(found: Folder, apart: tuple[str, ...]) -> None:
    def look(folder: str, prefix: str) -> None:
        with os.scandir(folder) as items:
            listed = sorted(items, key=attrgetter("name"))
        for item in listed:
            path = prefix + item.name
            if item.is_symlink():
                text = item.name.lower().endswith(_TEXTS)
                wrong = InvalidValue(
                    N_("es un enlace simbólico"), N_("Ponga el archivo verdadero.")
                )
                if text:
                    found.refused[shown_path(path)] = wrong
                else:
                    found.passed.append(shown_path(path))
            elif item.is_dir():
                if item.name.startswith(".") or item.name in _PASSED:
                    found.passed.append(f"{shown_path(path)}/")
                else:
                    look(item.path, f"{path}/")
            elif item.is_file():
                _sort(found, path, item, apart)
            else:
                found.passed.append(shown_path(path))

    look(str(found.root), "")


def _sort(found: Folder, path: str, item: "os.DirEntry[str]", apart: tuple[str, ...]) -> None:
    ending = posixpath.splitext(item.name)[1].lower()
    if not item.name.isprintable():
        if ending in _TEXTS:
            found.refused[shown_path(path)] = InvalidValue(
                N_("el nombre tiene caracteres que no se pueden leer"),
                N_("Cámbielo por uno con letras, números y guiones."),
            )
        else:
            found.passed.append(shown_path(path))
    elif item.name.startswith((".", "~$")) or path.startswith(apart):
        found.others.append(path)
    elif wrong := unread(item.name):
        found.refused[path] = wrong
    elif ending in _HEADED or _PAPERS.match(item.name):
        with open(item.path, "rb") as file:  # noqa: PTH123 - there are thousands
            head = file.read(8).lstrip(b"\xef\xbb\xbf")
        headed = head.startswith((b"---", b"+++"))
        (found.texts if headed else found.others).append(path)
    elif ending == ".txt":
        plain = found.style == "plain" and item.name.lower() not in _ROBOTS
        (found.texts if plain else found.others).append(path)
    elif ending in _TEXTS:
        found.texts.append(path)
    else:
        found.others.append(path)


def unread(name: str) -> InvalidValue | None:
    """Why a text in other markup is refused; nothing if the file is not one."""
    kind = _OTHER_TEXTS.get(posixpath.splitext(name)[1].lower())
    if kind is None:
        return None
    return InvalidValue(
        N_("está en {kind}, que no se lee"),
        N_("Guárdelo como DOCX o Markdown (por ejemplo con pandoc) y repita."),
        kind=kind,
    )


def joined(path: str) -> str:
    """A path with its accents joined, as texts write it, whatever the disk does."""
    return unicodedata.normalize("NFC", path)
