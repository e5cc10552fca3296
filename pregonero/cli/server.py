"""`server`: the configuration of a web server for a target, on standard output."""

import sys

from pregonero.cli.errors import CallError, tell
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.cli.target import room_of, target_of
from pregonero.diagnostics import ExternalError
from pregonero.i18n import N_
from pregonero.release.manifest import NotAManifest, loaded
from pregonero.release.servers import FOR_FOLDERS, SERVERS, configuration
from pregonero.release.targets import opened


def run(place: Project, server: str, name: str) -> None:
    found = next((one for one in SERVERS if one == server), None)
    if found is None:
        raise CallError(
            N_("no hay configuración para «{server}»"),
            N_("Escriba uno de estos: {known}."),
            server=server,
            known=", ".join(SERVERS),
        )
    newsroom, target = target_of(place, name)
    if found in FOR_FOLDERS and target.path is None:
        raise CallError(
            N_("{server} sirve carpetas, y el destino «{name}» no es una"),
            N_("Pida headers o redirects; de almacenes y ramas habla docs/operations.md."),
            server=server,
            name=name,
        )
    moved = {}
    try:
        with opened(target, room_of(place, name)) as driver:
            data = driver.live()
        moved = dict(loaded(data).moved) if data else {}
    except (ExternalError, NotAManifest):
        tell(say(N_("Aviso: no se pudo leer el destino; faltan las redirecciones de hoy.")))
    sys.stdout.write(configuration(found, name, target, moved, newsroom.form_origin))
