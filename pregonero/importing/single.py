"""One text's steps, in whatever process they are done: what fails in it stops no other."""

from pregonero.importing import texts
from pregonero.importing.draft import Draft, Drafter
from pregonero.importing.finishing import Finished, Finisher
from pregonero.importing.found import FILE, Found, Refused, undecided
from pregonero.importing.placing import Placed
from pregonero.importing.sources import Source
from pregonero.outside import why
from pregonero.problem import Problem, Wrong
from pregonero.words import N_

#: A text by its path: what was found, why it is refused, or None if it is a file still to be read.
Work = tuple[str, Found | Wrong | None]


def drafted(source: Source, drafter: Drafter, work: Work) -> Draft | Problem:
    """A text's draft, or why there is none."""
    path, found = work
    made = _read(source, drafter, path, found)
    return made if isinstance(made, Draft) else undecided(path, 1, FILE, made)


def _read(
    source: Source, drafter: Drafter, path: str, found: Found | Wrong | None
) -> Draft | Wrong:
    if isinstance(found, Wrong):
        return found
    try:
        return drafter.draft(found or texts.read(source.folder, path))
    except Refused as refusal:
        return refusal.wrong
    except OSError as error:
        return Wrong(
            N_("no se puede abrir ({reason})"),
            N_("Revise sus permisos y repita."),
            reason=why(error),
        )
    except Exception as error:  # one text that nobody foresaw is no reason to lose the rest
        return _unforeseen(error)


def finished(finisher: Finisher, item: tuple[Draft, Placed]) -> Finished:
    """A draft's file."""
    draft, place = item
    try:
        return finisher.finish(draft, place)
    except Exception as error:
        return Finished(
            draft.source,
            place.path,
            place.id,
            refused=undecided(draft.source, 1, FILE, _unforeseen(error)),
        )


def _unforeseen(error: Exception) -> Wrong:
    return Wrong(
        N_("el programa no supo leerlo ({reason})"),
        N_("Tráigalo a mano, y avise a quien mantiene el programa."),
        reason=f"{type(error).__name__}: {error}",
    )
