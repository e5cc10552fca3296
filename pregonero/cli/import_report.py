"""What an import did or would do, shown to people or to programs; and what waits for a person."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pregonero.cli.errors import tell
from pregonero.cli.messages import say
from pregonero.cli.terminal import table, write_json
from pregonero.diagnostics import Problem
from pregonero.i18n import N_, catalog, operator_language
from pregonero.importers.outcome import ImportedText, Outcome, Remotes
from pregonero.importers.placement import state

if TYPE_CHECKING:
    from pregonero.importers.download.downloading import DownloadPlan

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


def show_plan(plan: "DownloadPlan") -> None:
    """What is about to be asked of other sites."""
    hosts = [f"{host} ({count})" for host, count in plan.hosts.most_common()]
    tell(
        say(
            N_("Fotos por descargar: {count}, de {hosts}. Ya estaban: {here}."),
            count=len(plan.wanted),
            hosts=_few(hosts) or "—",
            here=plan.here,
        )
    )


def show(outcome: Outcome, kind: str, shape: str) -> None:
    """The report of an import; `kind` is the type of what says no other."""
    (_json if shape == "json" else _text)(outcome, kind)


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
        N_("Textos: {found} = {imported} públicos + {queued} en la cola + {refused} sin entrar."),
        found=outcome.found,
        imported=fates["imported"],
        queued=fates["queued"],
        refused=fates["refused"],
    )
    for action, message in _ACTIONS.items():
        if actions[action]:
            sys.stdout.write(f"  {say(message, count=actions[action])}\n")
    _line(N_("Fotos y documentos que vienen con ellos: {count}"), count=outcome.media)
    if outcome.remotes:
        _remotes(outcome.remotes, dry=outcome.dry)
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
    comment = say(N_("un comentario"))
    for (old, new), count in sorted(
        outcome.keys.items(), key=lambda item: (item[0][1] == "", -item[1])
    ):
        sys.stdout.write(f"  {old} → {new or comment} ({count})\n")
    for head, counts in (
        (N_("Reparaciones, en cuántos textos:"), outcome.repairs()),
        (N_("Por decidir, en cuántos textos:"), outcome.reasons()),
        (N_("Fotos que faltan, en cuántos textos:"), outcome.pending()),
    ):
        if counts:
            _line(head)
            for message, count in counts.most_common():
                sys.stdout.write(f"  {count} · {_without_values(message, lang)}\n")
    for fate, message in _FATES.items():
        chosen = [text for text in outcome.texts if text.fate == fate]
        if chosen:
            _line(message, count=len(chosen))
            for text in chosen if fate == "refused" else chosen[:SHOWN]:
                _example(text, lang)
            if fate != "refused" and len(chosen) > SHOWN:
                sys.stdout.write(f"  {_more(len(chosen) - SHOWN)}\n")
    if fates["queued"] or any(text.pending for text in outcome.texts):
        tell(say(N_("La cola completa: python cli.py importar --queue")))


def _remotes(remotes: Remotes, *, dry: bool) -> None:
    if dry:
        count = sum(remotes.hosts.values())
        _line(N_("Fotos que se pedirían a otros sitios: {count}"), count=count)
        return
    _line(
        N_("Fotos descargadas: {count}; no se pudo: {failed}"),
        count=remotes.fetched,
        failed=sum(remotes.failed.values()),
    )
    for reason, count in remotes.failed.items():
        sys.stdout.write(f"  {count} · {say(reason)}\n")


def _example(text: ImportedText, lang: str) -> None:
    arrow = f" → content/{text.path}" if text.path else ""
    sys.stdout.write(f"  {text.source}{arrow}\n")
    told = [*text.reasons, *text.pending, *(text.repairs if text.fate != "refused" else ())]
    for problem in told[:SHOWN]:
        sys.stdout.write(f"    {_told(problem, lang)}\n")
    if len(told) > SHOWN:
        sys.stdout.write(f"    {_more(len(told) - SHOWN)}\n")


def _told(problem: Problem, lang: str) -> str:
    message, remedy = problem.text(lang)
    return f"{problem.line}: {problem.place(lang)}: {message}. {remedy}".rstrip()


def _without_values(message: str, lang: str) -> str:
    """A message without its values."""
    return re.sub(r"\{\w+\}", "…", catalog(lang).gettext(message))


def _more(count: int) -> str:
    return say(N_("… y {count} más"), count=count)


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
        "download": _downloaded(outcome.remotes),
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
                "pending": [_record(p, lang) for p in text.pending],
            }
            for text in outcome.texts
        ],
    }
    write_json(report)


def _downloaded(remotes: Remotes | None) -> dict[str, object] | None:
    if remotes is None:
        return None
    return {
        "hosts": dict(remotes.hosts),
        "already_here": remotes.here,
        "fetched": remotes.fetched,
        "failed": {say(reason): count for reason, count in remotes.failed.items()},
    }


def _record(problem: Problem, lang: str) -> dict[str, object]:
    message, remedy = problem.text(lang)
    return {
        "line": problem.line,
        "field": problem.place(lang),
        "message": message,
        "remedy": remedy,
    }


def show_queue(content: Path, shape: str) -> None:
    """What waits for a person, and why."""
    known = state.load(content)
    waiting = state.waiting(content, known.records)
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
        write_json(rows)
        return
    table(
        (N_("Archivo"), N_("Por decidir"), N_("Qué hacer")),
        [
            ("" if number else f"content/{record.path}", *problem.text(lang))
            for key, record in sorted(waiting.items(), key=lambda item: item[1].path)
            for number, problem in enumerate(record.problems(key))
        ],
        N_("Por decidir"),
    )
    tell(
        say(
            N_("En la cola: {count}. También está en {path}."),
            count=len(waiting),
            path=f"content/{state.QUEUE}",
        )
    )
