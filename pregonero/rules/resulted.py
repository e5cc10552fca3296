"""The rule for the result of a call: the bulletin that it names is there, and is another."""

from collections.abc import Iterator, Mapping

from pregonero.bulletin import Bulletin, Document
from pregonero.entry import Entry
from pregonero.problem import Problem, Wrong
from pregonero.results import named
from pregonero.words import N_


def resulted(
    entry: Entry,
    bulletin: Bulletin,
    by_id: Mapping[object, Document],
    entries: Mapping[str, Entry],
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
        wrong = Wrong(
            N_("la convocatoria se da a sí misma como resultado"),
            N_("Escriba el id o el archivo del boletín con el resultado, o unas palabras."),
        )
    elif not isinstance(other, Bulletin):
        missing = True
        wrong = Wrong(
            N_("no existe el boletín con el resultado, «{value}»"),
            N_("Copie el id o el nombre de su archivo, o escriba el resultado en unas palabras."),
            value=bulletin.call.result,
        )
    elif other.status == "draft" != bulletin.status:
        return
    elif other.published < bulletin.published:
        wrong = Wrong(
            N_("el resultado, {other}, es anterior a la convocatoria"),
            N_("Revise de qué boletín es."),
            other=f"content/{other.path}",
        )
    else:
        return
    yield entry.problem(wrong, "call", "result", warning=missing)
