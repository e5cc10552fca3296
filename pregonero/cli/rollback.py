"""`releases`, `rollback`: what was shipped, and back to it."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from pregonero.cli import plan_report
from pregonero.cli.deployment import interrupted, public, read_back
from pregonero.cli.errors import CONTENT, fault, tell
from pregonero.cli.hold import remember
from pregonero.cli.messages import say
from pregonero.cli.progress import watching
from pregonero.cli.project import Project, moment
from pregonero.cli.public_now import reasons, today
from pregonero.cli.target import locked, room_of, target_of
from pregonero.diagnostics import UNTOUCHED, ExternalError
from pregonero.edition.report import Withheld
from pregonero.git.repository import lacks
from pregonero.i18n import N_
from pregonero.release import deploy
from pregonero.release.manifest import Manifest, NotAManifest, loaded
from pregonero.release.pin import pin_to, pinned
from pregonero.release.plan import ReleasePlan
from pregonero.release.targets import opened
from pregonero.release.targets.base import Shipment
from pregonero.release.visible_records import not_public
from pregonero.web_addresses import readable


def releases(place: Project, name: str, shape: str) -> None:
    _, target = target_of(place, name)
    room = room_of(place, name)
    with opened(target, room) as driver:
        kept = driver.releases()
        pin = pinned(driver) if kept else None
    remember(room, pin)
    plan_report.table([replace(one, pinned=bool(pin) and one.live) for one in kept], shape, name)


def rollback(place: Project, name: str, release: str | None, *, dry: bool) -> None:
    newsroom, target = target_of(place, name)
    now = moment(None, newsroom)
    room = room_of(place, name)
    with opened(target, room) as driver, locked(driver, now, looking=dry):
        kept = driver.releases()
        chosen = plan_report.choose(kept, release, name)
        before = deploy.look(driver, now)
        try:
            manifest = loaded(driver.manifest_of(chosen.release))
        except NotAManifest:
            raise ExternalError(
                N_("el manifiesto de la versión {release} está dañado"),
                N_("Elija otra con «python cli.py releases {name}»."),
                release=chosen.release,
                name=name,
            ) from None
        plan = ReleasePlan(manifest, before.manifest)
        plan_report.show(plan, name)
        _is_current(place, [before.manifest, kept[0]])
        _refuse(not_public(manifest, today(place, newsroom, target, now, _renamed(plan))), name)
        if dry:
            tell(say(N_("Solo es el plan: nada cambió.")))
            return
        with interrupted(driver), watching() as progress:
            pin = pin_to(manifest, datetime.now(UTC))
            driver.put_back(chosen.release, manifest, pin.dumped(), progress)
        read_back(driver, plan)
    remember(room, pin)
    url = readable(target.url)
    tell(say(N_("De vuelta: {release} en {url}."), release=chosen.release, url=url))
    tell(
        say(
            N_(
                "Se queda fijo en esa versión: las publicaciones programadas no la cambian. "
                "Corrija el contenido y publique: python cli.py deploy {name} --resume"
            ),
            name=name,
        )
    )
    public(plan)


def _renamed(plan: ReleasePlan) -> dict[str, str]:
    """Which brief id was once at an address, as the releases tell."""
    return {**plan.release.renamed, **(plan.before.renamed if plan.before else {})}


def _is_current(place: Project, shipped: Iterable[Manifest | Shipment | None]) -> None:
    """Refuse, if this copy of the content is older than what was shipped: what was withdrawn since
    would not be known here."""
    commits = {one.commit.rstrip("+") for one in shipped if one and one.commit}
    if lacks(place.root, commits):
        fault(
            say(N_("esta copia del contenido es anterior a lo que se publicó, o no tiene git")),
            say(
                N_(
                    "Aquí no consta lo que se haya retirado desde entonces. Actualícela con "
                    "«git pull» y repita."
                )
            ),
        )
        tell(say(UNTOUCHED))
        sys.exit(CONTENT)


def _refuse(found: list[Withheld], name: str) -> None:
    """Refuse a release that shows what may not be public now."""
    if not found:
        return
    plan_report.addresses(
        N_("Volvería a mostrar lo que hoy no es público:"), reasons(found), plan_report.ALL
    )
    fault(
        say(N_("esa versión muestra lo que ya no puede ser público")),
        say(
            N_(
                "Elija otra con «python cli.py releases {name}», o corrija el contenido y "
                "publique: python cli.py deploy {name}"
            ),
            name=name,
        ),
    )
    tell(say(UNTOUCHED))
    sys.exit(CONTENT)
