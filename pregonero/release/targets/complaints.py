"""What ssh, rsync and git complain of, in words that say what to do."""

import re

from pregonero.words import N_

_WHY = (
    (
        r"REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|host key is known",
        N_("la llave del servidor no es la que se conocía"),
        N_(
            "Puede ser otra máquina que se hace pasar por él. Compruebe la llave con quien lo "
            "administra y actualice known_hosts."
        ),
    ),
    (
        r"Permission denied \(|Authentication failed|could not read Username"
        r"|Too many authentication failures|no mutual signature",
        N_("el servidor no aceptó el acceso"),
        N_("Cargue la llave en el agente (ssh-add) y autorícela en el servidor."),
    ),
    (
        r"No space left on device|Disk quota exceeded",
        N_("el disco del servidor está lleno"),
        N_("Libere espacio en el servidor y repita."),
    ),
    (
        r"Permission denied|Read-only file system|cannot create",
        N_("no se puede escribir en la carpeta del servidor"),
        N_("Revise path y de quién es esa carpeta."),
    ),
    (
        r"Could not resolve hostname|Name or service not known",
        N_("no existe el servidor {host}"),
        N_("Revise host en newsroom.toml."),
    ),
    (
        r"rsync: (?:command )?not found|rsync: No such file",
        N_("falta rsync en el servidor"),
        N_("Instálelo en el servidor: apt install rsync"),
    ),
)


def understood(errors: str) -> tuple[str, str] | None:
    """What happened and what to do, as message ids with a place for `host`; None for the rest."""
    return next(((m, r) for pattern, m, r in _WHY if re.search(pattern, errors)), None)
