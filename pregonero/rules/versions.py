"""The rules for the versions of a bulletin: each of one original, in a language of its own."""

from collections.abc import Iterable, Iterator, Mapping

from pregonero.bulletin import Bulletin, Document
from pregonero.entry import Entry
from pregonero.institution import Newsroom
from pregonero.problem import Problem, Wrong
from pregonero.words import N_


def versions(
    entries: Iterable[Entry], by_id: Mapping[object, Document], newsroom: Newsroom
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
                    Wrong(
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
                Wrong(N_("no existe el boletín que se traduce"), N_("Copie el id del original.")),
                "translation_of",
                warning=original is None,
            )
            continue
        if original.status == "draft" != one.status:
            continue
        if original.translation_of:
            yield entry.problem(
                Wrong(
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
    entry: Entry,
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
            Wrong(
                kind,
                N_("Corrija lang, o ponga easy_read si es lectura fácil; si sobra, bórrela."),
                lang=lang,
                other=f"content/{first.path}",
            ),
            "lang" if one.lang else "translation_of",
        )
    elif not one.translator and not one.easy_read:
        yield entry.problem(
            Wrong(N_("la traducción no dice quién la hizo"), N_("Añada translator con su nombre.")),
            "translator",
            warning=True,
        )


def _behind(entry: Entry, one: Bulletin, original: Bulletin) -> Iterator[Problem]:
    """A version older than a public note of a substantive change of its original."""
    if one.status != "approved" or original.status != "approved" or not original.changes:
        return
    changed = max(change.date for change in original.changes)
    if one.updated < changed:
        yield entry.problem(
            Wrong(
                N_("el original cambió el {day} y esta versión no"),
                N_("Revísela con quien la hizo y ponga modified, o una nota en changes."),
                day=f"{changed:%Y-%m-%d}",
            ),
            "modified" if one.modified else "translation_of",
            warning=True,
        )
