"""What went wrong outside of this program: another machine, a network, a disk, a clock."""

import errno

from pregonero.words import N_

UNTOUCHED = N_("El sitio público sigue como estaba.")
UNKNOWN = N_("El sitio público quedó como estaba o con la versión nueva, nunca a medias.")

#: What a system says when it cannot, which it says in a language of its own.
_REASONS = {
    errno.ENOENT: N_("no existe"),
    errno.EISDIR: N_("es una carpeta"),
    errno.ENOTDIR: N_("algo de esa ruta no es una carpeta"),
    errno.EEXIST: N_("ya existe"),
    errno.EACCES: N_("no hay permiso"),
    errno.EPERM: N_("no hay permiso"),
    errno.EROFS: N_("el disco es de solo lectura"),
    errno.ENOSPC: N_("el disco está lleno"),
    errno.EDQUOT: N_("se acabó la cuota de disco"),
    errno.EFBIG: N_("el archivo es demasiado grande"),
    errno.EIO: N_("el disco falla al leer o escribir"),
    errno.ENAMETOOLONG: N_("el nombre es demasiado largo"),
    errno.ELOOP: N_("el enlace da vueltas"),
    errno.EBUSY: N_("está en uso"),
    errno.EMFILE: N_("hay demasiados archivos abiertos"),
    errno.ENFILE: N_("hay demasiados archivos abiertos"),
    errno.ENOMEM: N_("no alcanza la memoria"),
    errno.EADDRINUSE: N_("ese puerto está ocupado"),
    errno.ECONNREFUSED: N_("nadie responde en esa dirección"),
    errno.ETIMEDOUT: N_("nadie responde a tiempo"),
}


def why(error: OSError) -> str:
    """The reason of a refusal as a message id; the system's own words for one that is rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class Outside(Exception):
    """Something that is not ours failed. Tells what happened, what state the public site is in,
    and what to do: message ids with places for `values`. `quoted` are the lines that git said, if
    it was git."""

    quoted: tuple[str, ...] = ()

    def __init__(self, message: str, remedy: str, state: str = UNTOUCHED, **values: object) -> None:
        super().__init__(message)
        self.message, self.state, self.remedy = message, state, remedy
        self.values = values
