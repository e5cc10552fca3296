"""`list`: the archive as a table."""

from pregonero.cli.build import because
from pregonero.cli.errors import tell
from pregonero.cli.messages import say
from pregonero.cli.project import Project, moment
from pregonero.cli.terminal import table, write_json
from pregonero.content.archive import shelf_in
from pregonero.content.model.bulletin import Bulletin
from pregonero.edition.compose import Edition, compose
from pregonero.i18n import N_
from pregonero.lint.loading import load
from pregonero.moments import Day
from pregonero.newsroom.model import Newsroom

_COLUMNS = (N_("Fecha"), N_("Folio"), N_("Tipo"), N_("Título"), N_("Estado"))


def run(place: Project, at: str | None, shape: str) -> None:
    newsroom = place.newsroom()
    archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
    edition = compose(archive, newsroom, moment(at, newsroom))
    bulletins = sorted(archive.bulletins, key=lambda b: (b.published, b.path), reverse=True)
    states = dict(_states(edition))
    if shape == "json":
        write_json([_record(b, states[b.path], newsroom) for b in bulletins])
    else:
        table(
            _COLUMNS,
            [
                (
                    _date(b),
                    newsroom.folio(b.folio, b.year) if b.folio else "",
                    newsroom.types[b.type].name if b.type in newsroom.types else b.type,
                    b.title,
                    states[b.path],
                )
                for b in bulletins
            ],
            N_("Título"),
        )
        if not bulletins:
            begin = N_(
                'Todavía no hay boletines. Para empezar: python cli.py nuevo {kind} "Título"'
            )
            tell(say(begin, kind=next(iter(newsroom.types), N_("TIPO"))))
    if archive.errors:
        tell(
            say(
                N_("Hay {count} errores: ejecute «python cli.py revisar»."),
                count=len(archive.errors),
            )
        )


def _date(bulletin: Bulletin) -> str:
    """Its date with the hour, if one was typed."""
    whole = bulletin.date.isoformat(" ", "minutes")
    return whole[:10] if isinstance(bulletin.shown("date"), Day) else whole[:16]


def _states(edition: Edition) -> list[tuple[str, str]]:
    return [
        *((b.path, say(N_("público"))) for b in edition.bulletins),
        *(
            (b.path, say(N_("venció el {moment}"), moment=f"{b.expires:%Y-%m-%d %H:%M}"))
            for b in edition.expired
        ),
        *((b.path, say(N_("retirado"))) for b in edition.withdrawn),
        *((w.path, because(w)) for w in edition.withheld),
    ]


def _record(bulletin: Bulletin, state: str, newsroom: Newsroom) -> dict[str, object]:
    return {
        "path": f"content/{bulletin.path}",
        "id": str(bulletin.id),
        "type": bulletin.type,
        "folio": newsroom.folio(bulletin.folio, bulletin.year) if bulletin.folio else None,
        "title": bulletin.title,
        "date": bulletin.date.isoformat(),
        "address": bulletin.address,
        "state": state,
        "status": bulletin.status,
        "embargo": bulletin.embargo.isoformat() if bulletin.embargo else None,
        "expires": bulletin.expires.isoformat() if bulletin.expires else None,
    }
