"""`check`: read everything, list every problem at once."""

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pregonero.cli.errors import CONTENT, CallError, tell
from pregonero.cli.messages import say
from pregonero.cli.output import show
from pregonero.cli.progress import watching
from pregonero.cli.project import Project, moment
from pregonero.content import reader
from pregonero.content.archive import Archive, shelf_in
from pregonero.content.rules.archive import together
from pregonero.content.scan import survey
from pregonero.diagnostics import Problem, ProblemsFound, warned
from pregonero.edition.compose import compose, premature
from pregonero.edition.schedule import overdue
from pregonero.i18n import N_
from pregonero.lint import dictionary
from pregonero.lint.loading import checks, load
from pregonero.lint.proofreading import Proofs, proofread
from pregonero.newsroom.model import Newsroom


def run(
    place: Project,
    files: Sequence[Path],
    at: str | None,
    shape: str,
    since: str | None = None,
    *,
    decided: bool = False,
    strict: bool = False,
) -> None:
    """Every problem of the content, or of `files`; if `decided`, the decisions in force instead.

    The exit status says whether something approved is wrong; if `strict`, drafts too."""
    try:
        newsroom = place.newsroom()
    except ProblemsFound as error:
        show(error.problems, shape)
        sys.exit(CONTENT)
    wanted = {_named(file, place) for file in files}
    with watching() as progress:
        shelf = shelf_in(place.cache, newsroom)
        seen = survey(place.content, shelf)
        archive = load(
            place.content,
            newsroom,
            lambda done, total: progress(N_("Leyendo"), done, total),
            shelf,
            seen,
        ).meanwhile()
        proofs = proofread(
            archive,
            seen,
            newsroom.house,
            shelf,
            {name.removeprefix("content/") for name in wanted} if files else None,
            lambda done, total: progress(N_("Corrigiendo"), done, total),
            dictionary.installed(),
        )
    if decided:
        from pregonero.cli.explain_rules import list_decisions

        return list_decisions(proofs.decisions, shape)
    now = moment(at, newsroom)
    edition = compose(archive, newsroom, now)
    found = {*archive.problems, *proofs.problems}
    found |= {*premature(archive, edition), *overdue(archive, edition)}
    if since is not None:
        from pregonero.cli.check_since import silent

        found |= {*silent(place, newsroom, archive, since, now)}
    if files:
        found |= {*if_approved(place, archive, newsroom, wanted)}
        found = {p for p in found if p.file in wanted}
    problems = sorted(found)
    show(problems, shape, own=bool(files))
    errors = sum(p.severity == "error" for p in problems)
    pending = sum(bool(p.unapproved) for p in problems)
    if shape == "text":
        tell(
            say(
                N_("Archivos: {files}. Errores: {errors}. Avisos: {warnings}."),
                files=len(wanted) if files else archive.count,
                errors=errors,
                warnings=len(problems) - errors,
            )
        )
        if pending and files:
            tell(say(N_("Antes de aprobar: {count}."), count=pending))
        elif pending:
            tell(
                say(
                    N_("Avisos de borradores, que no detienen el sitio: {count}."),
                    count=pending,
                )
            )
        _also(proofs, newsroom)
    if errors or (strict and pending):
        sys.exit(CONTENT)
    return None


def texts(place: Project, files: Sequence[Path]) -> list[str]:
    """The texts of these files, or all, as paths from content/."""
    known = survey(place.content, shelf_in(place.cache, place.newsroom())).texts
    if not files:
        return list(known)
    wanted = (_named(file, place).removeprefix("content/") for file in files)
    return [path for path in wanted if path in known]


def _also(proofs: Proofs, newsroom: Newsroom) -> None:
    """What else a person should know."""
    public = next((target.url for target in newsroom.targets.values() if target.production), "")
    if public and newsroom.feeds.authority is None:
        tell(
            say(
                N_(
                    "Si un día cambia el dominio, quien sigue los canales lo recibirá todo otra "
                    "vez. Para evitarlo, escriba en newsroom.toml: [feeds] y, debajo, "
                    'authority = "{url}"'
                ),
                url=public,
            )
        )
    if proofs.decisions:
        tell(
            say(
                N_("Decisiones en vigor: {count}; las dice «revisar --decisions»."),
                count=len(proofs.decisions),
            )
        )
    if not proofs.spelled:
        tell(
            say(
                N_(
                    "No se revisó la ortografía: falta el diccionario es_MX. En Debian o Ubuntu, "
                    "instálelo con «sudo apt install hunspell-es»."
                )
            )
        )


def if_approved(
    place: Project, archive: Archive, newsroom: Newsroom, files: Collection[str]
) -> Iterator[Problem]:
    """What would be wrong with the drafts in some files if they were approved as they are."""
    entries = dict(archive.entries)
    for path, entry in archive.entries.items():
        if entry.file in files and entry.document.status == "draft":
            approved = entry.document.model_copy(update={"status": "approved"})
            entries[path] = replace(entry, document=approved)
            raw = (place.content / path).read_bytes()
            yield from map(_pending, reader.ruled(entries[path], raw, checks(newsroom)))
    changed = {entries[path].file for path in entries if entries[path] is not archive.entries[path]}
    if changed:
        for problem in together(entries, archive.media, newsroom):
            if problem.file in changed:
                yield _pending(problem)


def _pending(problem: Problem) -> Problem:
    return warned(problem, "draft")


def _named(file: Path, place: Project) -> str:
    path = file.resolve()
    if not path.is_file() or not path.is_relative_to(place.root.resolve()):
        raise CallError(
            N_("{file} no es un archivo de este sitio"),
            N_("Escriba una ruta como content/bulletins/2026/archivo.md."),
            file=file,
        )
    return path.relative_to(place.root.resolve()).as_posix()
