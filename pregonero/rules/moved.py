"""The rule for addresses where something was before: each is free, and claimed once."""

from collections.abc import Collection, Iterator, Mapping

from pregonero.addresses import OWN_FOLDERS
from pregonero.entry import Entry
from pregonero.problem import Problem, Wrong
from pregonero.words import N_


def moved(entries: Mapping[str, Entry], taken: Collection[str]) -> Iterator[Problem]:
    """Aliases at an address that answers with something else, or that two records claim."""
    claimed: dict[str, Entry] = {}
    for entry in entries.values():
        for index, alias in enumerate(entry.document.aliases):
            first = claimed.setdefault(alias, entry)
            if alias in taken or alias.split("/")[1] in OWN_FOLDERS:
                wrong = Wrong(
                    N_("la dirección {address} ya es de otra página de este sitio"),
                    N_("Quítela de aliases."),
                    address=alias,
                )
            elif first is not entry:
                wrong = Wrong(
                    N_("la dirección {address} ya es de {other}"),
                    N_("Déjela en uno solo."),
                    address=alias,
                    other=first.file,
                )
            else:
                continue
            yield entry.problem(wrong, "aliases", index)
