"""What is inside the files of recordings: captions, transcripts, and whether there is anything."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pregonero.content.cache import RECORDINGS, ContentCache
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.scan import MEDIA, ContentScan
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Path_, Problem, warned
from pregonero.git.conflicts import markers
from pregonero.i18n import N_
from pregonero.invisible_characters import refusals

#: Bytes of a transcript: a day of speech has fewer.
LONGEST = 1_000_000
_TEXTS = (".vtt", ".txt")


def examined(
    entries: Mapping[str, SourceDocument], seen: ContentScan, shelf: ContentCache
) -> Iterator[Problem]:
    """What is wrong inside the files that bulletins name as recordings; only new ones are read.

    What a file says is told at its own line; that it is empty or too large, where it is named. What
    nothing approved names stops nothing.
    """
    named: dict[str, tuple[SourceDocument, Path_]] = {}
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
            yield entry.problem(
                InvalidValue(N_("el archivo {file} está vacío"), again, file=file), *place
            )
        elif file.lower().endswith(_TEXTS) and sized[file] > LONGEST:
            yield entry.problem(
                InvalidValue(
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


def _inside(texts: Iterable[str], seen: ContentScan, shelf: ContentCache) -> Iterator[Problem]:
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
        yield from (wrong.at(name, line, N_("texto")) for line, wrong in faults(raw))
        return
    try:
        if not raw.decode("utf-8-sig").strip():
            yield InvalidValue(N_("la transcripción está en blanco"), N_("Escríbala.")).at(
                name, 1, N_("texto")
            )
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        yield InvalidValue(
            N_("no está en UTF-8"), N_("Guárdelo eligiendo la codificación UTF-8.")
        ).at(name, line, N_("texto"))


#: What is told of one file; who mends that looks again.
MOST = 5

_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?")
_STAMP = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})")
_COMMA = re.compile(r"\d\d:\d\d,\d{3}")
_FORMAT = N_("Escríbalo así: 00:01:02.500 --> 00:01:05.000")


def faults(raw: bytes) -> list[tuple[int, InvalidValue]]:
    """What is wrong with a file of captions, each with its line; empty if it can be read."""
    return [fault for fault, _ in zip(_faults(raw), range(MOST), strict=False)]


def _faults(raw: bytes) -> Iterator[tuple[int, InvalidValue]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        yield (
            line,
            InvalidValue(N_("no está en UTF-8"), N_("Guárdelo eligiendo la codificación UTF-8.")),
        )
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not _HEAD.fullmatch(lines[0]):
        yield (
            1,
            InvalidValue(
                N_("no empieza con WEBVTT"),
                N_("Si es .srt, guárdelo como WebVTT; si ya lo es, escríbalo en la primera línea."),
            ),
        )
        return
    if lines[1:2] and lines[1].strip():
        yield (
            2,
            InvalidValue(
                N_("debajo de WEBVTT falta una línea en blanco"),
                N_("Déjela antes de los subtítulos."),
            ),
        )
    last, cues = 0, 0
    for number, block in _blocks(lines):
        at = next((i for i, line in enumerate(block) if "-->" in line), None)
        if at is None:
            if not re.match(r"(?:NOTE|STYLE|REGION)\b", block[0]):
                yield number, InvalidValue(
                    N_("«{value}» no tiene tiempos"),
                    N_("Escriba antes del texto cuándo aparece y cuándo se va, y quite las líneas "
                       "en blanco que haya dentro de un subtítulo."),
                    value=block[0],
                )  # fmt: skip
            continue
        cues += 1
        wrong, last = _timed(block[at], last)
        if wrong:
            yield number + at, wrong
        elif not block[at + 1 :]:
            yield (
                number + at,
                InvalidValue(N_("el subtítulo no dice nada"), N_("Escriba su texto.")),
            )
    if not cues:
        yield 1, InvalidValue(N_("no hay ningún subtítulo"), N_("Escríbalos, o quite captions."))


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """What stands between blank lines, from the second on, with the line where each begins."""
    block: list[str] = []
    for number, line in enumerate([*lines[1:], ""], 2):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _timed(line: str, last: int) -> tuple[InvalidValue | None, int]:
    """What is wrong with the times of a cue that comes after one that starts at `last`, and when
    it starts, in milliseconds."""
    first, _, rest = line.partition("-->")
    begins, ends = _milliseconds(first.strip()), _milliseconds((rest.split() or [""])[0])
    if begins is None or ends is None:
        comma = N_("Use punto, no coma, antes de los milésimos: 00:01:02.500")
        return InvalidValue(
            N_("«{value}» no son dos tiempos"),
            comma if _COMMA.search(line) else _FORMAT,
            value=line,
        ), last
    if ends <= begins:
        return InvalidValue(
            N_("el subtítulo «{value}» termina antes de empezar"), _FORMAT, value=line
        ), begins
    if begins < last:
        return InvalidValue(
            N_("el subtítulo «{value}» empieza antes que el anterior"),
            N_("Ordénelos por el tiempo en que aparecen."),
            value=line,
        ), last
    return None, begins


def _milliseconds(typed: str) -> int | None:
    found = _STAMP.fullmatch(typed)
    if not found:
        return None
    hours, minutes, seconds, thousandths = found.groups()
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)
