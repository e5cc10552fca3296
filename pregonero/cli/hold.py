"""A target that a way back holds: what every deploy says of it, and what must leave anyhow."""

import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pregonero import files
from pregonero.cli import plan_report
from pregonero.cli.errors import CONTENT, CallError, fault, tell
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.i18n import N_
from pregonero.newsroom.model import DeployTarget, Newsroom
from pregonero.release.deploy import LiveSite
from pregonero.release.pin import Pin, parsed

#: In a target's folder on this machine: what was last known of its pin.
KNOWN = "pin.json"


def hold(
    place: Project,
    newsroom: Newsroom,
    target: DeployTarget,
    name: str,
    now: datetime,
    pin: Pin,
    live: LiveSite,
    *,
    scheduled: bool,
) -> None:
    """Say that nothing is shipped to a target that is held. Whoever asks for a deploy is told what
    to do (CallError); a scheduled one ends well, unless the public site shows what it may not."""
    from pregonero.cli.public_now import reasons, today
    from pregonero.release.visible_records import must_leave

    tell(held(name, pin))
    leaving = []
    if live.manifest and not live.broken:
        seen = today(place, newsroom, target, now, dict(live.manifest.renamed))
        leaving = reasons(must_leave(live.manifest, seen))
    if leaving:
        plan_report.addresses(
            N_("El sitio público muestra lo que hoy no debe verse:"), leaving, plan_report.ALL
        )
        fault(
            say(N_("lo que ya no es público sigue a la vista mientras el destino esté fijo")),
            say(N_("Publique cuanto antes: python cli.py deploy {name} --resume"), name=name),
        )
        sys.exit(CONTENT)
    if live.edited:
        plan_report.addresses(
            N_("Estos archivos del sitio público no están como deben:"), live.edited
        )
        fault(
            say(N_("el sitio público no está como se puso")),
            say(
                N_("Repita «python cli.py rollback {name} {release}»."),
                name=name,
                release=pin.release,
            ),
        )
        sys.exit(CONTENT)
    if not scheduled:
        raise CallError(
            N_("el destino «{name}» está fijo en la versión {release}"),
            N_("Si el contenido ya está corregido: python cli.py deploy {name} --resume"),
            name=name,
            release=pin.release,
        )


def held(name: str, pin: Pin) -> str:
    """That a target is held, at what, since when and by whom."""
    return say(
        N_(
            "«{name}» está fijo en la versión {release} desde {since}, por {by}: no se publica "
            "nada hasta «python cli.py deploy {name} --resume»."
        ),
        name=name,
        release=pin.release,
        since=pin.since,
        by=pin.by,
    )


def remember(room: Path, pin: Pin | None) -> None:
    """Keep on this machine what is known of a target's pin, for commands that ask no host."""
    with suppress(OSError):
        if pin:
            files.put(room / KNOWN, pin.dumped(), lasting=False)
        else:
            (room / KNOWN).unlink(missing_ok=True)


def known(room: Path) -> Pin | None:
    """The pin of a target as this machine last knew it."""
    with suppress(OSError):
        return parsed((room / KNOWN).read_bytes())
    return None
