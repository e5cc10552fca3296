"""The field groups of a bulletin as lines of plain text."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from babel.dates import format_date

from pregonero.content.call_results import named
from pregonero.content.model.bulletin import Bulletin
from pregonero.i18n import N_
from pregonero.moments import Day
from pregonero.render.babel_locale import locale_of
from pregonero.render.cards import SiteContext
from pregonero.render.pages.claims import VERDICTS
from pregonero.render.venues import held

_STATES = {
    "cancelled": N_("Evento cancelado."),
    "postponed": N_("Evento pospuesto."),
    "rescheduled": N_("El evento cambió de fecha."),
}


class PlainFacts:
    """Tells them in the words of an edition's language."""

    def __init__(self, press: SiteContext) -> None:
        self.press = press
        self.say = press.words.gettext
        self.locale = locale_of(press.newsroom.lang)

    def groups(self, one: Bulletin) -> Iterator[str]:
        """One part for each group that a bulletin has; empty for those it has not."""
        yield self._alert(one)
        yield self._event(one)
        yield self._call(one)
        yield self._claim(one)

    def _alert(self, one: Bulletin) -> str:
        alert = one.alert
        if alert is None:
            return ""
        relayed = self.say(N_("Esta oficina retransmite esta alerta. Fuente: {source}."))
        return self.part(
            N_("Datos de la alerta"),
            [
                self.fact(N_("Fenómeno"), alert.event),
                self.fact(N_("Zona"), alert.area),
                self.fact(N_("Qué hacer"), alert.instructions),
                relayed.format(source=alert.source),
                alert.source_url or "",
            ],
        )

    def _event(self, one: Bulletin) -> str:
        event = one.event
        if event is None:
            return ""
        venue = held(self.press.newsroom, event)
        before = self.when(event.shown("previous_start"))
        return self.part(
            N_("Datos del evento"),
            [
                self.say(_STATES[event.condition]) if event.condition in _STATES else "",
                self.fact(N_("Empieza"), self.when(event.shown("start"))),
                self.fact(N_("Termina"), self.when(event.shown("end"))),
                self.fact(N_("Antes se anunció para"), before),
                self.fact(N_("Lugar"), ", ".join(filter(None, (venue.name, venue.address)))),
                self.fact(N_("Accesibilidad"), venue.accessibility),
                self.fact(N_("Preside"), event.presides),
                *self._points(N_("Orden del día"), event.programme, numbered=True),
                self.fact(N_("Cómo participar"), event.how),
            ],
        )

    def _call(self, one: Bulletin) -> str:
        call = one.call
        if call is None:
            return ""
        over = self.press.edition.clock.passed(call.deadline)
        state = self.say(N_("Cerrada") if over else N_("Abierta"))
        until = self.when(call.shown("deadline"))
        return self.part(
            N_("Datos de la convocatoria"),
            [
                self.fact(N_("Fecha límite"), f"{until} ({state})"),
                self.fact(N_("A quién se dirige"), call.audience),
                *self._points(N_("Requisitos"), call.requirements),
                self.fact(N_("Cómo participar"), call.how),
                self.fact(N_("Resultado"), self._result(one)),
            ],
        )

    def _result(self, one: Bulletin) -> str:
        """What came of a call: the bulletin that tells it, if that is public, or its own words."""
        found = self.press.edition.results.of.get(one.path)
        if found:
            return f"{found.title} ({self.press.url(found.address)})"
        assert one.call
        return "" if named(one.call.result, one.path) else one.call.result

    def _claim(self, one: Bulletin) -> str:
        claim = one.claim
        if claim is None:
            return ""
        evidence = [": ".join(filter(None, (one.text, one.url))) for one in claim.evidence]
        since = self.day(claim.claimed_on) if claim.claimed_on else ""
        return self.part(
            N_("Verificación"),
            [
                self.fact(N_("Veredicto"), self.say(VERDICTS[claim.verdict])),
                self.fact(N_("Lo que circula"), f"«{claim.claim}»"),
                *self._points(N_("Evidencia"), evidence),
                self.fact(N_("Dónde circuló"), claim.seen_on),
                self.fact(N_("Circula desde"), since),
            ],
        )

    def part(self, heading: str, lines: Iterable[str]) -> str:
        """A heading with its lines; nothing if there are none."""
        given = [line for line in lines if line]
        return "\n".join([self.say(heading), *given]) if given else ""

    def fact(self, name: str, value: str) -> str:
        return f"{self.say(name)}: {value}" if value else ""

    def _points(self, name: str, values: Iterable[str], *, numbered: bool = False) -> Iterator[str]:
        for number, value in enumerate(values, 1):
            if number == 1:
                yield f"{self.say(name)}:"
            yield f"{f'{number}.' if numbered else '-'} {value}"

    def day(self, moment: datetime) -> str:
        return format_date(moment.date(), "long", locale=self.locale)

    def when(self, moment: datetime | None) -> str:
        """A day and an hour; the day alone if it was given alone."""
        if moment is None:
            return ""
        return (
            self.day(moment) if isinstance(moment, Day) else f"{self.day(moment)}, {moment:%H:%M}"
        )
