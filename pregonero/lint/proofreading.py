"""What the rules of the desk say of a whole archive: each file is read for it once in its life."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pregonero import parallel
from pregonero.content import reader
from pregonero.content.archive import WORTH, Archive
from pregonero.content.cache import BUCKETS, VERDICTS, ContentCache, bucket_of
from pregonero.content.scan import ContentScan
from pregonero.diagnostics import Problem
from pregonero.fingerprint import digest
from pregonero.lint import dictionary
from pregonero.lint.dictionary import Dictionary, Verdicts
from pregonero.lint.registry import RULES
from pregonero.lint.rule import LintContext, Names
from pregonero.lint.runner import look_at_all
from pregonero.lint.suppressions import Decision
from pregonero.markdown.bounds import excess
from pregonero.markdown.cleanup import mend
from pregonero.newsroom.editorial import EditorialConfig
from pregonero.parallel import Progress

#: What is kept of a file, in buckets after those of records: its digest, that of the words known
#: then, what was found and decided.
_Record = tuple[str, str, tuple[Problem, ...], tuple[Decision, ...]]
_Records = dict[str, _Record]


class _Asked(NamedTuple):
    """What a dictionary said, and which one."""

    dictionary: str
    words: Verdicts


class Proofs(NamedTuple):
    """What was found in texts, the decisions in force, and whether there was a dictionary for those
    rules that need one."""

    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...]
    spelled: bool


class _Desk(NamedTuple):
    """All that a look needs besides the file."""

    archive: Archive
    seen: ContentScan
    shelf: ContentCache
    house: EditorialConfig
    words: Dictionary | None
    names: Names
    known: str


def proofread(
    archive: Archive,
    seen: ContentScan,
    house: EditorialConfig,
    shelf: ContentCache,
    paths: Iterable[str] | None = None,
    progress: Progress | None = None,
    installed: Path | None = None,
) -> Proofs:
    """Look at the records of an archive, or at those of `paths`, that are not on the shelf as they
    are. `installed` is the dictionary. Raises OSError."""
    own = dictionary.own(seen.root)
    print_ = dictionary.print_of(installed) if installed and _spelling(house) else ""
    kept = (shelf.bucket(VERDICTS, _Asked) if print_ else None) or _Asked("", Verdicts())
    verdicts = kept.words if kept.dictionary == print_ else Verdicts()
    words = Dictionary(installed, verdicts) if installed and print_ else None
    desk = _Desk(
        archive,
        seen,
        shelf,
        house,
        words,
        Names.of(own),
        digest("\n".join([print_, *own]).encode()),
    )
    wanted = archive.entries.keys() if paths is None else set(paths) & archive.entries.keys()
    groups: dict[int, list[str]] = {}
    for path in sorted(wanted):
        groups.setdefault(bucket_of(path), []).append(path)
    found: dict[str, _Record] = {}
    stale: list[tuple[int, list[str]]] = []
    for number, group in groups.items():
        held = shelf.bucket(BUCKETS + number, _Records) or {}
        right = {path: held[path] for path in group if _holds(held.get(path), path, desk)}
        found |= right
        if len(right) < len(group):
            stale.append((number, [path for path in group if path not in right]))
    count = sum(len(group) for _, group in stale)
    made = parallel.spread(
        stale,
        partial(_read, desk),
        (lambda done, total: progress(count * done // total, count)) if progress else None,
        worth=count >= WORTH,
    )
    buckets: dict[int, bytes] = {}
    new = Verdicts()
    for (number, _), (records, asked) in zip(stale, made, strict=True):
        found |= records
        new = new | asked
        held = shelf.bucket(BUCKETS + number, _Records) or {}
        whole = {path: one for path, one in (held | records).items() if path in seen.texts}
        buckets[BUCKETS + number] = shelf.packed(BUCKETS + number, whole)
    if new:
        buckets[VERDICTS] = shelf.packed(VERDICTS, _Asked(print_, verdicts | new))
    if buckets:
        shelf.keep(buckets=buckets)
    return Proofs(
        tuple(problem for record in found.values() for problem in record[2]),
        tuple(sorted(decision for record in found.values() for decision in record[3])),
        words is not None or not _spelling(house),
    )


def _spelling(house: EditorialConfig) -> bool:
    """Whether any rule wants a dictionary."""
    return any(rule.needs_words and rule.level_in(house) != "off" for rule in RULES.values())


def _holds(record: _Record | None, path: str, desk: _Desk) -> bool:
    return record is not None and record[:2] == (desk.seen.texts[path].digest, desk.known)


def _read(desk: _Desk, bucket: tuple[int, list[str]]) -> tuple[dict[str, _Record], Verdicts]:
    """Records of files, and the verdicts that were asked for meanwhile."""
    records: dict[str, _Record] = {}
    for path in bucket[1]:
        entry = desk.archive.entries[path]
        with open(f"{desk.seen.root}/{path}", "rb") as file:  # noqa: PTH123 - there are thousands
            raw = file.read()
        if digest(raw) != desk.seen.texts[path].digest:
            continue  # somebody is writing: the next check reads it
        text, _ = mend(raw.decode("utf-8"))
        body = reader.below(text, entry.body_line)
        if excess(body):  # an error already, and every rule would take its time
            records[path] = desk.seen.texts[path].digest, desk.known, (), ()
            continue
        sheet = LintContext(entry.document, body, desk.house, desk.words, desk.names)
        look = look_at_all(entry, text, sheet, RULES)
        records[path] = desk.seen.texts[path].digest, desk.known, look.problems, look.decisions
    asked = Verdicts()
    if desk.words:
        asked, desk.words.new = desk.words.new, asked
    return records, asked
