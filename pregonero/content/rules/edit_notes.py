"""The rule for what was public already: it does not come to say another thing without a note."""

from collections.abc import Iterator

from pregonero.content.source import SourceDocument
from pregonero.content.text_diff import TEXT, BulletinState, substantive
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_

#: Places that are told of one bulletin.
MOST = 5


def noted(
    before: BulletinState, entry: SourceDocument, after: BulletinState, since: str
) -> Iterator[Problem]:
    """What a bulletin that was public says otherwise than before, if no new note explains it."""
    if after.bulletin.status == "draft":
        wrong = InvalidValue(
            N_("ya era público en {since} y ahora es un borrador: su dirección no respondería"),
            N_("Apruébelo otra vez o retírelo: python cli.py retirar {file} --reason …"),
            since=since,
            file=entry.file,
        )
        yield entry.problem(wrong, "status", warning=True)
        return
    if set(after.bulletin.changes) - set(before.bulletin.changes):
        return
    found = substantive(before, after)
    if before.bulletin.status == after.bulletin.status == "withdrawn":  # nobody sees the rest
        found = [one for one in found if one.at == ("title",)]
    for one in found[:MOST]:
        wrong = InvalidValue(
            N_("desde {since} dice otra cosa, sin nota en changes: «{before}» → «{after}»"),
            N_('Explíquelo: python cli.py corregir {file} --no-edit --note "…"'),
            since=since,
            before=one.before,
            after=one.after,
            file=entry.file,
        )
        if one.at == TEXT:
            yield entry.body_problem(wrong, one.line, warning=True)
        else:
            yield entry.problem(wrong, *one.at, warning=True)


def vanished(path: str, since: str) -> Problem:
    """What is told of a bulletin that was public and has no file any more."""
    file = f"content/{path}"
    return InvalidValue(
        N_("era público en {since} y ya no está: su dirección no respondería"),
        N_("Recupérelo, git checkout {since} -- {file}, y retírelo con «python cli.py retirar»."),
        since=since,
        file=file,
    ).at(file, 1, N_("archivo"), "warning")
