"""The rules for bulletins that name another: a version, a replacement, the result of a call."""

from collections.abc import Iterable, Iterator, Mapping

from pregonero.content.call_results import named
from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.newsroom.model import Newsroom


def versions(
    entries: Iterable[SourceDocument], by_id: Mapping[object, Document], newsroom: Newsroom
) -> Iterator[Problem]:
    """Everything wrong between bulletins and those they are versions of, approved ones first: what
    a draft says of itself is no fault of its approved versions."""
    known: dict[object, dict[tuple[str, bool], Document]] = {}
    for entry in entries:
        one = entry.document
        if not isinstance(one, Bulletin):
            continue
        if not one.translation_of:
            if one.easy_read:
                yield entry.problem(
                    InvalidValue(
                        N_("no dice de qué boletín es la lectura fácil"),
                        N_("Añada translation_of con el id del original."),
                    ),
                    "easy_read",
                    warning=True,
                )
            continue
        original = by_id.get(one.translation_of)
        if original is one or not isinstance(original, Bulletin):
            # It may be the original of a draft that cannot be read today.
            yield entry.problem(
                InvalidValue(
                    N_("no existe el boletín que se traduce"), N_("Copie el id del original.")
                ),
                "translation_of",
                warning=original is None,
            )
            continue
        if original.status == "draft" != one.status:
            continue
        if original.translation_of:
            yield entry.problem(
                InvalidValue(
                    N_("el original es a su vez una traducción"),
                    N_("Escriba el id del primer original: {id}"),
                    id=original.translation_of,
                ),
                "translation_of",
            )
            continue
        taken = known.setdefault(
            original.id, {(original.lang or newsroom.lang, original.easy_read): original}
        )
        yield from _alone(entry, one, taken, newsroom)
        yield from _behind(entry, one, original)


def _alone(
    entry: SourceDocument,
    one: Bulletin,
    taken: dict[tuple[str, bool], Document],
    newsroom: Newsroom,
) -> Iterator[Problem]:
    """One that withdrawn versions are not in the way of: there may be a new one."""
    if one.status == "withdrawn":
        return
    lang = one.lang or newsroom.lang
    first = taken.setdefault((lang, one.easy_read), one)
    if first is not one:
        kind = N_("ya hay una lectura fácil en «{lang}»: {other}")
        if not one.easy_read:
            kind = N_("ya hay una versión en «{lang}»: {other}")
        yield entry.problem(
            InvalidValue(
                kind,
                N_("Corrija lang, o ponga easy_read si es lectura fácil; si sobra, bórrela."),
                lang=lang,
                other=f"content/{first.path}",
            ),
            "lang" if one.lang else "translation_of",
        )
    elif not one.translator and not one.easy_read:
        yield entry.problem(
            InvalidValue(
                N_("la traducción no dice quién la hizo"), N_("Añada translator con su nombre.")
            ),
            "translator",
            warning=True,
        )


def _behind(entry: SourceDocument, one: Bulletin, original: Bulletin) -> Iterator[Problem]:
    """A version older than a public note of a substantive change of its original."""
    if one.status != "approved" or original.status != "approved" or not original.changes:
        return
    changed = max(change.date for change in original.changes)
    if one.updated < changed:
        yield entry.problem(
            InvalidValue(
                N_("el original cambió el {day} y esta versión no"),
                N_("Revísela con quien la hizo y ponga modified, o una nota en changes."),
                day=f"{changed:%Y-%m-%d}",
            ),
            "modified" if one.modified else "translation_of",
            warning=True,
        )


#: Bulletins that may have replaced one another, each the one before.
LONGEST = 20


def last_of(bulletin: Bulletin, by_id: Mapping[object, Document]) -> Bulletin | None:
    """Where the row that starts with a withdrawn bulletin ends: with one that still holds; None if
    it leads to none that is known."""
    one: Document | None = bulletin
    for _ in range(LONGEST):
        if not isinstance(one, Bulletin) or one.status != "withdrawn":
            break
        one = by_id.get(one.replaced_by)
    return one if isinstance(one, Bulletin) and one.status != "withdrawn" else None


def replaced(
    entry: SourceDocument, bulletin: Bulletin, by_id: Mapping[object, Document]
) -> Iterator[Problem]:
    """Everything wrong with the `replaced_by` of a bulletin that has one."""
    other = by_id.get(bulletin.replaced_by)
    if bulletin.status != "withdrawn":
        wrong = InvalidValue(
            N_("solo un boletín retirado dice qué lo sustituye"),
            N_("Borre la línea, o retírelo con «python cli.py retirar»."),
        )
    elif not isinstance(other, Bulletin):
        wrong = InvalidValue(
            N_("no existe el boletín que lo sustituye"), N_("Copie el id del nuevo.")
        )
    elif other.status == "draft":
        wrong = InvalidValue(
            N_("lo sustituye {other}, que es un borrador"),
            N_("Apruébelo o quite la línea."),
            other=f"content/{other.path}",
        )
    elif _round(bulletin, by_id):
        wrong = InvalidValue(
            N_("los boletines que se sustituyen vuelven al primero"),
            N_("Quite la línea del que ya no deba decirla."),
        )
    else:
        return
    yield entry.problem(wrong, "replaced_by")


def _round(bulletin: Bulletin, by_id: Mapping[object, Document]) -> bool:
    """Whether a row of replacements comes back to where it started, or never ends."""
    one: Document | None = bulletin
    for _ in range(LONGEST):
        one = by_id.get(one.replaced_by) if isinstance(one, Bulletin) else None
        if one is None or one is bulletin:
            return one is bulletin
    return True


def resulted(
    entry: SourceDocument,
    bulletin: Bulletin,
    by_id: Mapping[object, Document],
    entries: Mapping[str, SourceDocument],
    apart: Mapping[str, str],
) -> Iterator[Problem]:
    """Everything wrong with the `result` of a call that has one.

    It may name a draft, even one that cannot be read today: until that is public, nobody is told of
    it. `apart` is `links.composed` of the entries' paths.
    """
    assert bulletin.call
    missing = False
    name = named(bulletin.call.result, bulletin.path)
    if name is None:
        return
    found = entries.get(apart.get(name.path, name.path))
    other = by_id.get(name.id) if name.id else found.document if found else None
    if other is bulletin:
        wrong = InvalidValue(
            N_("la convocatoria se da a sí misma como resultado"),
            N_("Escriba el id o el archivo del boletín con el resultado, o unas palabras."),
        )
    elif not isinstance(other, Bulletin):
        missing = True
        wrong = InvalidValue(
            N_("no existe el boletín con el resultado, «{value}»"),
            N_("Copie el id o el nombre de su archivo, o escriba el resultado en unas palabras."),
            value=bulletin.call.result,
        )
    elif other.status == "draft" != bulletin.status:
        return
    elif other.published < bulletin.published:
        wrong = InvalidValue(
            N_("el resultado, {other}, es anterior a la convocatoria"),
            N_("Revise de qué boletín es."),
            other=f"content/{other.path}",
        )
    else:
        return
    yield entry.problem(wrong, "call", "result", warning=missing)
