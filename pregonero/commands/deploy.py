"""`deploy`, `releases`, `rollback`: from the content to the public site, and back."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pregonero import tree
from pregonero.commands import plans
from pregonero.commands.build import make
from pregonero.commands.ending import CONTENT, INTERRUPTED, CallError, fault, tell
from pregonero.commands.findings import show
from pregonero.commands.place import Place, moment
from pregonero.commands.progress import watching
from pregonero.commands.speech import say
from pregonero.institution import Target
from pregonero.ledger import Ledger
from pregonero.newsroom import Newsroom
from pregonero.outside import Outside
from pregonero.problem import unknown
from pregonero.release import shipping
from pregonero.release.driver import Driver, Work, nothing
from pregonero.release.manifest import NAME, NotAManifest, loaded
from pregonero.release.outbox import OUTBOX
from pregonero.release.plan import Plan
from pregonero.release.shipping import Live, Site
from pregonero.release.targets import opened
from pregonero.release.websub import announce
from pregonero.repository import sources
from pregonero.words import N_


def deploy(place: Place, name: str, *, dry: bool, if_changed: bool, allow_removals: bool) -> None:
    newsroom, target = target_of(place, name)
    room, now = room_of(place, name), moment(None, newsroom)
    build = _builder(place, name, target, now)
    meanwhile = partial(_expected, build, room)
    ahead = not if_changed
    with opened(target, room) as driver, _lock(driver, now, meanwhile, looking=dry, ahead=ahead):
        live = shipping.look(driver, now)
        site, plan = shipping.prepare(live, build)
        problems = shipping.verify(site, plan, site.ledger.withheld, room)
        if problems:
            show(problems, "text")
            tell(say(N_("El sitio construido no se puede publicar. Nada cambió en el público.")))
            sys.exit(CONTENT)
        if if_changed and plan.same and not live.edited:
            tell(say(N_("Nada cambió desde la versión {release}."), release=_release(plan)))
            return
        if not dry:
            shipping.pack(driver, site, plan, room, _extra(target, plan))
        plans.show(plan, name)
        permitted = allow_removals or plans.allowed(plan)
        _warn(site, live, target)  # the target may have to be waited for
        if not permitted:
            sys.exit(CONTENT)
        if plan.backwards:
            raise Outside(
                N_("el sitio público es de un momento posterior: {moment}"),
                N_("Ponga en hora esta máquina, o la que publicó esa versión."),
                moment=plan.before and plan.before.moment,
            )
        if dry:
            tell(say(N_("Solo es el plan: nada se envió.")))
            return
        with _interrupted(driver), watching() as progress:
            shipped, sent = shipping.ship(driver, plan, room, datetime.now(UTC), progress)
        _read_back(driver, plan)
    _public(plan)
    tell(
        say(
            N_("Publicado: {release} en {url}, {files} archivos cambiados, {sent} bytes enviados."),
            release=shipped.release,
            url=target.url,
            files=len(plan.sent) + len(plan.removed),
            sent=sent,
        )
    )
    if newsroom.hub and target.production:
        _announce(newsroom.hub, plan)


def releases(place: Place, name: str, shape: str) -> None:
    _, target = target_of(place, name)
    with opened(target, room_of(place, name)) as driver:
        plans.table(driver.releases(), shape)


def rollback(place: Place, name: str, release: str | None, *, dry: bool) -> None:
    newsroom, target = target_of(place, name)
    now = moment(None, newsroom)
    room = room_of(place, name)
    with opened(target, room) as driver, _lock(driver, now, looking=dry):
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
        with _interrupted(driver), watching() as progress:
            driver.put_back(chosen.release, manifest, progress)
        _read_back(driver, plan)
    _public(plan)
    tell(say(N_("De vuelta: {release} en {url}."), release=chosen.release, url=target.url))
    tell(say(N_("La próxima publicación pondrá otra vez el contenido de hoy: corríjalo antes.")))


def target_of(place: Place, name: str) -> tuple[Newsroom, Target]:
    newsroom = place.newsroom()
    target = newsroom.targets.get(name)
    if target is None:
        wrong = unknown(
            name, newsroom.targets, N_("no existe el destino «{value}» en newsroom.toml")
        )
        raise CallError(wrong.message, wrong.remedy, **dict(wrong.values))
    if os.environ.get("SITEURL"):
        target = target.model_copy(update={"url": newsroom.url})
    return newsroom, target


def room_of(place: Place, name: str) -> Path:
    room = place.cache / "targets" / name
    room.mkdir(parents=True, exist_ok=True)
    return room


def _lock(
    driver: Driver, now: datetime, meanwhile: Work = nothing, *, looking: bool, ahead: bool = False
) -> AbstractContextManager[None]:
    """A look changes nothing and waits for nobody."""
    return nullcontext() if looking else driver.locked(now, meanwhile, ahead=ahead)


def _expected(build: shipping.Build, room: Path) -> None:
    """Build for what was packed last: nearly always that is what is public."""
    with suppress(OSError, NotAManifest):
        build(loaded((room / OUTBOX / NAME).read_bytes()).renamed).manifest.dumped()


@contextmanager
def _interrupted(driver: Driver) -> Iterator[None]:
    """Tell somebody who stops a deploy what state the site is in."""
    try:
        yield
    except KeyboardInterrupt:
        tell(say(N_("Interrumpido.")))
        tell(say(driver.stopped))
        sys.exit(INTERRUPTED)


def _builder(place: Place, name: str, target: Target, now: datetime) -> shipping.Build:
    os.environ["PREGONERO_TARGET"] = name
    output = room_of(place, name) / "site"
    last: Site | None = None

    def build(renamed: Mapping[str, str]) -> Site:
        nonlocal last
        if last is None or last.renamed != renamed:
            # Git is asked here, so that no host waits for it.
            known = last.sources if last else sources(place.root)
            make(place, now.isoformat(), output, place.publishing, renamed)
            ledger = Ledger.load(tree.room_of(output, place.cache) / "ledger")
            last = Site(output, ledger, now, target.url, known, dict(renamed))
        return last

    return build


def _warn(site: Site, live: Live, target: Target) -> None:
    """What does not stop a deploy and somebody should know."""
    if site.sources.changed:
        plans.addresses(N_("Aviso: hay archivos que git no tiene guardados:"), site.sources.changed)
    if site.sources.unpushed:
        tell(
            say(
                N_("Aviso: {count} commits no se han enviado a ningún remoto (git push)."),
                count=site.sources.unpushed,
            )
        )
    if live.broken:
        tell(
            say(
                N_("Aviso: el manifiesto del sitio público está dañado ({reason}); se envía todo."),
                reason=live.broken,
            )
        )
    if live.edited:
        plans.addresses(
            N_(
                "Aviso: estos archivos del sitio público no están como se publicaron (cambiados a "
                "mano, o por una publicación que se interrumpió); se reponen:"
            ),
            live.edited,
        )
    if target.production and target.url.partition("://")[2].split("/")[0].endswith(".example"):
        tell(say(N_("Aviso: {url} es una dirección de ejemplo."), url=target.url))


def _release(plan: Plan) -> str:
    return plan.before.release if plan.before else plan.release.release


def _extra(target: Target, plan: Plan) -> dict[str, bytes]:
    """Files for hosts that take their configuration from the site itself."""
    if target.kind != "git":
        return {}
    from pregonero.release.servers.hosted import hosted

    return hosted(plan.release, production=target.production)


def _read_back(driver: Driver, plan: Plan) -> None:
    wrong = shipping.read_back(driver, plan)
    if wrong:
        plans.addresses(N_("Estos archivos no quedaron como se enviaron:"), wrong)
        raise Outside(
            N_("el destino no guarda lo que recibió"),
            N_("Revise el disco del servidor y publique de nuevo."),
            N_("La versión nueva es la pública, con esos archivos dañados."),
        )


def _public(plan: Plan) -> None:
    """Whether the public address tells the same as the target."""
    said = shipping.public(plan.release)
    if said == "same":
        tell(say(N_("El sitio público responde con esta versión.")))
    elif said == "other":
        tell(
            say(
                N_("Aviso: {url} responde todavía con otra versión; revise su servidor."),
                url=plan.release.url,
            )
        )
    else:
        tell(
            say(
                N_("Aviso: no se pudo leer {url} ({reason}). Los archivos sí están en su lugar."),
                url=plan.release.url,
                reason=said,
            )
        )


def _announce(hub: str, plan: Plan) -> None:
    feeds = [name for name in plan.sent if name.startswith("feeds/")]
    failed = announce(hub, [f"{plan.release.url}/{name}" for name in feeds])
    if failed:
        tell(
            say(
                N_("Aviso: no se avisó al hub {hub} ({reason}). El sitio sí quedó publicado."),
                hub=hub,
                reason=failed,
            )
        )
