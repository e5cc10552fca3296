"""Everything under content/, read and validated once."""

import os
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from pregonero import parallel
from pregonero.content import reader as document
from pregonero.content.approval import standing
from pregonero.content.cache import SHAPES, ContentCache, Row, bucket_of
from pregonero.content.image_probe import ImageInfo, NotAPhoto, decode, probe, unmoved
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.past_approval import once_approved
from pregonero.content.reader import Checks
from pregonero.content.record_encoding import CachedDocument, packed, unpacked
from pregonero.content.recordings import examined
from pregonero.content.rules.archive import together
from pregonero.content.rules.attachments import absent
from pregonero.content.scan import MEDIA, ContentScan, survey
from pregonero.content.source import Incomplete, SourceDocument
from pregonero.diagnostics import InvalidValue, Problem, ProblemsFound, warned
from pregonero.fingerprint import digest, toolchain
from pregonero.i18n import FILE, N_
from pregonero.markdown.links import targets
from pregonero.newsroom.model import Newsroom
from pregonero.parallel import Progress

__all__ = ["MEDIA", "Archive", "load", "records", "shelf_in"]

#: Files to read from which other processes win: a fork costs what some thirty take.
WORTH = 64
#: Records from which another process for the rules between them wins.
MANY = 2000


@dataclass(frozen=True)
class Archive:
    """The content as it stands: records by path, media, and what is wrong.

    `media` maps a path from content/media/ to its file; `photos` gives the shape of those that a
    record shows. `ignored` are files that are never published, each with its reason;
    `own` are the problems of each file by itself, `found` those and what else reading met;
    `between` gives those between files. Problems of texts that are not approved are warnings;
    `unfinished` are the paths of those that could not be approved as they are; `held` of those
    that were public and may not be for now, and `notices` other addresses where something was.
    `count` is how many texts there are, those that cannot be read included.
    """

    entries: dict[str, SourceDocument] = field(default_factory=dict)
    media: Mapping[str, Path] = field(default_factory=dict)
    photos: Mapping[str, ImageInfo] = field(default_factory=dict)
    ignored: tuple[tuple[str, str], ...] = ()
    own: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    found: tuple[Problem, ...] = ()
    between: Callable[[], Sequence[Problem]] = tuple
    count: int = 0
    unfinished: tuple[str, ...] = ()
    held: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()

    def meanwhile(self) -> "Archive":
        """The same, its rules between files looked at by another process from now on."""
        return replace(self, between=parallel.aside(self.between, worth=len(self.entries) >= MANY))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(sorted((*self.found, *self.between())))

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "warning")

    @cached_property
    def bulletins(self) -> tuple[Bulletin, ...]:
        return tuple(e.document for e in self.entries.values() if isinstance(e.document, Bulletin))

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """The path of each record, by its address."""
        drafts_first = sorted(self.entries.items(), key=_approved)
        return {entry.document.address: path for path, entry in drafts_first}

    def apart(self) -> "Archive":
        """The same without the drafts that claim what is another's: where drafts are shown, each
        address is of one text."""
        claims = {"id", "slug", "aliases", "direcciones_anteriores"}
        clashing = {
            problem.file
            for problem in self.problems
            if problem.unapproved and problem.field.partition(".")[0] in claims
        }
        kept = {path: one for path, one in self.entries.items() if one.file not in clashing}
        return replace(self, entries=kept)

    def raise_errors(self) -> None:
        if self.errors:
            raise ProblemsFound(self.errors)


def load(
    content: Path,
    newsroom: Newsroom,
    progress: Progress | None = None,
    shelf: ContentCache | None = None,
    seen: ContentScan | None = None,
    paths: Iterable[str] | None = None,
    first: Collection[str] = (),
    *,
    checks: Checks,
) -> Archive:
    """Read every file under a content folder that is not on the `shelf` as it is.

    Raises OSError; content faults are `problems`. `seen` is the survey of the folder, if there is
    one already. With `paths` only those texts are read, and rules between files are not looked at.
    Where two files claim one thing, it is that of those whose paths come `first`.
    """
    shelf = shelf or ContentCache(None, "")
    seen = seen or survey(content, shelf)
    read = records(seen, newsroom, shelf, paths, progress, checks=checks)
    entries = {path: entry for path, (_, entry, _) in read.items() if entry}
    own = {path: found for path, (_, _, found) in read.items() if found}
    around = _of_use(_as_before(content, [*seen.problems], own), entries, newsroom)
    problems = [*around, *(problem for found in own.values() for problem in found)]
    drafts = {e.file for e in entries.values() if e.document.status == "draft"}
    pictured: list[Problem] = []
    photos = _probe(entries, seen, newsroom, shelf, pictured)
    pictured += examined(entries, seen, shelf)
    problems += _softened(pictured, drafts)
    unfinished = {p.file.removeprefix("content/") for p in problems if p.unapproved}
    broken = own.keys() - entries.keys()

    def between() -> Sequence[Problem]:
        if paths is not None:
            return ()
        waiting = {
            f"content/{p}" for p in broken if all(one.severity == "warning" for one in own[p])
        }
        unread = filter(None, (_incomplete(path, seen, newsroom) for path in sorted(broken)))
        found = together(entries, seen.media, newsroom, first, unread)
        return tuple(_softened(found, drafts | waiting))

    return Archive(
        entries,
        seen.media,
        photos,
        tuple(seen.ignored),
        own,
        tuple(problems),
        between,
        len(seen.texts),
        tuple(sorted(unfinished & (broken | entries.keys()))),
    )


def _incomplete(path: str, seen: ContentScan, newsroom: Newsroom) -> Incomplete | None:
    with suppress(Exception):  # that it cannot be read is told already
        return document.incomplete(seen.read(path), path, newsroom.zone)
    return None


def _approved(item: tuple[str, SourceDocument]) -> bool:
    return item[1].document.status != "draft"


def _softened(found: Iterable[Problem], drafts: Collection[str]) -> Iterator[Problem]:
    """Problems of which those of drafts, by the files that they are told of, stop nothing."""
    for problem in found:
        yield warned(problem, "draft") if problem.file in drafts else problem


def _as_before(
    content: Path, around: list[Problem], own: dict[str, tuple[Problem, ...]]
) -> list[Problem]:
    """Raise to errors what is wrong with files that say nothing of their approval and that git has
    known as approved, in `own` and in what is given back of those `around`."""
    unsaid = {path for path, found in own.items() if any(p.unapproved == "unsaid" for p in found)}
    unsaid |= {p.file.removeprefix("content/") for p in around if p.unapproved == "unsaid"}
    public = once_approved(content, unsaid) if unsaid else frozenset()
    for path in public & own.keys():
        own[path] = tuple(map(_raised, own[path]))
    return [_raised(p) if p.file.removeprefix("content/") in public else p for p in around]


def _of_use(
    around: list[Problem], entries: Mapping[str, SourceDocument], newsroom: Newsroom
) -> list[Problem]:
    """What is wrong around the texts: a warning for media that nothing approved shows or links."""
    home = f"content/{MEDIA}/"
    if not any(p.severity == "error" and p.file.startswith(home) for p in around):
        return around
    used = {file for file in newsroom.images.model_dump().values() if file}
    for entry in entries.values():
        one = entry.document
        if one.status != "draft":
            used |= one.files()
            used |= {t.where for _, t in targets(one.links, one.path, newsroom.url)}
    return [
        warned(problem, "draft")
        if problem.file.startswith(home)
        and unicodedata.normalize("NFC", problem.file.removeprefix(home)) not in used
        else problem
        for problem in around
    ]


def _raised(problem: Problem) -> Problem:
    return replace(problem, severity="error", unapproved="") if problem.unapproved else problem


def shelf_in(cache: Path, newsroom: Newsroom, *, cold: bool = False) -> ContentCache:
    """The shelf of a cache folder, for readings as this newsroom has them; `cold`, a bare one."""
    path = cache / "bulletins.db"
    if cold:
        path.unlink(missing_ok=True)
    reader = (toolchain(), newsroom.timezone, newsroom.house, newsroom.wording)
    return ContentCache(path, digest(repr(reader).encode()))


def records(
    seen: ContentScan,
    newsroom: Newsroom,
    shelf: ContentCache,
    paths: Iterable[str] | None = None,
    progress: Progress | None = None,
    *,
    checks: Checks,
) -> dict[str, CachedDocument]:
    """The records of texts, in the order of `paths`: from the shelf, or read now and put there.

    `seen` then knows what the read ones are.
    """
    wanted = list(seen.texts if paths is None else paths)
    groups: dict[int, list[str]] = {}
    for path in wanted:
        groups.setdefault(bucket_of(path), []).append(path)
    found: dict[str, CachedDocument] = {}
    stale: list[int] = []
    for number, group in groups.items():
        kept = _kept(shelf, number)
        right = {path: kept[path] for path in group if _holds(kept.get(path), seen.texts[path])}
        found |= right
        if len(right) < len(group):
            stale.append(number)
    if stale or (seen.gone and paths is None):
        if paths is not None:  # a bucket is put away whole
            groups = {number: [] for number in stale}
            for path in seen.texts:
                if (number := bucket_of(path)) in groups:
                    groups[number].append(path)
        count = sum(len(groups[number]) for number in stale)
        read = parallel.spread(
            [(number, groups[number]) for number in stale],
            partial(_read, seen, newsroom, shelf, checks),
            (lambda done, total: progress(count * done // total, count)) if progress else None,
            worth=count >= WORTH,
        )
        rows: dict[str, Row] = {}
        for number, (data, made) in zip(stale, read, strict=True):
            rows |= made
            found |= unpacked(data, shelf.place(number))
        seen.texts |= rows
        shelf.keep(rows, {n: data for n, (data, _) in zip(stale, read, strict=True)}, seen.gone)
    return {path: found[path] for path in wanted}


def _kept(shelf: ContentCache, number: int) -> dict[str, CachedDocument]:
    """The readings in a bucket."""
    data = shelf.raw(number)
    return unpacked(data, shelf.place(number)) if data else {}


def _holds(reading: CachedDocument | None, row: Row) -> bool:
    return reading is not None and reading.digest == row.digest


def _read(
    seen: ContentScan,
    newsroom: Newsroom,
    shelf: ContentCache,
    checks: Checks,
    bucket: tuple[int, list[str]],
) -> tuple[bytes, dict[str, Row]]:
    """All of a bucket's records, packed, and rows for those that were read now."""
    number, paths = bucket
    kept = _kept(shelf, number)
    held: dict[str, CachedDocument] = {}
    rows: dict[str, Row] = {}
    for path in paths:
        row = seen.texts[path]
        if _holds(kept.get(path), row):
            held[path] = kept[path]
            continue
        raw = seen.read(path)
        print_ = digest(raw)
        entry, problems = _as_approved(raw, path, newsroom, checks)
        held[path] = CachedDocument(print_, entry, problems)
        rows[path] = Row(
            row.stamp,
            print_,
            entry.document.outside if entry else print_,
            entry.document.text if entry else "",
        )
    return packed(held, shelf.place(number)), rows


def _as_approved(
    raw: bytes, path: str, newsroom: Newsroom, checks: Checks
) -> tuple[SourceDocument | None, tuple[Problem, ...]]:
    """A file's record and problems; none of these is an error if it is not approved."""
    try:
        entry, problems = document.read(raw, path, newsroom.zone, checks)
    except Exception as error:
        # Whatever somebody wrote, and whichever fault of ours it meets: one file is told, not all.
        wrong = InvalidValue(
            N_("no se pudo leer ({reason})"),
            N_("Vuelva a escribirlo desde «python cli.py nuevo»; informe de este fallo."),
            reason=f"{type(error).__name__}: {error}",
        )
        entry, problems = None, [wrong.at(f"content/{path}", 1, N_("archivo"))]
    if any(problem.severity == "error" for problem in problems):
        state = standing(entry, raw, path)
        if state != "approved":
            problems = [warned(problem, state) for problem in problems]
    return entry, tuple(problems)


def _probe(
    entries: Mapping[str, SourceDocument],
    seen: ContentScan,
    newsroom: Newsroom,
    shelf: ContentCache,
    problems: list[Problem],
) -> dict[str, ImageInfo]:
    """The shape of each picture that a record or the institution shows, measured once."""
    images: dict[str, Callable[..., Problem]] = {
        file: partial(_of_image, name)
        for name, file in newsroom.images.model_dump().items()
        if file
    }
    shown: list[tuple[str, Callable[..., Problem]]] = [
        (photo.file, partial(_of_photo, entry, index))
        for entry in entries.values()
        for index, photo in enumerate(entry.document.photos)
    ]
    files = {file for file in (*images, *(file for file, _ in shown)) if file in seen.media}
    shapes = _shapes(files, seen, shelf) if files else {}
    for file, tell in (*shown, *images.items()):
        if file in shapes and getattr(shapes[file], "animated", False):
            problems.append(tell(unmoved(file), warning=True))
        if file in shapes and not isinstance(reason := shapes[file], ImageInfo):
            problems.append(
                tell(
                    InvalidValue(
                        N_("{file} no se puede abrir como fotografía ({reason})"),
                        N_("Guárdela de nuevo como JPEG o PNG."),
                        file=file,
                        reason=reason,
                    )
                )
            )
        elif file in images and file not in seen.media:
            problems.append(tell(absent(file)))
    return {file: shape for file, shape in shapes.items() if isinstance(shape, ImageInfo)}


def _shapes(
    files: Iterable[str], seen: ContentScan, shelf: ContentCache
) -> dict[str, ImageInfo | str]:
    """The shape of each file, or why it is not a photograph; only those that are new are opened."""
    prints = seen.fingerprints(files, shelf)
    kept = shelf.bucket(SHAPES, dict[str, tuple[str, ImageInfo | str]]) or {}
    old = {file for file in files if file in kept and kept[file][0] == prints[file]}
    new = sorted(set(files) - old)
    looked = _looked_at(new, seen) if new else {}
    known = {
        file: (prints[file], looked[file] if file in looked else kept[file][1])
        for file in sorted(files)
    }
    if known != kept:
        shelf.keep(buckets={SHAPES: shelf.packed(SHAPES, known)})
    return {file: shape for file, (_, shape) in known.items()}


def _looked_at(files: Sequence[str], seen: ContentScan) -> dict[str, ImageInfo | str]:
    """What each file is: decoding lets other threads work meanwhile, and is most of it."""
    from concurrent.futures import ThreadPoolExecutor  # nearly no build has new photographs

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(files, pool.map(_shape, [seen.media[file] for file in files]), strict=True))


def _shape(path: Path) -> ImageInfo | str:
    try:
        shape = probe(path)
        decode(path)
    except NotAPhoto as error:
        return error.reason
    except OSError as error:
        return error.strerror or str(error)
    return shape


def _of_photo(
    entry: SourceDocument, index: int, wrong: InvalidValue, *, warning: bool = False
) -> Problem:
    return entry.problem(wrong, "photos", index, "file", warning=warning)


def _of_image(name: str, wrong: InvalidValue, *, warning: bool = False) -> Problem:
    return wrong.at(FILE, 1, f"images.{name}", "warning" if warning else "error")
