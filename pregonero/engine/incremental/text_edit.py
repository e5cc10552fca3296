"""When only the words of some records changed: what that touches, and what it takes to write it.

Every other output is as the ledger says; the archive as a whole is not even read.
"""

from collections.abc import Iterable
from datetime import datetime

from pregonero.content.archive import Archive
from pregonero.content.cache import ContentCache
from pregonero.content.scan import ContentScan
from pregonero.edition.report import Report
from pregonero.engine.incremental.manifest import BuildManifest
from pregonero.lint.loading import load, records
from pregonero.markdown.links import composed, targets
from pregonero.newsroom.model import Newsroom
from pregonero.newsroom.urls import LANGUAGE_FEEDS


def rewritten(
    before: BuildManifest,
    asked: str,
    told: str,
    moment: datetime | None,
    seen: ContentScan,
    shelf: ContentCache,
    newsroom: Newsroom,
) -> list[str] | None:
    """The paths of records whose words changed since a build, if nothing else did; None if more.

    `asked` and `told` are digests of what was asked for and of what git told.
    """
    assert moment
    if (before.asked, before.chronicle) != (
        asked,
        told,
    ) or not before.since <= moment < before.until:
        return None
    records(seen, newsroom, shelf, seen.changed)
    if seen.outline() != before.content:
        return None
    known = [file for file in before.prints if file in seen.media]
    prints = seen.fingerprints(known, shelf)
    if {file: prints[file] for file in known} != before.prints:
        return None
    new, old = seen.lines().split("\n"), before.texts.split("\n")
    if len(new) != len(old):
        return None
    pairs = [(n.split("\0"), o.split("\0")) for n, o in zip(new, old, strict=True) if n != o]
    if any(n[:2] != o[:2] for n, o in pairs):
        return None
    changed = [path for (path, *_), _ in pairs]
    # The page of a campaign also shows its bulletins; the feeds of questions, their answers.
    apart = ["campaigns/", "questions/"]
    if newsroom.dialogue and newsroom.dialogue.rules:
        apart.append("pages/")  # one of which the page of questions shows
    return None if any(path.startswith(tuple(apart)) for path in changed) else changed


def load_for(
    changed: Iterable[str],
    before: BuildManifest,
    seen: ContentScan,
    shelf: ContentCache,
    newsroom: Newsroom,
) -> Archive:
    """The part of an archive that the pages and feeds of some records show."""
    wanted = dict.fromkeys(changed)
    for path in list(wanted):
        wanted |= dict.fromkeys((*before.around(path), *before.kin.get(path, ())))
    for folder, paths in before.feeds.items():
        if not wanted.keys().isdisjoint(paths):
            wanted |= dict.fromkeys((*paths, *before.deleted[folder]))
    # One of each language: every page leads to the homes of those that have any.
    spoken = (p[0] for f, p in before.feeds.items() if p and f.startswith(LANGUAGE_FEEDS))
    wanted |= dict.fromkeys(spoken)
    wanted |= dict.fromkeys(before.alerts)  # every page names them
    for path in list(wanted):
        wanted |= dict.fromkeys(before.kin.get(path, ()))
    # The site's own: its menu, and what every page may name.
    wanted |= dict.fromkeys(p for p in seen.texts if not p.startswith("bulletins/"))
    wanted |= dict.fromkeys(before.menu)
    wanted.pop("", None)
    archive = load(seen.root, newsroom, None, shelf, seen, wanted)
    apart = composed(seen.texts)
    for path, entry in archive.entries.items():
        for _, target in targets(entry.document.links, path, newsroom.url):
            where = apart.get(target.where, target.where)
            if target.kind == "document" and where in seen.texts:
                wanted[where] = None
    return load(seen.root, newsroom, None, shelf, seen, [p for p in seen.texts if p in wanted])


def report(archive: Archive, changed: Iterable[str], before: BuildManifest) -> Report:
    """What the last build told, with what is wrong now in the changed files by themselves."""
    old = {problem for path in changed for problem in before.own.get(path, ())}
    new = [p for path in changed for p in archive.own.get(path, ())]
    warnings = (*(p for p in before.report.warnings if p not in old), *new)
    return Report(before.report.published, before.report.withheld, tuple(sorted(warnings)))
