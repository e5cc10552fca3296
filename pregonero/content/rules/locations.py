"""What is wrong with the rows of a campaign, with an alert, and with the places of both."""

from collections.abc import Iterator

from pregonero.content.model.bulletin import Bulletin, Campaign
from pregonero.content.model.works import folded
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.newsroom.geography import Point, drowned, misplaced
from pregonero.newsroom.model import Newsroom

#: Days after which an alert on every page is likelier a year mistyped.
_LONG = 90


def rows(entry: SourceDocument, campaign: Campaign) -> Iterator[Problem]:
    """The works of a campaign by themselves."""
    seen: dict[str, int] = {}
    for index, work in enumerate(campaign.works):
        first = seen.setdefault(folded(work.name), index)
        if first != index:
            yield entry.problem(
                InvalidValue(
                    N_("«{name}» ya es el nombre de otra fila, en la línea {line}"),
                    N_("Si son dos, dígalo en sus nombres; si es la misma, deje una."),
                    name=work.name,
                    line=entry.line("works", first),
                ),
                "works",
                index,
                "name",
            )
        if work.amount is not None and not work.source:
            yield entry.problem(
                InvalidValue(
                    N_("el monto no dice de qué fondo viene"),
                    N_("Añada source con el nombre del fondo o programa."),
                ),
                "works",
                index,
                "amount",
                warning=True,
            )


def placed(entry: SourceDocument, newsroom: Newsroom) -> Iterator[Problem]:
    """Points that are not where the institution works."""
    document = entry.document
    if isinstance(document, Campaign):
        for index, work in enumerate(document.works):
            if work.location and work.location.point:
                at = ("works", index, "location", "lat")
                yield from _misplaced(entry, newsroom, work.location.point, at, dry=True)
    elif isinstance(document, Bulletin) and document.alert:
        alert = document.alert
        for index, one in enumerate(alert.points):
            inside = ("polygon", index) if index < len(alert.polygon) else ("circle",)
            yield from _misplaced(entry, newsroom, one, ("alert", *inside))


def relayed(entry: SourceDocument, bulletin: Bulletin, newsroom: Newsroom) -> Iterator[Problem]:
    """Whether an alert says whose it is and until when, and only alerts do."""
    kind = newsroom.types[bulletin.type]
    if bulletin.alert and not kind.alert:
        yield entry.problem(
            InvalidValue(
                N_("el tipo «{type}» no es de alertas"),
                N_("Borre este dato, o ponga alert = true en su tipo en newsroom.toml."),
                type=kind.name,
            ),
            "alert",
        )
    elif (
        kind.alert
        and not bulletin.alert
        and bulletin.status == "approved"
        and "alert" not in kind.requires  # then it is an error already
    ):
        yield entry.problem(
            InvalidValue(
                N_("la alerta no dice qué autoridad la emite ni de qué nivel es"),
                N_("Añada alert con level, source y area; sin ellos no hay archivo CAP."),
            ),
            "type",
            warning=True,
        )
    if (
        kind.alert
        and bulletin.status == "approved"
        and bulletin.expires is None
        and "expires" not in kind.requires
    ):
        yield entry.problem(
            InvalidValue(
                N_("la alerta no dice hasta cuándo vale"),
                N_("Añada expires con el día y la hora; sin ella sigue en todas las páginas."),
            ),
            "type",
            warning=True,
        )
    lasts = bulletin.expires - bulletin.published if kind.alert and bulletin.expires else None
    if bulletin.status == "approved" and lasts and lasts.days > _LONG:
        yield entry.problem(
            InvalidValue(
                N_("la alerta seguirá {days} días en todas las páginas"),
                N_("Revise el año de expires; si es para largo, publique una nota y otra alerta "
                   "cuando haga falta."),
                days=lasts.days,
            ),
            "expires",
            warning=True,
        )  # fmt: skip


def _misplaced(
    entry: SourceDocument,
    newsroom: Newsroom,
    one: Point,
    at: tuple[str | int, ...],
    *,
    dry: bool = False,
) -> Iterator[Problem]:
    """What is wrong with a point; of what cannot be in the sea (`dry`), that it is there too."""
    if newsroom.box and (found := misplaced(one, newsroom.box)):
        wrong, slipped = found
        # A country's box is wide and nobody here declared it.
        yield entry.problem(wrong, *at, warning=not slipped and newsroom.bounds is None)
    elif dry and (sunk := drowned(one)):
        yield entry.problem(sunk, *at, warning=True)
