"""Configuration for web servers: what they say beside each file, generated from one place."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from pregonero.newsroom.model import DeployTarget
from pregonero.release.servers.apache import apache
from pregonero.release.servers.caddy import caddy
from pregonero.release.servers.common import is_secure
from pregonero.release.servers.hosted import hosted_headers, hosted_redirects
from pregonero.release.servers.nginx import nginx

Server = Literal["nginx", "caddy", "apache", "headers", "redirects"]
#: Those that read a folder themselves; the others are for hosts that keep the site.
FOR_FOLDERS: tuple[Server, ...] = ("nginx", "caddy", "apache")
SERVERS: tuple[Server, ...] = (*FOR_FOLDERS, "headers", "redirects")

_NOTES = """\
# {server}: {url}
# Generado por «python cli.py server {kind} {name}». Vuelva a generarlo y recargue el servidor
# cuando actualice el programa o haya direcciones que cambiaron (al final están las de hoy).
# La carpeta «current» es un enlace a la versión pública: cambia sola, sin recargar nada.
"""


def configuration(
    server: Server, name: str, target: DeployTarget, moved: Mapping[str, str], form: str = ""
) -> str:
    """The configuration of a server for a target. `moved` leads from old addresses to new ones;
    `form` is the origin that answers forms."""
    if server == "headers":
        return hosted_headers(production=target.production, secure=is_secure(target), form=form)
    if server == "redirects":
        return hosted_redirects(urlsplit(target.url).path.rstrip("/"), moved)
    notes = _NOTES.format(server=server, kind=server, name=name, url=target.url)
    made = {"nginx": nginx, "caddy": caddy, "apache": apache}[server](target, moved, form)
    return notes + made
