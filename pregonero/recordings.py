"""What is inside the files of recordings: captions, transcripts, and whether there is anything."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pregonero import captions
from pregonero.bulletin import Bulletin
from pregonero.entry import Entry
from pregonero.invisible_characters import refusals
from pregonero.markdown.conflicts import markers
from pregonero.problem import Problem, Wrong, warned
from pregonero.shelf import RECORDINGS, Shelf
from pregonero.survey import MEDIA, Survey
from pregonero.typed import Path_
from pregonero.words import N_

#: Bytes of a transcript: a day of speech has fewer.
LONGEST = 1_000_000
_TEXTS = (".vtt", ".txt")


def examined(entries: Mapping[str, Entry], seen: Survey, shelf: Shelf) -> Iterator[Problem]:
    """What is wrong inside the files that bulletins name as recordings; only new ones are read.

    What a file says is told at its own line; that it is empty or too large, where it is named. What
    nothing approved names stops nothing.
    """
    named: dict[str, tuple[Entry, Path_]] = {}
    for entry in sorted(entries.values(), key=lambda entry: entry.document.status == "draft"):
        document = entry.document
        if isinstance(document, Bulletin):
            for place, file in document.attached():
                if file in seen.media:
                    named.setdefault(file, (entry, place))
    sized = {file: seen.media[file].stat().st_size for file in named}
    for file, (entry, place) in named.items():
        if not sized[file]:
            again = N_("Cópielo otra vez a content/media/.")
            yield entry.problem(Wrong(N_("el archivo {file} está vacío"), again, file=file), *place)
        elif file.lower().endswith(_TEXTS) and sized[file] > LONGEST:
            yield entry.problem(
                Wrong(
                    N_("{file} pesa {size} MB, demasiado para ser un texto"),
                    N_("Revise que sea el archivo que quiso escribir."),
                    file=file,
                    size=f"{sized[file] / 1e6:.1f}",
                ),
                *place,
            )
    texts = [f for f, size in sized.items() if 0 < size <= LONGEST and f.lower().endswith(_TEXTS)]
    if texts:
        drafts = {f"content/{MEDIA}/{f}" for f in texts if named[f][0].document.status == "draft"}
        for problem in _inside(texts, seen, shelf):
            yield warned(problem, "draft") if problem.file in drafts else problem


def _inside(texts: Iterable[str], seen: Survey, shelf: Shelf) -> Iterator[Problem]:
    prints = seen.fingerprints(texts, shelf)
    kept = shelf.bucket(RECORDINGS, dict[str, tuple[str, tuple[Problem, ...]]]) or {}
    known = {
        file: kept[file]
        if file in kept and kept[file][0] == prints[file]
        else (prints[file], tuple(_read(file, seen.media[file])))
        for file in sorted(texts)
    }
    if known != kept:
        shelf.keep(buckets={RECORDINGS: shelf.packed(RECORDINGS, known)})
    for _, problems in known.values():
        yield from problems


def _read(file: str, path: Path) -> Iterator[Problem]:
    raw, name = path.read_bytes(), f"content/{MEDIA}/{file}"
    text = raw.decode("utf-8", "ignore")
    for line, wrong in (*markers(text), *refusals(text)):
        yield wrong.at(name, line, N_("texto"))
    if file.lower().endswith(".vtt"):
        yield from (wrong.at(name, line, N_("texto")) for line, wrong in captions.faults(raw))
        return
    try:
        if not raw.decode("utf-8-sig").strip():
            yield Wrong(N_("la transcripción está en blanco"), N_("Escríbala.")).at(
                name, 1, N_("texto")
            )
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        yield Wrong(N_("no está en UTF-8"), N_("Guárdelo eligiendo la codificación UTF-8.")).at(
            name, line, N_("texto")
        )
