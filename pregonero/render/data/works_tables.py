"""Works and programmes: the table of a campaign's page, and the same rows as CSV and GeoJSON.

Columns and properties have the names of the header's keys, whatever the site's language.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Literal, NamedTuple

from pregonero.content.model.bulletin import Campaign
from pregonero.content.model.works import CURRENCY, Window, Work, by_source, total
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.pages.frame import File

COLUMNS = (
    "name", "kind", "amount", "currency", "source", "progress", "place", "lat", "lon",
    "requirements", "opens", "closes", "contact",
)  # fmt: skip
#: A spreadsheet runs a cell that begins with one of these; with an apostrophe before, it does not.
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


class WorkView(NamedTuple):
    """A row. `state` is of its window; `geo` a link to its point for whatever shows maps."""

    name: str
    kind: Literal["work", "programme"]
    amount: str
    source: str
    progress: int | None
    place: str
    geo: str
    coordinates: str
    requirements: tuple[str, ...]
    opens: datetime | None
    closes: datetime | None
    state: str
    contact: str


class TotalView(NamedTuple):
    source: str
    works: int
    amount: str


class WorksView(NamedTuple):
    """All of a campaign's. `without` counts those that name no amount."""

    rows: tuple[WorkView, ...]
    sources: tuple[TotalView, ...]
    total: str
    without: int
    currency: str
    csv: str
    geojson: str


def view(press: SiteContext, campaign: Campaign) -> WorksView | None:
    works = campaign.works
    if not works:
        return None
    return WorksView(
        tuple(_row(press, work) for work in works),
        tuple(TotalView(t.source, t.works, money(press, t.amount)) for t in by_source(works)),
        money(press, total(works)),
        sum(work.amount is None for work in works),
        CURRENCY,
        press.href(urls.works(campaign.slug, "csv")),
        press.href(urls.works(campaign.slug, "geojson")),
    )


def states(press: SiteContext, campaign: Campaign) -> tuple[str, ...]:
    """What of the table hangs on the moment."""
    return tuple(state(press, work.window) for work in campaign.works)


def state(press: SiteContext, window: Window | None) -> Literal["", "planned", "open", "closed"]:
    """Whether a programme takes applications at the edition's moment."""
    clock = press.edition.clock
    if window is None:
        return ""
    if window.opens and not clock.reached(window.opens):
        return "planned"
    return "closed" if window.closes and clock.passed(window.closes) else "open"


def money(press: SiteContext, amount: Decimal) -> str:
    """An amount as it is written in the institution's country."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import format_decimal

    room = press.newsroom
    try:
        locale = Locale.parse(f"{room.lang.split('-')[0]}_{room.address.country}")
    except (UnknownLocaleError, ValueError):
        locale = Locale("es", "MX")
    return f"${format_decimal(amount, '#,##0.00', locale=locale)}"


def _row(press: SiteContext, work: Work) -> WorkView:
    where = work.location and work.location.point
    window = work.window or Window.model_construct(opens=None, closes=None)
    return WorkView(
        work.name,
        work.kind,
        "" if work.amount is None else money(press, work.amount),
        work.source,
        work.progress,
        work.location.place if work.location else "",
        f"geo:{where.lat},{where.lon}" if where else "",
        f"{where.lat}, {where.lon}" if where else "",
        work.requirements,
        window.shown("opens"),
        window.shown("closes"),
        state(press, work.window),
        work.contact,
    )


def files(press: SiteContext) -> Iterator[File]:
    """The rows of each campaign as data. Those of a withdrawn one go, their addresses stay."""
    kinds: tuple[tuple[str, Callable[[Iterable[Work]], bytes]], ...] = (
        ("csv", table),
        ("geojson", features),
    )
    gone = (d for d in press.edition.withdrawn if isinstance(d, Campaign))
    for campaign in (*press.edition.campaigns, *gone):
        shown = () if campaign.status == "withdrawn" else campaign.works
        for kind, make in kinds if campaign.works else ():
            address = urls.works(campaign.slug, kind)
            yield File(address, (campaign.outside,), partial(make, shown))


def table(works: Iterable[Work]) -> bytes:
    """CSV (RFC 4180, UTF-8, with a header) in which no text is a spreadsheet's formula."""
    out = io.StringIO()
    writer = csv.writer(out)  # its usual form is RFC 4180's, with CRLF
    writer.writerow(COLUMNS)
    for work in works:
        values = _values(work)
        writer.writerow([_cell(values[name]) for name in COLUMNS])
    return out.getvalue().encode()


def features(works: Iterable[Work]) -> bytes:
    """GeoJSON (RFC 7946): a feature for each row, with no geometry where its point is unknown."""
    found = []
    for work in works:
        values = _values(work)
        lat, lon = values.pop("lat"), values.pop("lon")
        # Amounts are texts: many a reader of JSON would make floats of them.
        values["amount"] = None if work.amount is None else str(values["amount"])
        geometry = (
            None
            if lat is None
            else {"type": "Point", "coordinates": [float(lon), float(lat)]}  # in this order
        )
        found.append({"type": "Feature", "geometry": geometry, "properties": values})
    whole = {"type": "FeatureCollection", "features": found}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _values(work: Work) -> dict[str, Any]:
    where = work.location and work.location.point
    window = work.window
    return {
        "name": work.name,
        "kind": work.kind,
        "amount": None if work.amount is None else work.amount.quantize(Decimal("0.01")),
        "currency": None if work.amount is None else CURRENCY,
        "source": work.source or None,
        "progress": work.progress,
        "place": work.location.place if work.location else None,
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "requirements": list(work.requirements),
        "opens": window.opens.isoformat() if window and window.opens else None,
        "closes": window.closes.isoformat() if window and window.closes else None,
        "contact": work.contact or None,
    }


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | Decimal):
        return str(value)  # a number of ours: a minus is only a minus
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def described(press: SiteContext, campaign: Campaign) -> Iterator[dict[str, Any]]:
    """schema.org nodes: each work a Project, each programme a GovernmentService."""
    office = {"@id": press.url("/") + "#organisation"}
    for work in campaign.works:
        where = work.location and work.location.point
        place = (
            {
                "@type": "Place",
                "name": work.location.place,
                "geo": {
                    "@type": "GeoCoordinates",
                    "latitude": str(where.lat),
                    "longitude": str(where.lon),
                }
                if where
                else None,
            }
            if work.location
            else None
        )
        if work.kind == "programme":
            window = work.window
            yield {
                "@type": "GovernmentService",
                "name": work.name,
                "provider": office,
                "areaServed": place,
                "hoursAvailable": {
                    "@type": "OpeningHoursSpecification",
                    "validFrom": window.opens.isoformat() if window.opens else None,
                    "validThrough": window.closes.isoformat() if window.closes else None,
                }
                if window
                else None,
            }
        else:
            yield {
                "@type": "Project",
                "name": work.name,
                "parentOrganization": office,
                "location": place,
                "funding": {
                    "@type": "MonetaryGrant",
                    "amount": {
                        "@type": "MonetaryAmount",
                        "currency": CURRENCY,
                        "value": str(work.amount),
                    },
                    "funder": {"@type": "Organization", "name": work.source}
                    if work.source
                    else None,
                }
                if work.amount is not None
                else None,
            }
