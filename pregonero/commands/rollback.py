"""`releases`, `rollback`: what was shipped, and back to it."""

import sys

from pregonero.commands import plans
from pregonero.commands.ending import CONTENT, fault, tell
from pregonero.commands.errand import interrupted, public, read_back
from pregonero.commands.place import Place, moment
from pregonero.commands.progress import watching
from pregonero.commands.speech import say
from pregonero.commands.target import locked, room_of, target_of
from pregonero.outside import Outside
from pregonero.release import shipping
from pregonero.release.manifest import NotAManifest, loaded
from pregonero.release.plan import Plan
from pregonero.release.targets import opened
from pregonero.words import N_


def releases(place: Place, name: str, shape: str) -> None:
    _, target = target_of(place, name)
    with opened(target, room_of(place, name)) as driver:
        plans.table(driver.releases(), shape)


def rollback(place: Place, name: str, release: str | None, *, dry: bool) -> None:
    newsroom, target = target_of(place, name)
    now = moment(None, newsroom)
    room = room_of(place, name)
    with opened(target, room) as driver, locked(driver, now, looking=dry):
        kept = driver.releases()
        chosen = plans.choose(kept, release, name)
        before = shipping.look(driver, now)
        try:
            manifest = loaded(driver.manifest_of(chosen.release))
        except NotAManifest:
            raise Outside(
                N_("el manifiesto de la versión {release} está dañado"),
                N_("Elija otra con «python cli.py releases {name}»."),
                release=chosen.release,
                name=name,
            ) from None
        plan = Plan(manifest, before.manifest)
        plans.show(plan, name)
        if plan.revived:
            plans.addresses(N_("Volvería a mostrar lo que se retiró o suspendió:"), plan.revived)
            fault(
                say(N_("esa versión muestra lo que ya no puede ser público")),
                say(N_("Elija una posterior a su retiro, o corrija el contenido y publique.")),
            )
            sys.exit(CONTENT)
        if dry:
            tell(say(N_("Solo es el plan: nada cambió.")))
            return
        with interrupted(driver), watching() as progress:
            driver.put_back(chosen.release, manifest, progress)
        read_back(driver, plan)
    public(plan)
    tell(say(N_("De vuelta: {release} en {url}."), release=chosen.release, url=target.url))
    tell(say(N_("La próxima publicación pondrá otra vez el contenido de hoy: corríjalo antes.")))
