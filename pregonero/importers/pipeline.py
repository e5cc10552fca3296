"""An import from beginning to end: read, draft, place, finish, and only then write."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Generic, TypeVar

import msgspec

from pregonero import parallel
from pregonero.content.archive import Archive
from pregonero.diagnostics import InvalidValue, Problem, why
from pregonero.fingerprint import digest
from pregonero.i18n import N_
from pregonero.importers.download import remote_photographs
from pregonero.importers.download.downloading import Download
from pregonero.importers.outcome import Action, Fate, ImportedText, Outcome
from pregonero.importers.placement import link_targets, state, writing
from pregonero.importers.placement.finishing import Finished, Finisher
from pregonero.importers.placement.placing import Outline, Placed, Placing, identity
from pregonero.importers.placement.resolved_links import carried
from pregonero.importers.placement.state import ImportState, Record
from pregonero.importers.placement.waiting_links import early
from pregonero.importers.readers import texts
from pregonero.importers.readers.sources import ImportSource
from pregonero.importers.source_item import FILE, Refused, SourceItem, undecided
from pregonero.importers.transform.draft import Draft, Drafter
from pregonero.importers.transform.fidelity import Render
from pregonero.importers.transform.mapping import Mapping
from pregonero.newsroom.model import Newsroom

Item = TypeVar("Item")


class Staged(Generic[Item]):
    """Batches of dataclasses of one kind, in a file that has no name and ends with this process.

    Python's own JSON writes every text that it reads, halves of surrogate pairs too, which an old
    archive may hold.
    """

    def __init__(self, kind: type[Item]) -> None:
        self.kind = kind
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with its owner
        self.ends: list[int] = [0]

    def add(self, batch: Sequence[Item]) -> None:
        self.file.seek(self.ends[-1])
        self.file.write(json.dumps(msgspec.to_builtins(batch)).encode())
        self.ends.append(self.file.tell())

    def __iter__(self) -> Iterator[list[Item]]:
        for start, end in zip(self.ends, self.ends[1:], strict=False):
            self.file.seek(start)
            batch = json.loads(self.file.read(end - start))
            yield [msgspec.convert(item, self.kind) for item in batch]

    def close(self) -> None:
        self.file.close()


#: A text by its path: what was found, why it is refused, or None if it is a file still to be read.
Work = tuple[str, SourceItem | InvalidValue | None]


def drafted(source: ImportSource, drafter: Drafter, work: Work) -> Draft | Problem:
    """A text's draft, or why there is none."""
    path, found = work
    made = _read(source, drafter, path, found)
    return made if isinstance(made, Draft) else undecided(path, 1, FILE, made)


def _read(
    source: ImportSource, drafter: Drafter, path: str, found: SourceItem | InvalidValue | None
) -> Draft | InvalidValue:
    if isinstance(found, InvalidValue):
        return found
    try:
        return drafter.draft(found or texts.read(source.folder, path))
    except Refused as refusal:
        return refusal.wrong
    except OSError as error:
        return InvalidValue(
            N_("no se puede abrir ({reason})"),
            N_("Revise sus permisos y repita."),
            reason=why(error),
        )
    except Exception as error:  # one text that nobody foresaw is no reason to lose the rest
        return _unforeseen(error)


def finished(finisher: Finisher, item: tuple[Draft, Placed]) -> Finished:
    """A draft's file."""
    draft, place = item
    try:
        return finisher.finish(draft, place)
    except Exception as error:
        return Finished(
            draft.source,
            place.path,
            place.id,
            refused=undecided(draft.source, 1, FILE, _unforeseen(error)),
        )


def _unforeseen(error: Exception) -> InvalidValue:
    return InvalidValue(
        N_("el programa no supo leerlo ({reason})"),
        N_("Tráigalo a mano, y avise a quien mantiene el programa."),
        reason=f"{type(error).__name__}: {error}",
    )


#: Texts in hand at once, and how many make a fork worth it.
BATCH, WORTH = 2_000, 64

Progress = Callable[[str, int, int], None]


@dataclass
class Import:
    """One source on its way into one content folder. At `moment` it is known what has expired;
    `render` shows Markdown as the site does."""

    source: ImportSource
    into: Path
    newsroom: Newsroom
    archive: Archive
    mapping: Mapping
    state: ImportState
    progress: Progress
    default: str
    moment: datetime
    render: Render
    download: Download | None = None
    drafts: Staged[Draft] = field(default_factory=partial(Staged, Draft))
    finished: Staged[Finished] = field(default_factory=partial(Staged, Finished))
    demoted: dict[str, Problem] = field(default_factory=dict)
    keys: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __enter__(self) -> "Import":
        return self

    def __exit__(self, *_: object) -> None:
        self.drafts.close()
        self.finished.close()

    def plan(self) -> Outcome:
        """Everything but writing. Raises OSError."""
        refused, outlines = self._read()
        known, held = self._known(outlines)
        placing = Placing(self.newsroom, self.archive, known, held)
        placed = placing.place(outlines, self.source.name)
        self.demoted = self._finish(outlines, placed)
        outcome = Outcome(
            self.source.name,
            self.source.folder.style if self.source.style == "folder" else self.source.style,
            self.source.count,
            others=self.source.others,
            passed=tuple(self.source.folder.passed),
            keys=self.keys,
        )
        if self.download is not None:
            outcome.remotes = self.download.told
        outcome.texts += refused
        media: set[str] = set()
        for done in self._settled():
            outcome.texts.append(self._fate(done, known, placed[done.source]))
            media.update(target for _, target in done.media)
        outcome.media = len(media)
        outcome.texts.sort(key=lambda text: text.source)
        outcome.account()
        return outcome

    def write(self, outcome: Outcome) -> None:
        """Write what was planned, each file whole. Raises OSError, `state.LeadsOut`."""
        by_source = {text.source: text for text in outcome.texts}
        for count, done in enumerate(self._settled(), 1):
            text = by_source[done.source]
            key = self.key(done.source)
            before = self.state.records.get(key)
            if text.action in ("new", "updated"):
                for file, target in done.media:
                    self._carry(file, target)
                state.put(self.into, done.path, done.data)
                if before and before.path != done.path:
                    state.safe(self.into, before.path).unlink(missing_ok=True)
            if text.action in ("new", "updated", "same"):
                self.state.records[key] = Record(
                    done.path,
                    digest(done.data),
                    done.raw,
                    done.id,
                    state.reasons(done.told),
                    self._came(done, before),
                )
            elif text.action == "edited" and before is None:  # it waits too, whoever wrote it
                waits = state.reasons(text.told)
                self.state.records[key] = Record(
                    done.path, "", done.raw, done.id, waits, self._came(done, None)
                )
            self.progress(N_("Escribiendo"), count, outcome.found)
        waiting = state.waiting(self.into, self.state.records)
        state.save(self.into, self.state, waiting, self.newsroom.lang)
        if self.download is not None:
            remote_photographs.forget(self.download, self.state, self.into)

    def key(self, source: str) -> str:
        return f"{self.source.name}/{source}"

    def _came(self, done: Finished, before: Record | None) -> str:
        """When these bytes of a source first came: now, unless they came before."""
        if before and before.came and before.raw == done.raw:
            return before.came
        return self.moment.astimezone(UTC).isoformat(timespec="seconds")

    def _first(self, source: str, raw: str) -> datetime | None:
        record = self.state.records.get(self.key(source))
        return record.moment if record and record.raw == raw else None

    def _read(self) -> tuple[list[ImportedText], list[Outline]]:
        """Drafts on disk, what placing needs of them, and what cannot come."""
        drafter = Drafter(
            self.newsroom,
            self.mapping,
            self.source.folder,
            self.default,
            self.moment,
            self.render,
            self._first,
        )
        refused = [
            _refused(path, undecided(path, 1, FILE, wrong))
            for path, wrong in self.source.folder.refused.items()
        ]
        outlines: list[Outline] = []
        count = 0
        for batch in _batches(self.source.works(), BATCH):
            told = partial(self._tell, N_("Leyendo"), count)
            made = parallel.spread(
                batch, partial(drafted, self.source, drafter), told, worth=len(batch) >= WORTH
            )
            drafts: list[Draft] = []
            for (path, _), draft in zip(batch, made, strict=True):
                if isinstance(draft, Draft):
                    drafts.append(draft)
                    outlines.append(Outline.of(draft))
                    self.keys.update(draft.keys.items())
                else:
                    refused.append(_refused(path, draft))
            self.drafts.add(drafts)
            count += len(batch)
        return refused, outlines

    def _settled(self) -> Iterator[Finished]:
        """Each finished text, a draft if it links to what is not public."""
        for batch in self.finished:
            for done in batch:
                if problem := self.demoted.get(done.path):
                    reason = replace(problem, file=done.source)
                    done.told.append(reason)
                    done.data = writing.demoted(done.data, reason, self.newsroom.lang)
                    done.approved = False
                yield done

    def _known(self, outlines: Sequence[Outline]) -> tuple[dict[str, Record], set[str]]:
        """The records of these texts by their source, and files that a person has changed. A text
        whose bytes came before under another name, which is not here now, is that one."""
        here = {self.key(outline.source) for outline in outlines}
        away = {r.raw: k for k, r in self.state.records.items() if k not in here and r.raw}
        ids = {str(e.document.id): path for path, e in self.archive.entries.items()}
        known: dict[str, Record] = {}
        for outline in outlines:
            key = self.key(outline.source)
            if key not in self.state.records and (old := away.pop(outline.raw, None)):
                self.state.records[key] = self.state.records.pop(old)
            if record := self.state.records.get(key):
                known[outline.source] = record
            elif there := ids.get(identity(key)):  # the state is lost: it may be as it was written
                known[outline.source] = Record(there, "", "", identity(key))
        held = {
            record.path
            for record in known.values()
            if record.digest and self._now(record) not in ("", record.digest)
        }
        return known, held

    def _now(self, record: Record) -> str:
        """The digest of a record's file as it is; empty if it is no more."""
        path = self.into / record.path
        return digest(path.read_bytes()) if path.is_file() else ""

    def _finish(self, outlines: Sequence[Outline], placed: dict[str, Placed]) -> dict[str, Problem]:
        """Finished files on disk, and the public ones that may not be so, each with its reason."""
        source = self.source
        files = link_targets.media(source.name, source.folder.others)
        base = source.folder.base
        home = self.mapping.old_url or source.home
        reach = link_targets.Reach(
            base, home, self.newsroom.url, placed, files, attachments=source.attachments
        )
        reach.learn(outlines)
        for path, entry in self.archive.entries.items():
            for address in (entry.document.address, *entry.document.aliases):
                reach.existing.setdefault(address.rstrip("/").lower(), path)
        self._bring(reach, placed)
        known = frozenset(self.archive.entries) | {place.path for place in placed.values()}
        finisher = Finisher(self.newsroom, source.folder, reach, known)
        graph: list[tuple[str, bool, str, tuple[str, ...]]] = []
        count = 0
        for batch in self.drafts:
            told = partial(self._tell, N_("Preparando"), count)
            items = [(draft, placed[draft.source]) for draft in batch]
            made = parallel.spread(
                items, partial(finished, finisher), told, worth=len(items) >= WORTH
            )
            self.finished.add(made)
            graph += [(d.path, d.approved, d.published, d.leads) for d in made]
            count += len(batch)
        return early(graph, self.archive, {place.path for place in placed.values() if place.held})

    def _bring(self, reach: link_targets.Reach, placed: dict[str, Placed]) -> None:
        """Photographs of other machines: those that came before, and others if somebody asked."""
        if self.download is not None:
            named: list[str] = []
            for batch in self.drafts:
                new = [d for d in batch if not (placed[d.source].held or self._gone(d.source))]
                look = partial(remote_photographs.named, reach)
                for found in parallel.spread(new, look, worth=len(new) >= WORTH):
                    named += found
            there = remote_photographs.known(self.state, self.into)
            self.download.bring(named, there, partial(self.progress, N_("Descargando")))
        self.source.folder.fetched = remote_photographs.settle(
            reach, self.state, self.into, self.source.name, self.download
        )

    def _gone(self, source: str) -> bool:
        record = self.state.records.get(self.key(source))
        return record is not None and not self._now(record)

    def _fate(self, done: Finished, known: dict[str, Record], place: Placed) -> ImportedText:
        """What becomes of a finished text."""
        if done.refused is not None:
            return _refused(done.source, done.refused, done.told)
        record = known.get(done.source)
        if record and not place.held and not self._now(record):
            return ImportedText(done.source, "imported", record.path, "deleted", tuple(done.told))
        path = self.into / done.path
        now = path.read_bytes() if path.is_file() else None
        # Without a record of what was written, whatever is there is somebody's.
        lost = not (record and record.digest) and now not in (None, done.data)
        if place.held or lost:
            return self._held(done, record)
        fate: Fate = "imported" if done.approved else "queued"
        action: Action = "new" if now is None else "same" if now == done.data else "updated"
        return ImportedText(done.source, fate, done.path, action, tuple(done.told))

    def _held(self, done: Finished, record: Record | None) -> ImportedText:
        """A file that a person changed: it waits as long as it is a draft."""
        entry = self.archive.entries.get(done.path)
        waits = entry.document.status == "draft" if entry else True
        told = [p for p in done.told if p.severity == "warning"]
        if waits:
            reasons = record.problems(done.source) if record else []
            told += reasons or [
                undecided(done.source, 1, "status", InvalidValue(
                    N_("su archivo es un borrador que alguien cambió"),
                    N_("Termínelo y apruébelo.")))
            ]  # fmt: skip
        return ImportedText(
            done.source, "queued" if waits else "imported", done.path, "edited", tuple(told)
        )

    def _carry(self, file: str, target: str) -> None:
        """Copy a file of the source to its place, unless something is there already."""
        path = f"media/{target}"
        if not state.safe(self.into, path).exists():
            state.put(self.into, path, carried(self.source.folder, file))

    def _tell(self, what: str, before: int, done: int, _total: int) -> None:
        self.progress(what, before + done, self.source.count)


def _refused(path: str, problem: Problem, told: Iterable[Problem] = ()) -> ImportedText:
    repairs = (p for p in told if p.severity == "warning")
    return ImportedText(path, "refused", told=(*repairs, problem))


def _batches(works: Iterable[Work], size: int) -> Iterator[list[Work]]:
    walk = iter(works)
    while batch := list(islice(walk, size)):
        yield batch
