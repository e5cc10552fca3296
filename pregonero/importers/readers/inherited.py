"""What a text has from its folder: `cascade` of Hugo, `defaults` of Jekyll, data files of Eleventy,
and the folders that a generator makes no page of."""

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from glob import escape
from pathlib import Path
from typing import Any

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import FILE, HeaderPair, Refused, undecided

#: Bytes of a file of data that is read.
LARGEST = 1_000_000
_PROGRAM = re.compile(r"\.11tydata\.(?:c|m)?[jt]s$")
_SPEAKS = re.compile(
    r"draft|permalink\W+false|eleventyExcludeFromCollections|private|hidden|published|password"
    r"|unlisted|embargo",
    re.IGNORECASE,
)


@dataclass
class Inherited:
    """Data of folders, `""` the root, and of single texts by their path without its ending;
    `scopes` are those of a configuration, each with a pattern; `apart` say why a generator makes no
    page of what a pattern matches. `usual` is what holds for a text that does not say otherwise
    itself, `renamed` the names that a configuration gave to keys we know."""

    folders: dict[str, list[HeaderPair]] = field(default_factory=dict)
    single: dict[str, list[HeaderPair]] = field(default_factory=dict)
    scopes: list[tuple[str, list[HeaderPair]]] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)
    style: str = ""
    base: str = ""
    collections: frozenset[str] = frozenset()
    usual: list[HeaderPair] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)

    def pairs(self, path: str, own: Sequence[HeaderPair] = ()) -> Iterator[HeaderPair]:
        """What holds for a text besides its own header, of which `own` are the data."""
        names = {pair.name for pair in own}
        yield from (pair for pair in self.usual if pair.name not in names)
        for pair in own:
            if key := self.renamed.get(pair.key.lower()):
                yield replace(pair, key=key, origin=pair.key)
        folder = posixpath.dirname(path)
        while True:
            yield from self.folders.get(folder, ())
            if not folder:
                break
            folder = posixpath.dirname(folder)
        yield from self.single.get(posixpath.splitext(path)[0], ())
        for pattern, pairs in self.scopes:
            if _matches(path, pattern):
                yield from pairs

    def reasons(self, path: str) -> Iterator[Problem]:
        """Why its generator made no page of a text."""
        parts = path.removeprefix(self.base).split("/")
        hidden = next((part for part in parts if self._unseen(part)), "")
        named = next((why for pattern, why in self.apart if _matches(path, pattern)), "")
        if hidden or named:
            wrong = InvalidValue(
                N_("el sitio anterior no publicaba {name}"),
                N_("Apruébelo si debe publicarse, o bórrelo."),
                name=hidden or named,
            )
            yield undecided(path, 1, FILE, wrong)

    def _unseen(self, part: str) -> bool:
        if not part.startswith("_") or part.startswith("_index."):
            return False
        if self.style == "jekyll":
            return part[1:] not in self.collections
        return self.style in ("astro", "eleventy")


def learn(
    root: Path, style: str, base: str, config: Mapping[str, Any], texts: Iterable[str],
    others: Iterable[str],
) -> Inherited:  # fmt: skip
    """What the folders of a source say of the texts in them."""
    found = Inherited(style=style, base=base)
    if style == "jekyll":
        _jekyll(found, config)
    elif style == "hugo":
        _hugo(found, config, texts)
    elif style == "pelican":
        _pelican(found, config, texts)
    for path in texts:
        if posixpath.basename(path).startswith("_index."):
            _cascade(found, root / path, path)
    for path in others:
        folder, name = posixpath.split(path)
        stem = posixpath.splitext(name)[0]
        if name.endswith(".json"):
            whole = name.endswith(".11tydata.json")
            stem = name.removesuffix(".11tydata.json") if whole else stem
            _data(found, _read(root / path), path, folder, stem, sure=whole)
        elif _PROGRAM.search(name) and (word := _SPEAKS.search(_read(root / path))):
            spoken = HeaderPair("permalink", "false", 1, path)
            if not word[0].startswith("permalink"):  # a program's value is not known
                spoken = HeaderPair(word[0], "?", 1, path)
            _data_for(found, folder, _PROGRAM.sub("", name), [spoken])
        elif path == ".eleventyignore" or (path == ".gitignore" and style == "eleventy"):
            lines = (line.strip() for line in _read(root / path).split("\n"))
            found.apart += [(line, line) for line in lines if line and line[0] not in "#!"]
    return found


def _hugo(found: Inherited, config: Mapping[str, Any], texts: Iterable[str]) -> None:
    """https://gohugo.io/configuration/all/: `cascade`, `ignoreFiles`, `frontmatter`."""
    _add(found.folders, "", _cascaded(config.get("cascade")), "hugo")
    for rule in _listed(config.get("ignoreFiles") or config.get("ignorefiles")):
        if re.search(r"[*+}]\)?[*+{]|\)[*+{]|\\\d", rule) or len(rule) > 200:
            found.apart.append(("*", rule))  # it could take for ever: a person looks
            continue
        try:
            left = re.compile(rule)
        except re.error:
            found.apart.append(("*", rule))
            continue
        found.apart += [(escape(path), rule) for path in texts if left.search(f"/{path}")]
    given = config.get("frontmatter")
    for kind in ("publishDate", "expiryDate"):
        names = _listed(given.get(kind)) if isinstance(given, dict) else []
        found.renamed.update({n.lower(): kind for n in names if not n.startswith(":")})


def _pelican(found: Inherited, config: Mapping[str, Any], texts: Iterable[str]) -> None:
    """https://docs.getpelican.com/en/latest/settings.html: what it reads, and what it does not."""
    base = found.base
    usual = config.get("DEFAULT_METADATA")
    found.usual = _cascaded(usual, "pelicanconf.py")
    given = config.get("EXTRA_PATH_METADATA")
    for path, values in given.items() if isinstance(given, dict) else ():
        found.scopes.append((f"{base}{path}".strip("/"), _cascaded(values, "pelicanconf.py")))
    articles = paths_of(config, "ARTICLE_PATHS", "")
    pages = paths_of(config, "PAGE_PATHS", "pages")
    kinds = [
        (articles, _listed(config.get("ARTICLE_EXCLUDES")), "ARTICLE_EXCLUDES"),
        (pages, _listed(config.get("PAGE_EXCLUDES")), "PAGE_EXCLUDES"),
    ]
    ignored = _listed(config.get("IGNORE_FILES"))
    for path in texts:
        inner = path.removeprefix(base)
        parts = inner.split("/")
        why = next((i for i in ignored if any(fnmatch(part, i) for part in parts)), "")
        if not why and not any(
            below(inner, read) and not below(inner, left) for read, left, _ in kinds
        ):
            why = next((name for read, _, name in kinds if below(inner, read)), "ARTICLE_PATHS")
        if why:
            found.apart.append((escape(path), why))


def paths_of(config: Mapping[str, Any], name: str, usual: str) -> list[str]:
    """The folders of one kind of text in a configuration of Pelican."""
    return _listed(config[name]) if name in config else [usual]


def below(path: str, folders: Iterable[str]) -> bool:
    """Whether a file is in one of these folders, or is one of these."""
    for folder in folders:
        folder = folder.strip("/")
        if not folder or path == folder or path.startswith(f"{folder}/"):
            return True
    return False


def _listed(value: Any) -> list[str]:
    """A configuration's list of texts, however it was typed."""
    if isinstance(value, str):
        return [value]
    return [str(one) for one in value] if isinstance(value, list | tuple | set) else []


def _jekyll(found: Inherited, config: Mapping[str, Any]) -> None:
    given = config.get("collections") or {}
    shown = [k for k, v in given.items() if isinstance(v, dict) and v.get("output") is True] if (
        isinstance(given, dict)) else []  # fmt: skip
    found.collections = frozenset(("posts", "drafts", *map(str, shown)))
    for rule in config.get("defaults") or ():
        if not isinstance(rule, dict) or not isinstance(rule.get("values"), dict):
            continue
        scope = rule.get("scope") if isinstance(rule.get("scope"), dict) else {}
        assert isinstance(scope, dict)
        pairs = _cascaded(rule["values"], "_config.yml")
        kind = str(scope.get("type") or "")
        path = str(scope.get("path") or "").strip("/")
        if kind not in ("", "pages"):  # a collection, wherever it is
            found.scopes.append((f"_{kind}", pairs))
            found.scopes.append((f"*/_{kind}", pairs))
        else:
            found.scopes.append((path or "*", pairs))
    left = config.get("exclude") or ()
    names = [left] if isinstance(left, str) else left if isinstance(left, list) else []
    found.apart += [(str(name).strip("/"), str(name)) for name in names if name]


def _cascade(found: Inherited, file: Path, path: str) -> None:
    from pregonero.importers.readers import headers

    text = _read(file)
    if "cascade" not in text:
        return
    try:
        header = headers.read(text, path)
    except Refused:
        return
    for pair in header.pairs:
        if pair.name == "cascade":
            _add(found.folders, posixpath.dirname(path), _cascaded(pair.value), path)


def _cascaded(value: Any, origin: str = "") -> list[HeaderPair]:
    """The data of one cascade, whatever its target: what it may keep from readers, it does."""
    rules = value if isinstance(value, list) else [value]
    return [
        HeaderPair(str(key), _typed(inner), 1, origin)
        for rule in rules
        if isinstance(rule, dict)
        for key, inner in rule.items()
        if str(key) not in ("_target", "target")
    ]


def _data(
    found: Inherited, text: str, path: str, folder: str, stem: str, *, sure: bool
) -> None:  # fmt: skip
    """A file of Eleventy's data: of its folder, if they have one name, or of the text beside it."""
    try:
        values = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return
    if isinstance(values, dict) and (sure or len(values) < 200):
        _data_for(found, folder, stem, _cascaded(values, path))


def _data_for(found: Inherited, folder: str, stem: str, pairs: list[HeaderPair]) -> None:
    if stem == posixpath.basename(folder):
        found.folders.setdefault(folder, []).extend(pairs)
    else:
        found.single.setdefault(posixpath.join(folder, stem), []).extend(pairs)


def _add(
    where: dict[str, list[HeaderPair]], folder: str, pairs: list[HeaderPair], origin: str
) -> None:
    if pairs:
        where.setdefault(folder, []).extend(
            HeaderPair(p.key, p.value, p.line, origin) for p in pairs
        )


def _typed(value: Any) -> Any:
    """A value as a header's are: text, lists and dictionaries."""
    if isinstance(value, dict):
        return {str(key): _typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _matches(path: str, pattern: str) -> bool:
    pattern = pattern.strip("/").removesuffix("/**").removesuffix("/*")
    return path == pattern or path.startswith(f"{pattern}/") or (
        any(sign in pattern for sign in "*?[")
        and (fnmatch(path, pattern) or fnmatch(path, f"{pattern}/*"))
    )  # fmt: skip


def _read(path: Path) -> str:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        return ""
    return path.read_text("utf-8", "replace")
