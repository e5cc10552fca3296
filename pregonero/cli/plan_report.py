"""What a deploy would do and what was shipped, shown before anything is done."""

import re
import sys
from collections.abc import Collection, Iterator, Sequence

from pregonero.cli.errors import CallError, fault, tell
from pregonero.cli.messages import say
from pregonero.cli.terminal import write_json
from pregonero.diagnostics import suggestion
from pregonero.i18n import N_
from pregonero.release.plan import ReleasePlan
from pregonero.release.targets.base import Shipment

#: Names of each group that are shown; the rest are counted.
SHOWN = 12
#: Of what may not be public all is named; but a veda may hide a whole archive.
ALL = 200


def show(plan: ReleasePlan, name: str) -> None:
    """A plan on standard output: what is added, changed and removed, and how much it is."""
    if plan.before is None:
        _say(N_("Plan para {name}: primera publicación, {release}."), name, plan)
    else:
        _say(N_("Plan para {name}: {release} en lugar de {before}."), name, plan)
    for message, names in (
        (N_("Nuevos: {count}"), plan.added),
        (N_("Cambiados: {count}"), plan.changed),
        (N_("Quitados: {count}"), plan.removed),
    ):
        sys.stdout.write(say(message, count=len(names)) + "\n")
        if plan.before is not None:
            # What people read comes before what follows from it.
            _write(sorted(names, key=lambda name: not name.endswith(".html")))
    sys.stdout.write(say(N_("Bytes, sin comprimir: {count}"), count=plan.bytes) + "\n")
    moved = plan.release.moved.items() - (plan.before.moved.items() if plan.before else set())
    if moved:
        sys.stdout.write(say(N_("Redirecciones nuevas: {count}"), count=len(moved)) + "\n")
        _write([f"{old} → {new}" for old, new in sorted(moved)])
    vanishing = say(N_("Direcciones que desaparecerían: {count}"), count=len(plan.vanishing))
    sys.stdout.write(vanishing + "\n")
    _write(plan.vanishing)
    sys.stdout.flush()


def allowed(plan: ReleasePlan, spared: Collection[str] = ()) -> bool:
    """Whether a plan may be carried out without being asked for by name; if not, says why.

    `spared` are addresses that may vanish."""
    vanishing = set(plan.vanishing).difference(spared)
    if vanishing:
        fault(
            say(N_("{count} direcciones públicas dejarían de responder"), count=len(vanishing)),
            say(
                N_(
                    "Retire el boletín con status: withdrawn en vez de borrarlo, o escriba su "
                    "dirección en aliases de otro. Si de verdad deben irse: --allow-removals."
                )
            ),
        )
    elif plan.too_many:
        fault(
            say(
                N_("se quitarían {count} páginas, más de una de cada diez"),
                count=plan.removed_pages,
            ),
            say(N_("Revise el contenido. Si así debe ser: --allow-removals.")),
        )
    else:
        return True
    tell(say(N_("El sitio público sigue como estaba.")))
    return False


def addresses(message: str, names: Sequence[str], most: int = SHOWN) -> None:
    """A message for the person at the terminal, with some names under it."""
    tell(say(message))
    for line in _some(names, most):
        tell(line)


def table(kept: Sequence[Shipment], shape: str, target: str) -> None:
    """What was shipped to a target, newest first."""
    if shape == "json":
        write_json([vars(one) for one in kept])
        return
    if not kept:
        tell(say(N_("Todavía no se ha publicado nada aquí.")))
    for one in kept:
        mark = "*" if one.live else " "
        pin = say(N_("  fija hasta «deploy {name} --resume»"), name=target) if one.pinned else ""
        commit = (one.commit or "—")[:10]
        files = say(N_("{count} archivos"), count=one.files)
        when = re.sub(r"\.\d+", "", one.shipped)  # to the second, for people
        sys.stdout.write(f"{mark} {one.release}  {when}  {one.by}  {commit}  {files}{pin}\n")


def choose(kept: Sequence[Shipment], release: str | None, name: str) -> Shipment:
    """The release asked for, or else the one before the public one."""
    if release is None:
        at = next((n for n, one in enumerate(kept) if one.live), -1)
        if at < 0 or at + 1 == len(kept):
            raise CallError(
                N_("no hay una versión anterior en el destino «{name}»"),
                N_("Vea «python cli.py releases {name}»."),
                name=name,
            )
        return kept[at + 1]
    found = next((one for one in kept if one.release == release), None)
    if found is None:
        near = suggestion(release, [one.release for one in kept])
        raise CallError(
            N_("no se conserva la versión «{release}»"),
            N_("¿Quiso decir «{near}»?") if near else N_("Vea «python cli.py releases {name}»."),
            release=release,
            near=near,
            name=name,
        )
    return found


def _say(message: str, name: str, plan: ReleasePlan) -> None:
    before = plan.before.release if plan.before else ""
    line = say(message, name=name, release=plan.release.release, before=before)
    sys.stdout.write(line + "\n")


def _some(names: Sequence[str], most: int = SHOWN) -> Iterator[str]:
    """A line for each of the first names, and one for how many there are besides."""
    for name in names[:most]:
        yield f"  {name}"
    if len(names) > most:
        more = say(N_("… y {count} más"), count=len(names) - most)
        yield f"  {more}"


def _write(names: Sequence[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in _some(names))
