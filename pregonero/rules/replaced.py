"""The rule for what replaces a withdrawn bulletin: it is there, it is public, and it is another."""

from collections.abc import Iterator, Mapping

from pregonero.bulletin import Bulletin, Document
from pregonero.entry import Entry
from pregonero.problem import Problem, Wrong
from pregonero.words import N_

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
    entry: Entry, bulletin: Bulletin, by_id: Mapping[object, Document]
) -> Iterator[Problem]:
    """Everything wrong with the `replaced_by` of a bulletin that has one."""
    other = by_id.get(bulletin.replaced_by)
    if bulletin.status != "withdrawn":
        wrong = Wrong(
            N_("solo un boletín retirado dice qué lo sustituye"),
            N_("Borre la línea, o retírelo con «python cli.py retirar»."),
        )
    elif not isinstance(other, Bulletin):
        wrong = Wrong(N_("no existe el boletín que lo sustituye"), N_("Copie el id del nuevo."))
    elif other.status == "draft":
        wrong = Wrong(
            N_("lo sustituye {other}, que es un borrador"),
            N_("Apruébelo o quite la línea."),
            other=f"content/{other.path}",
        )
    elif _round(bulletin, by_id):
        wrong = Wrong(
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
