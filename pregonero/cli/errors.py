"""How every command ends: one place maps what went wrong to words and an exit status."""

import errno
import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from pregonero.cli.messages import CallError as CallError
from pregonero.cli.messages import say
from pregonero.i18n import N_, catalog, operator_language

if TYPE_CHECKING:
    from pregonero.diagnostics import ExternalError

CONTENT, CALL, OUTSIDE, INTERRUPTED = 1, 2, 3, 130

_OUTSIDE = {
    errno.ENOSPC: N_("Libere espacio en el disco y repita."),
    errno.EDQUOT: N_("Libere espacio en su cuota y repita."),
    errno.EFBIG: N_("Libere espacio o suba el límite de tamaño de archivos, y repita."),
    errno.EACCES: N_("Revise los permisos de esa carpeta."),
    errno.EPERM: N_("Revise los permisos de esa carpeta."),
    errno.EROFS: N_("El disco es de solo lectura: elija otra carpeta."),
    errno.ENOENT: N_("Revise la ruta y repita."),
    errno.ENOTDIR: N_("Revise la ruta y repita."),
    errno.EEXIST: N_("Elija otro nombre, o quite lo que hay ahí."),
    errno.EISDIR: N_("Escriba la ruta de un archivo."),
    errno.ENAMETOOLONG: N_("Escriba uno más corto."),
    errno.EADDRINUSE: N_("Elija otro con --port."),
}


def ending(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose failures end in words, with their exit status."""

    @wraps(command)
    def ended(*args: Any, **values: Any) -> None:
        from pregonero.diagnostics import ExternalError, ProblemsFound

        try:
            command(*args, **values)
        except ProblemsFound as error:
            lang = operator_language()
            for problem in error.problems:
                tell(problem.show(lang))
            tell(say(N_("Nada cambió. Corrija y repita.")))
            sys.exit(CONTENT)
        except CallError as error:
            fault(say(error.message, **error.values), say(error.remedy, **error.values))
            sys.exit(CALL)
        except ExternalError as error:
            values = _filled(error)
            fault(say(error.message, **values), say(error.remedy, **values))
            tell(say(error.state))
            if error.quoted:
                tell(say(N_("git falló con estas palabras:")))
            for line in error.quoted:
                tell(f"  {line}")
            sys.exit(OUTSIDE)
        except KeyboardInterrupt:
            tell(say(N_("Interrumpido. Nada cambió.")))
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(OUTSIDE)
        except OSError as error:
            refused(error)
            sys.exit(OUTSIDE)

    return ended


def refused(error: OSError) -> None:
    """Say what the system refused, and what to do."""
    from pregonero.diagnostics import why

    reason = catalog(operator_language()).gettext(why(error))
    remedy = say(_OUTSIDE.get(error.errno or 0, N_("Revise el disco y repita.")))
    fault(f"{error.filename}: {reason}" if error.filename else reason, remedy)


def _filled(error: "ExternalError") -> dict[str, object]:
    """The values of a failure; its reason, if it has one, in the operator's language."""
    from pregonero.diagnostics import WORDS

    translate = catalog(operator_language()).gettext
    return {n: translate(str(v)) if n in WORDS and v else v for n, v in error.values.items()}


def tell(line: str) -> None:
    """A line for the person at the terminal, not for a program that reads our output."""
    print(line, file=sys.stderr)  # noqa: T201


def fault(message: str, remedy: str) -> None:
    """Say what stopped the program and what to do."""
    tell(say(N_("Error: {message}. {remedy}"), message=message, remedy=remedy))
