"""`import`: bring an old archive in, or show what of it waits for a person."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pregonero.commands.ending import CONTENT, CallError, tell
from pregonero.commands.place import Place
from pregonero.commands.progress import watching
from pregonero.commands.speech import say
from pregonero.importing import state
from pregonero.importing.outcome import Outcome, Text
from pregonero.newsroom import Newsroom
from pregonero.problem import Problem
from pregonero.words import N_, operator_language

if TYPE_CHECKING:
    from pregonero.importing.run import Import

#: Examples of each part of a report; the rest are counted.
SHOWN = 5

_FATES = {
    "imported": N_("Públicos como estaban: {count}"),
    "queued": N_("Borradores en la cola: {count}"),
    "refused": N_("No entraron: {count}"),
}
_ACTIONS = {
    "new": N_("archivos nuevos: {count}"),
    "updated": N_("escritos de nuevo: {count}"),
    "same": N_("ya estaban igual: {count}"),
    "edited": N_("cambiados por alguien, no se tocan: {count}"),
    "deleted": N_("borrados por alguien, no se escriben otra vez: {count}"),
}


def run(
    place: Place,
    source: str | None,
    into: Path | None,
    mapping: Path | None,
    shape: str,
    *,
    dry: bool,
    queue: bool,
) -> None:
    content = (into or place.content).absolute()
    if not content.is_dir():
        raise CallError(
            N_("no existe la carpeta {path}"), N_("Créela, o escriba otra en --into."), path=content
        )
    newsroom = place.newsroom()
    if queue:
        _queue(content, shape)
    if source is not None:
        _import(place, newsroom, source, content, mapping, shape, dry=dry)
    elif not queue:
        raise CallError(
            N_("falta la fuente"),
            N_("Escriba una carpeta o un archivo, o «-» para lo que pegue en la terminal."),
        )


def _import(
    place: Place,
    newsroom: Newsroom,
    typed: str,
    content: Path,
    mapping: Path | None,
    shape: str,
    *,
    dry: bool,
) -> None:
    from filelock import FileLock

    from pregonero.archive import load, shelf_in
    from pregonero.importing import mapping as mappings
    from pregonero.importing.run import Import
    from pregonero.importing.sources import opened

    path = Path(typed)
    if typed != "-" and not path.exists():
        raise CallError(
            N_("no existe {path}"), N_("Revise la ruta de la fuente y repita."), path=typed
        )
    if typed != "-" and (
        path.resolve() == content.resolve() or content.resolve() in path.resolve().parents
    ):
        raise CallError(
            N_("la fuente {path} está dentro de la carpeta de destino"),
            N_("Elija la carpeta del archivo anterior."),
            path=typed,
        )
    place.cache.mkdir(exist_ok=True)
    with FileLock(place.cache / "import.lock"), watching() as progress:
        source = opened(path, sys.stdin.buffer if typed == "-" else None)
        own = content / state.mapping_path(source.name)
        default = mappings.usual(newsroom)
        chosen = mapping or own
        if mapping is not None and not mapping.is_file():
            raise CallError(N_("no existe {path}"), N_("Revise la ruta y repita."), path=mapping)
        read = (
            mappings.read(chosen, newsroom) if chosen.is_file() else mappings.Mapping(type=default)
        )
        shelf = shelf_in(place.cache, newsroom) if content == place.content.absolute() else None
        archive = load(content, newsroom, None, shelf)
        known = state.load(content)
        kind = read.type or default
        with Import(source, content, newsroom, archive, read, known, progress, kind) as work:
            outcome = work.plan()
            outcome.dry, outcome.mapping = dry, _shown(chosen, content)
            if not dry:
                _write(work, outcome, own, mapping)
    if known.damaged:
        tell(
            say(
                N_(
                    "content/import/state.json no se puede leer: todo archivo que ya estaba se conserva."
                )
            )
        )
    (_json if shape == "json" else _text)(outcome, kind)
    if outcome.fates["refused"]:
        sys.exit(CONTENT)


def _write(work: "Import", outcome: Outcome, own: Path, given: Path | None) -> None:
    """Write what was planned, and the mapping if this source has none yet or another is `given`."""
    from pregonero.importing import mapping as mappings

    try:
        if given is not None or not own.exists():
            made = mappings.text(work.mapping, work.newsroom.lang).encode()
            made = given.read_bytes() if given is not None else made
            state.put(work.into, state.mapping_path(work.source.name), made)
        work.write(outcome)
    except state.Outside as error:
        raise CallError(
            N_("{path} sale de la carpeta de destino por un enlace simbólico"),
            N_("Quite ese enlace y repita: lo ya escrito se queda."),
            path=error,
        ) from None


def _shown(path: Path, content: Path) -> str:
    return (
        f"content/{path.relative_to(content).as_posix()}"
        if path.is_relative_to(content)
        else str(path)
    )


def _text(outcome: Outcome, kind: str) -> None:
    """The report for people."""
    lang = operator_language()
    title = (
        N_("Plan para traer {name} ({style}); nada se escribió.")
        if outcome.dry
        else N_("{name} ({style}):")
    )
    _line(title, name=outcome.name, style=outcome.style)
    fates, actions = outcome.fates, outcome.actions
    _line(
        N_(
            "Textos: {found} = {imported} públicos + {queued} en la cola + {refused} que no entraron."
        ),
        found=outcome.found,
        imported=fates["imported"],
        queued=fates["queued"],
        refused=fates["refused"],
    )
    for action, message in _ACTIONS.items():
        if actions[action]:
            sys.stdout.write(f"  {say(message, count=actions[action])}\n")
    _line(N_("Fotos y documentos que vienen con ellos: {count}"), count=outcome.media)
    if outcome.others:
        named = ", ".join(f"{ending} {count}" for ending, count in outcome.others.items())
        _line(
            N_("Otros archivos, que no son textos: {count} ({named})"),
            count=sum(outcome.others.values()),
            named=named,
        )
    if outcome.passed:
        _line(N_("Sin mirar: {named}"), named=_few(outcome.passed))
    _line(
        N_("Correspondencia de datos: {path} (tipo por defecto: {type})"),
        path=outcome.mapping,
        type=kind,
    )
    for (old, new), count in sorted(
        outcome.keys.items(), key=lambda item: (item[0][1] == "", -item[1])
    ):
        sys.stdout.write(f"  {old} → {new or say(N_('comentario'))} ({count})\n")
    for head, counts in (
        (N_("Reparaciones, en cuántos textos:"), outcome.repairs()),
        (N_("Por decidir, en cuántos textos:"), outcome.reasons()),
    ):
        if counts:
            _line(head)
            for message, count in counts.most_common():
                sys.stdout.write(f"  {count} · {say_plain(message, lang)}\n")
    for fate, message in _FATES.items():
        chosen = [text for text in outcome.texts if text.fate == fate]
        if chosen:
            _line(message, count=len(chosen))
            for text in chosen if fate == "refused" else chosen[:SHOWN]:
                _example(text, lang)
            if fate != "refused" and len(chosen) > SHOWN:
                sys.stdout.write(f"  {say(N_('… y {count} más'), count=len(chosen) - SHOWN)}\n")
    if fates["queued"]:
        tell(say(N_("La cola completa: python cli.py importar --queue")))


def _example(text: Text, lang: str) -> None:
    arrow = f" → content/{text.path}" if text.path else ""
    sys.stdout.write(f"  {text.source}{arrow}\n")
    told = [*text.reasons, *(text.repairs if text.fate != "refused" else ())]
    for problem in told[:SHOWN]:
        sys.stdout.write(f"    {_told(problem, lang)}\n")
    if len(told) > SHOWN:
        sys.stdout.write(f"    {say(N_('… y {count} más'), count=len(told) - SHOWN)}\n")


def _told(problem: Problem, lang: str) -> str:
    message, remedy = problem.text(lang)
    return f"{problem.line}: {problem.place(lang)}: {message}. {remedy}".rstrip()


def say_plain(message: str, lang: str) -> str:
    """A message without its values."""
    from pregonero.words import catalog

    text = catalog(lang).gettext(message)
    for name in ("value", "name", "size", "most", "code", "plain", "reason", "other", "address", "made",
                 "first", "date", "pair", "new", "kind", "type", "good", "typed", "slug", "file", "line"):  # fmt: skip
        text = text.replace("{" + name + "}", "…")
    return text


def _few(names: Sequence[str]) -> str:
    more = f"… (+{len(names) - SHOWN})" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _line(message: str, **values: object) -> None:
    sys.stdout.write(say(message, **values) + "\n")


def _json(outcome: Outcome, kind: str) -> None:
    """The report for programs."""
    lang = operator_language()
    report: dict[str, Any] = {
        "source": outcome.name,
        "style": outcome.style,
        "dry_run": outcome.dry,
        "found": outcome.found,
        "imported": outcome.fates["imported"],
        "queued": outcome.fates["queued"],
        "refused": outcome.fates["refused"],
        "actions": dict(outcome.actions),
        "media": outcome.media,
        "others": outcome.others,
        "not_read": list(outcome.passed),
        "mapping": outcome.mapping,
        "type": kind,
        "keys": [
            {"key": old, "field": new or None, "count": n}
            for (old, new), n in sorted(outcome.keys.items())
        ],
        "texts": [
            {
                "source": text.source,
                "outcome": text.fate,
                "action": text.action,
                "path": f"content/{text.path}" if text.path else None,
                "repairs": [_record(p, lang) for p in text.repairs],
                "reasons": [_record(p, lang) for p in text.reasons],
            }
            for text in outcome.texts
        ],
    }
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _record(problem: Problem, lang: str) -> dict[str, object]:
    message, remedy = problem.text(lang)
    return {
        "line": problem.line,
        "field": problem.place(lang),
        "message": message,
        "remedy": remedy,
    }


def _queue(content: Path, shape: str) -> None:
    """What waits for a person, and why."""
    known = state.load(content)
    waiting = {
        k: r for k, r in known.records.items() if r.reasons and state.still_draft(content, r)
    }
    lang = operator_language()
    if shape == "json":
        rows = [
            {
                "path": f"content/{r.path}",
                "source": key,
                "reasons": [_record(p, lang) for p in r.problems(key)],
            }
            for key, r in sorted(waiting.items(), key=lambda item: item[1].path)
        ]
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Cell

    table = Table(box=box.SIMPLE_HEAD)
    for name in (N_("Archivo"), N_("Por decidir"), N_("Qué hacer")):
        table.add_column(say(name), overflow="fold")
    for key, record in sorted(waiting.items(), key=lambda item: item[1].path):
        for number, problem in enumerate(record.problems(key)):
            message, remedy = problem.text(lang)
            table.add_row(
                Cell("" if number else f"content/{record.path}"), Cell(message), Cell(remedy)
            )
    Console(width=None if sys.stdout.isatty() else 240).print(table)
    tell(
        say(
            N_("En la cola: {count}. También está en {path}."),
            count=len(waiting),
            path=f"content/{state.QUEUE}",
        )
    )
