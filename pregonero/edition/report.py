"""What a build has to tell when it ends."""

from dataclasses import dataclass
from datetime import datetime

from pregonero.diagnostics import Problem
from pregonero.i18n import N_

#: Why a bulletin whose date has not come is withheld.
SCHEDULED = N_("programado")
#: Why a draft is withheld that could not be approved as it is.
UNFINISHED = N_("borrador con errores")
#: Why something approved that was public is not, until somebody mends it.
HELD = N_("aprobado con errores")


@dataclass(frozen=True)
class Withheld:
    """A file that is not public now: its path from content/, why, and until when if known."""

    path: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True)
class Report:
    """How many records are public, what is withheld, and warnings by file."""

    published: int = 0
    withheld: tuple[Withheld, ...] = ()
    warnings: tuple[Problem, ...] = ()
