"""A scheduled publication that somebody is told of: when it fails, when it works again, and that it
runs at all.

What is told says what kind of thing went wrong and where to look. It names no file and no title:
what stops a publication is often what nobody may know of yet.
"""

import json
import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pregonero import files
from pregonero.cli.errors import CONTENT, CallError, tell
from pregonero.cli.hold import held, known
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.cli.target import room_of
from pregonero.diagnostics import ExternalError, ProblemsFound, why
from pregonero.fingerprint import key
from pregonero.i18n import N_, catalog, operator_language
from pregonero.newsroom.model import Alerts
from pregonero.release import notify
from pregonero.release.manifest import UNREADABLE
from pregonero.release.notify import Notice
from pregonero.signed_json import opened, sign

#: The same failure is told again only after this, another after less; that a target is held, once
#: a day.
AGAIN = timedelta(hours=6)
ANOTHER = timedelta(minutes=15)
DAILY = timedelta(days=1)
#: What may be said of what failed outside; the rest could name a text.
_SAFE = frozenset(
    {"by", "host", "since", "minutes", "bucket", "remote", "branch", "program", "package", "ours",
     "theirs", "moment", "url", "reason", "seconds"}
)  # fmt: skip


#: What the copy of [alerts] in the cache is signed for.
_KEPT = "alerts"
#: In a target's folder on this machine: what was told last.
TOLD = "told.json"
#: And when a scheduled publication ended, however it did: the time of this file.
RAN = "ran"


@dataclass(frozen=True)
class Told:
    """What was told last, as a digest, and when; and when there was last something to tell. Both
    are ISO 8601 with an offset, empty if never."""

    digest: str = ""
    at: str = ""
    seen: str = ""

    def recently(self, when: str, span: timedelta) -> bool:
        """Whether one of its instants is within a span of now."""
        with suppress(ValueError, TypeError):
            return datetime.now(UTC) - datetime.fromisoformat(getattr(self, when)) < span
        return False


@dataclass(frozen=True)
class Watch:
    """Who is told of a target's publications; `room` is its folder in the cache."""

    name: str
    room: Path
    alerts: Alerts
    url: str = ""

    def ended(self, wrong: str) -> None:
        """Tell how a publication ended: what was wrong, or nothing."""
        with suppress(OSError):
            (self.room / RAN).touch()  # by its time the watch knows that schedules are kept
        if wrong:
            self.failed(wrong)
        else:
            self.went_well()

    def failed(self, what: str, *, unless_known: bool = False) -> None:
        """Tell that a publication failed, unless that was told not long ago; or, if asked, unless
        it has spoken for itself."""
        if unless_known and self._last().recently("seen", ANOTHER):
            return
        self._tell("failed", N_("la publicación falló"), what, AGAIN)

    def went_well(self) -> None:
        """Give a sign of life, and tell whoever knows of a failure that it is over."""
        report(notify.beat(self.alerts, os.environ))
        if pin := known(self.room):
            self._tell("held", N_("el sitio está fijo en una versión"), held(self.name, pin), DAILY)
        elif self._last().digest:
            good = say(N_("La última publicación programada salió bien."))
            failed = self.send("well", N_("la publicación volvió a funcionar"), good)
            if not failed:
                (self.room / TOLD).unlink(missing_ok=True)

    def send(self, state: str, subject: str, what: str) -> list[ExternalError]:
        """Tell something now. Gives the channels that failed, which are told here too."""
        now = datetime.now(UTC)
        lines = [
            what,
            "",
            say(N_("Destino: {name} ({url})"), name=self.name, url=self.url),
            say(N_("Máquina: {host}"), host=platform.node() or "?"),
            say(N_("Momento: {moment}"), moment=now.isoformat(timespec="seconds")),
        ]
        if job := _job():
            lines.append(say(N_("Registro: {url}"), url=job))
        lines.append(
            say(N_("Qué hacer: vea el registro de la publicación y «Vigilancia» en la guía."))
        )
        facts = {"target": self.name, "url": self.url, "state": state, "at": now.isoformat()}
        said = f"[Pregonero] {self.name}: {say(subject)}"
        failed = notify.send(
            self.alerts, Notice(said, "\n".join(lines) + "\n", facts), now, os.environ
        )
        report(failed)
        return failed

    def _tell(self, state: str, subject: str, what: str, again: timedelta) -> None:
        now, digest, last = datetime.now(UTC).isoformat(), key(state, what), self._last()
        channels = bool(self.alerts.email) + bool(self.alerts.webhook)
        known = last.recently("at", again if last.digest == digest else ANOTHER)
        if not known and channels and len(self.send(state, subject, what)) < channels:
            last = Told(digest, now)
        with suppress(OSError):
            noted = json.dumps(asdict(replace(last, seen=now))).encode()
            files.put(self.room / TOLD, noted, lasting=False)

    def _last(self) -> Told:
        with suppress(OSError, *UNREADABLE):
            return Told(**json.loads((self.room / TOLD).read_bytes()))
        return Told()


@contextmanager
def watched(place: Project, name: str, *, scheduled: bool) -> Iterator[None]:
    """Whatever a scheduled publication ends with is told to whoever should know; its own end stays
    as it is."""
    if not scheduled:
        yield
        return
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if not isinstance(error, SystemExit) or error.code:
            watch_of(place, name).ended(_what(error))
        raise
    watch_of(place, name).ended("")


def watch_of(place: Project, name: str) -> Watch:
    """Who is told, as newsroom.toml says, or as it said when it could be read last."""
    # What somebody typed is no folder until it is seen to be the name of a target.
    room = room_of(place, name if re.fullmatch(r"[a-z0-9-]+", name) else "_")
    kept = place.cache / "alerts.json"
    try:
        newsroom = place.newsroom()
    except (ProblemsFound, CallError, OSError):
        with suppress(OSError, ValueError):
            # Only what this machine wrote: an address of somebody else's could ask for any secret.
            if (data := opened(kept.read_bytes(), _KEPT)) is not None:
                return Watch(name, room, Alerts.model_validate_json(bytes(data)))
        return Watch(name, room, Alerts())
    alerts, target = newsroom.alerts, newsroom.targets.get(name)
    with suppress(OSError):
        files.put(kept, sign(alerts.model_dump_json().encode(), _KEPT), lasting=False)
    return Watch(name, room, alerts, target.url if target else newsroom.url)


def alarm(place: Project, name: str, *, failed: bool) -> None:
    """Try every channel, or tell of a publication that ended without telling so itself."""
    newsroom = place.newsroom()
    alerts = newsroom.alerts
    if not (alerts.email or alerts.webhook):
        raise CallError(
            N_("newsroom.toml no dice a quién avisar"),
            N_("Añada [alerts] con email o webhook; vea docs/operations.md."),
        )
    watch = watch_of(place, name)
    if failed:
        watch.failed(say(_STOPPED), unless_known=True)
        return
    if watch.send("test", N_("aviso de prueba"), say(N_("Si lee esto, los avisos llegan."))):
        raise ExternalError(
            N_("no todos los avisos salieron"), N_("Corrija lo que se dijo arriba y repita.")
        )
    tell(say(N_("Los avisos salieron. Compruebe que llegaron.")))


def report(failed: list[ExternalError]) -> None:
    """Say which channels failed; nothing else depends on them."""
    for error in failed:
        message, remedy = say(error.message, **error.values), say(error.remedy, **error.values)
        tell(say(N_("Aviso: {message}. {remedy}"), message=message, remedy=remedy))


_STOPPED = N_("La publicación programada se interrumpió sin decir por qué.")


def _what(error: BaseException) -> str:
    """What went wrong, without what it is about."""
    if isinstance(error, ProblemsFound):
        return say(
            N_("El contenido tiene {count} errores y no se publica nada nuevo."),
            count=len(error.problems),
        )
    if isinstance(error, ExternalError | CallError):
        values = {n: v if n in _SAFE else "…" for n, v in error.values.items()}
        state = f". {say(error.state)}" if isinstance(error, ExternalError) else "."
        return say(error.message, **values) + state
    if isinstance(error, SystemExit):
        if error.code == CONTENT:
            return say(N_("El contenido o el plan tienen algo que una persona debe revisar."))
        return say(_STOPPED)
    if isinstance(error, OSError):
        return catalog(operator_language()).gettext(why(error))
    return say(N_("Error del programa: {kind}."), kind=type(error).__name__)


def _job() -> str:
    """Where a hosted job shows its log."""
    given = os.environ
    if given.get("GITHUB_RUN_ID"):
        server, repository = given.get("GITHUB_SERVER_URL", ""), given.get("GITHUB_REPOSITORY", "")
        return f"{server}/{repository}/actions/runs/{given['GITHUB_RUN_ID']}"
    return given.get("CI_JOB_URL", "")
