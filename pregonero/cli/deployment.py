"""What a deploy does with its target in hand: build, verify, show the plan, ship, read back."""

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from pregonero.cli import plan_report
from pregonero.cli.build import make
from pregonero.cli.errors import CONTENT, INTERRUPTED, fault, tell
from pregonero.cli.hold import hold, remember
from pregonero.cli.keep_going import KeepGoing
from pregonero.cli.messages import say
from pregonero.cli.output import show
from pregonero.cli.progress import watching
from pregonero.cli.project import Project
from pregonero.cli.target import remembers
from pregonero.diagnostics import UNTOUCHED, ExternalError, ProblemsFound
from pregonero.edition.fallback import Holding
from pregonero.engine.incremental import directories
from pregonero.engine.incremental.manifest import BuildManifest
from pregonero.git.repository import sources
from pregonero.i18n import N_
from pregonero.newsroom.model import DeployTarget, Newsroom
from pregonero.release import deploy
from pregonero.release.deploy import BuiltSite, LiveSite
from pregonero.release.manifest import NAME, NotAManifest, loaded
from pregonero.release.package import OUTBOX
from pregonero.release.pin import pinned
from pregonero.release.plan import ReleasePlan
from pregonero.release.targets.base import Driver, Shipment
from pregonero.release.websub import announce
from pregonero.web_addresses import readable


@dataclass
class Errand:
    """One deploy to one target. `room` is the cache's folder for it."""

    place: Project
    name: str
    newsroom: Newsroom
    target: DeployTarget
    now: datetime
    room: Path
    keep_going: bool = False
    _last: BuiltSite | None = field(default=None, init=False)

    def foresee(self) -> None:
        """Build for what was packed last: nearly always that is what is public."""
        # What is wrong is told, or waits, once it is known what is public.
        unless = (ProblemsFound,) if self.keep_going else ()
        with suppress(OSError, NotAManifest, *unless):
            self.build(loaded((self.room / OUTBOX / NAME).read_bytes()).renamed).manifest.dumped()

    @cached_property
    def keeping(self) -> KeepGoing | None:
        return KeepGoing(self.place, self.newsroom, self.now) if self.keep_going else None

    def build(self, renamed: Mapping[str, str], holding: Holding | None = None) -> BuiltSite:
        """The site for the target, given which ids were once at other addresses. `holding` takes
        out what is wrong."""
        last = self._last
        if last is None or last.renamed != renamed or holding:
            os.environ["PREGONERO_TARGET"] = self.name
            output = self.room / "site"
            # Git is asked here, so that no host waits for it.
            known = last.sources if last else sources(self.place.root)
            at, settings = self.now.isoformat(), self.place.publishing
            _, seen = make(self.place, at, output, settings, renamed, holding=holding)
            ledger = BuildManifest.load(
                directories.room_of(output, self.place.cache) / "ledger", seen
            )
            origins = ledger_origins(ledger, self.keeping) if holding else {}
            last = BuiltSite(
                output, ledger, self.now, self.target.url, known, dict(renamed), origins
            )
            self._last = last
        return last

    def ship(
        self,
        driver: Driver,
        *,
        dry: bool,
        if_changed: bool,
        allow_removals: bool,
        resume: bool,
        uncommitted: bool,
    ) -> tuple[ReleasePlan, Shipment, int] | None:
        """Bring the target up to date: what was planned, what was shipped, the bytes; None if
        nothing had to be sent, or was to be. A target that is held is let go to `resume`."""
        live = deploy.look(driver, self.now)
        pin = pinned(driver, None if live.broken else live.manifest)
        remember(self.room, pin)
        if pin and not resume:
            of = (self.place, self.newsroom, self.target, self.name, self.now)
            hold(*of, pin, live, scheduled=if_changed)
            return None
        if self.keeping:
            site, plan = self.keeping.prepare(live, self.build)
        else:
            site, plan = deploy.prepare(live, self.build)
        problems = deploy.verify(site, plan, site.ledger.withheld, self.room)
        if problems:
            show(problems, "text")
            tell(say(N_("El sitio construido no se puede publicar. Nada cambió en el público.")))
            sys.exit(CONTENT)
        if if_changed and plan.same and not live.edited and not pin:
            tell(say(N_("Nada cambió desde la versión {release}."), release=_release(plan)))
            return None
        if self.target.production and not dry and not uncommitted:
            _require_committed(site, self.name, self.keeping.aside if self.keeping else ())
        if not dry:
            deploy.pack(
                driver, site, plan, self.room, _extra(self.target, plan, self.newsroom.form_origin)
            )
        plan_report.show(plan, self.name)
        spared = self.keeping.spared(plan) if self.keeping else frozenset()
        permitted = allow_removals or plan_report.allowed(plan, spared)
        _warn(site, live)  # the target may have to be waited for
        if not permitted:
            sys.exit(CONTENT)
        if plan.backwards:
            raise ExternalError(
                N_("el sitio público es de un momento posterior: {moment}"),
                N_("Ponga en hora esta máquina, o la que publicó esa versión."),
                moment=plan.before and plan.before.moment,
            )
        if dry:
            tell(say(N_("Solo es el plan: nada se envió.")))
            return None
        with interrupted(driver), watching() as progress:
            shipped, sent = deploy.ship(driver, plan, self.room, datetime.now(UTC), progress)
            if pin:
                driver.unpin()
                remember(self.room, None)
        read_back(driver, plan)
        return plan, shipped, sent

    def conclude(self, plan: ReleasePlan, shipped: Shipment, sent: int) -> None:
        """What was shipped, to whoever shipped it and to those who wait for news."""
        tell(
            say(
                N_(
                    "Publicado: {release} en {url}, {files} archivos cambiados, "
                    "{sent} bytes enviados."
                ),
                release=shipped.release,
                url=readable(self.target.url),
                files=len(plan.sent) + len(plan.removed),
                sent=sent,
            )
        )
        before = plan.before
        gone = before and set(plan.release.gone) - set(before.gone)
        left = gone or any(n.endswith(".html") or n.startswith("media/") for n in plan.removed)
        if left and (notice := remembers(self.name, self.target)):
            tell(notice)
        if self.newsroom.hub and self.target.production:
            _announce(self.newsroom.hub, plan)
        public(plan)


def ledger_origins(ledger: BuildManifest, keeping: KeepGoing | None) -> dict[str, str]:
    """The commit of each page that is kept as it was, by its address."""
    where, kept = ledger.addressed(), keeping.origins if keeping else {}
    return {where[path]: commit for path, commit in kept.items() if path in where}


@contextmanager
def interrupted(driver: Driver) -> Iterator[None]:
    """Tell somebody who stops a deploy what state the site is in."""
    try:
        yield
    except KeyboardInterrupt:
        tell(say(N_("Interrumpido.")))
        tell(say(driver.stopped))
        sys.exit(INTERRUPTED)


def _warn(site: BuiltSite, live: LiveSite) -> None:
    """What does not stop a deploy and somebody should know."""
    if site.sources.changed:
        plan_report.addresses(
            N_("Aviso: hay archivos que git no tiene guardados:"), site.sources.changed
        )
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
                reason=say(live.broken),
            )
        )
    if live.edited:
        plan_report.addresses(
            N_(
                "Aviso: estos archivos del sitio público no están como se publicaron (cambiados a "
                "mano, o por una publicación que se interrumpió); se reponen:"
            ),
            live.edited,
        )


def _release(plan: ReleasePlan) -> str:
    return plan.before.release if plan.before else plan.release.release


def _extra(target: DeployTarget, plan: ReleasePlan, form: str) -> dict[str, bytes]:
    """Files for hosts that take their configuration from the site itself."""
    if target.kind != "git":
        return {}
    from pregonero.release.servers.hosted import hosted

    return hosted(plan.release, production=target.production, form=form)


def read_back(driver: Driver, plan: ReleasePlan) -> None:
    wrong = deploy.read_back(driver, plan)
    if wrong:
        plan_report.addresses(N_("Estos archivos no quedaron como se enviaron:"), wrong)
        raise ExternalError(
            N_("el destino no guarda lo que recibió"),
            N_("Revise el disco del servidor y publique de nuevo."),
            N_("La versión nueva es la pública, con esos archivos dañados."),
        )


def public(plan: ReleasePlan) -> None:
    """Whether the public address tells the same as the target."""
    said = deploy.public(plan.release)
    if said == "same":
        tell(say(N_("El sitio público responde con esta versión.")))
    elif said == "other":
        tell(
            say(
                N_("Aviso: {url} responde todavía con otra versión; revise su servidor."),
                url=readable(plan.release.url),
            )
        )
    elif _is_example(plan.release.url):
        tell(
            say(
                N_("Aviso: {url} es una dirección de ejemplo: nadie la lee."),
                url=readable(plan.release.url),
            )
        )
    else:
        raise ExternalError(
            N_("no se pudo leer {url} ({reason})"),
            N_(
                "Revise el servidor web, el nombre y el certificado. No hace falta publicar otra "
                "vez: al componerse se verá la versión nueva."
            ),
            N_("La versión nueva está completa en el destino; quizá el público aún no la lea."),
            url=readable(plan.release.url),
            reason=said,
        )


def _is_example(url: str) -> bool:
    """Whether an address is one that nobody can ever have (RFC 2606)."""
    host = urlsplit(url).hostname or ""
    return host.rpartition(".")[2] in ("example", "invalid", "test")


def _require_committed(site: BuiltSite, name: str, aside: Collection[str]) -> None:
    """Refuse what git does not have: nobody could say later what was published, or put it back.

    What is withheld, or put `aside` (paths from content/), is not published: it may be unsaved."""
    waiting = {*(one.path for one in site.ledger.report.withheld), *aside}
    changed = [f for f in site.sources.changed if f.partition("content/")[2] not in waiting]
    if not changed:
        return
    plan_report.addresses(N_("Estos archivos no están guardados en git:"), changed)
    fault(
        say(N_("no se publica lo que git no tiene guardado")),
        say(
            N_(
                "Guárdelo y repita: git add, git commit. Si de verdad no puede esperar: "
                "python cli.py deploy {name} --uncommitted"
            ),
            name=name,
        ),
    )
    tell(say(UNTOUCHED))
    sys.exit(CONTENT)


def _announce(hub: str, plan: ReleasePlan) -> None:
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
