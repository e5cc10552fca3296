"""Content and newsroom.toml read with the rules of the desk that `build` looks at too.

Reading knows nothing of these rules: whoever reads to show or to publish does it from here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from os import environ as surroundings
from pathlib import Path
from typing import TYPE_CHECKING

from pregonero.content import archive as archives
from pregonero.content.archive import Archive
from pregonero.content.cache import ContentCache
from pregonero.content.reader import Checks
from pregonero.content.record_encoding import CachedDocument
from pregonero.content.scan import ContentScan
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.lint.prefilter import DATED, suspect
from pregonero.newsroom import loader as newsrooms
from pregonero.newsroom.editorial import EditorialConfig
from pregonero.newsroom.model import Newsroom
from pregonero.parallel import Progress

if TYPE_CHECKING:
    from pregonero.lint.rule import Rule


def checks(newsroom: Newsroom) -> Checks:
    """What the rules say of one record, for `document.read`."""
    return partial(early, house=newsroom.house)


def load(
    content: Path,
    newsroom: Newsroom,
    progress: Progress | None = None,
    shelf: ContentCache | None = None,
    seen: ContentScan | None = None,
    paths: Iterable[str] | None = None,
    first: Collection[str] = (),
) -> Archive:
    """`archive.load` with these rules."""
    return archives.load(
        content, newsroom, progress, shelf, seen, paths, first, checks=checks(newsroom)
    )


def records(
    seen: ContentScan, newsroom: Newsroom, shelf: ContentCache, paths: Iterable[str] | None = None
) -> dict[str, CachedDocument]:
    """`archive.records` with these rules."""
    return archives.records(seen, newsroom, shelf, paths, checks=checks(newsroom))


def load_newsroom(path: Path, environ: Mapping[str, str] = surroundings) -> Newsroom:
    """`newsroom.load`, the switches of rules judged too."""
    return newsrooms.load(path, environ, switched=_switched)


def _switched(name: str, level: str) -> InvalidValue | None:
    from pregonero.lint.registry import switched  # every rule: most newsrooms switch none

    return switched(name, level)


def early(entry: SourceDocument, text: str, body: str, house: EditorialConfig) -> Sequence[Problem]:
    """What these rules find in a record, and those that its newsroom made errors.

    `text` is the whole file, `body` what is below its header.
    """
    raised = {name for name, level in house.levels if level == "error"}
    told = DATED.sub("", text[: len(text) - len(body)]) + body
    if not raised and not suspect(entry.document, told, body):
        return ()
    due = [rule for rule in _rules(raised) if not rule.sign or rule.sign(entry.document, told)]
    if not due:
        return ()
    from pregonero.lint.rule import LintContext
    from pregonero.lint.runner import look

    return look(entry, text, LintContext(entry.document, body, house), due).problems


def _rules(raised: Collection[str]) -> Iterator["Rule"]:
    """Those that always are, and the raised ones; most texts need neither, and others are many."""
    from pregonero.lint import headlines, minors, personal

    yield from (*headlines.RULES, *personal.RULES, *minors.RULES)
    if raised:
        from pregonero.lint.registry import RULES

        yield from (RULES[name] for name in raised if not RULES[name].sign)
