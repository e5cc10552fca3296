"""What ssh, rsync and git complain of, in words that say what to do."""

import re

from pregonero.i18n import N_

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


#: The same of git, whose refusals mean other things. The first that matches tells.
_GIT = (
    (
        r"protected branch|GH006|GH013|branch is protected|push code to protected",
        N_("la rama {branch} está protegida"),
        N_(
            "En los ajustes del repositorio permita escribir en ella a quien publica, o ponga otra "
            "en branch."
        ),
    ),
    (
        r"GH001|file size limit|maximum allowed size|exceeds the maximum|large files detected",
        N_("hay un archivo más grande de lo que el servidor de git acepta"),
        N_("Abajo dice cuál. Póngalo en otro lugar y enlácelo, o use otra clase de destino."),
    ),
    (
        r"hook declined|pre-receive hook|GL-HOOK-ERR|update hook",
        N_("una regla del servidor de git rechazó el envío"),
        N_("Abajo está lo que dijo. Pregunte a quien administra {remote}."),
    ),
    (
        r"refusing to update checked out branch|denyCurrentBranch",
        N_("alguien tiene abierta la rama {branch} en {remote}"),
        N_("Publique en un repositorio sin carpeta de trabajo: git init --bare"),
    ),
    (
        r"non-fast-forward|fetch first|stale info|cannot lock ref|incorrect old value"
        r"|failed to update ref",
        N_("alguien más escribió en la rama {branch} mientras tanto"),
        N_("Nada suyo se pierde. Repita: se publica encima de lo que hizo."),
    ),
    (
        r"Host key verification failed|HOST IDENTIFICATION HAS CHANGED|host key is known",
        N_("la llave del servidor no es la que se conocía"),
        N_(
            "Puede ser otra máquina que se hace pasar por él. Compruebe la llave con quien lo "
            "administra y actualice known_hosts."
        ),
    ),
    (
        r"Permission to \S+ denied|denied to|error: 403|insufficient permission|not allowed to push"
        r"|You are not allowed|marked as read only|so it is read-only|Write access .*not granted",
        N_("a quien publica no se le permite escribir en {remote}"),
        N_("Dele permiso de escribir, o use una llave o credencial que lo tenga."),
    ),
    (
        r"could not read (?:Username|Password)|Authentication failed|error: 401"
        r"|Permission denied \(|Invalid username or (?:password|token)|HTTP Basic: Access denied"
        r"|Too many authentication",
        N_("{remote} no aceptó el acceso"),
        N_("Cargue la llave en el agente (ssh-add), o guarde la credencial en git, y repita."),
    ),
    (
        r"[Rr]epository .*not found|does not appear to be a git repository|error: 404"
        r"|repository .*does not exist|project you were looking for could not be found",
        N_("no existe el repositorio {remote}, o quien publica no puede verlo"),
        N_("Revise remote en newsroom.toml y el permiso de quien publica."),
    ),
    (
        r"certificate problem|certificate verification failed|SSL certificate",
        N_("el certificado de {remote} no es de fiar"),
        N_("Pregunte a quien lo administra antes de aceptarlo; revise la hora de esta máquina."),
    ),
    (
        r"Could not resolve|Name or service not known|name resolution|unable to look up",
        N_("no se encuentra el servidor de {remote}"),
        N_("Revise la red y remote en newsroom.toml."),
    ),
    (
        r"Connection refused|Network is unreachable|No route to host|timed out|Failed to connect"
        r"|[Cc]ouldn't connect|unable to connect|Connection reset|early EOF|hung up unexpectedly"
        r"|Empty reply",
        N_("no se pudo llegar a {remote}, o se cortó"),
        N_("Revise la red y repita."),
    ),
    (
        r"dubious ownership|safe\.directory",
        N_("la carpeta {remote} es de otra persona y git no la usa"),
        N_("Ejecute la orden con el usuario que es su dueño."),
    ),
)  # fmt: skip
#: Lines of another program that are shown, and the most letters of each.
_LINES, _LETTERS = 12, 200


def understood(errors: str) -> tuple[str, str] | None:
    """What happened and what to do, as message ids with a place for `host`; None for the rest."""
    return next(((m, r) for pattern, m, r in _WHY if re.search(pattern, errors)), None)


def git_refusal(errors: str) -> tuple[str, str] | None:
    """The same of what git complained of, with places for `branch` and `remote`."""
    return next(((m, r) for pattern, m, r in _GIT if re.search(pattern, errors)), None)


def quotable(errors: str) -> list[str]:
    """The lines of what another program said, fit for a terminal: a host may send what it likes."""
    lines = ("".join(c if c.isprintable() else " " for c in line) for line in errors.splitlines())
    said = [" ".join(line.split())[:_LETTERS] for line in lines if line.strip()]
    return said[:_LINES]
