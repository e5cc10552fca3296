"""How every command ends: one place maps what went wrong to words and an exit status."""

import errno
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from pregonero.commands.speech import CallError as CallError
from pregonero.commands.speech import say
from pregonero.words import N_, operator_language

CONTENT, CALL, OUTSIDE, INTERRUPTED = 1, 2, 3, 130

_OUTSIDE = {
    errno.ENOSPC: N_("Libere espacio en el disco y repita."),
    errno.EDQUOT: N_("Libere espacio en su cuota y repita."),
    errno.EFBIG: N_("Libere espacio o suba el límite de tamaño de archivos, y repita."),
    errno.EACCES: N_("Revise los permisos de esa carpeta."),
    errno.EPERM: N_("Revise los permisos de esa carpeta."),
    errno.EROFS: N_("El disco es de solo lectura: elija otra carpeta."),
}


def ending(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose failures end in words, with their exit status."""

    @wraps(command)
    def ended(*args: Any, **values: Any) -> None:
        from pregonero.outside import Outside
        from pregonero.problem import ProblemsFound

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
        except Outside as error:
            fault(say(error.message, **error.values), say(error.remedy, **error.values))
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
            where = f" ({error.filename})" if error.filename else ""
            remedy = _OUTSIDE.get(error.errno or 0, N_("Revise el disco y repita."))
            fault(f"{error.strerror or error}{where}", say(remedy))
            sys.exit(OUTSIDE)

    return ended


def tell(line: str) -> None:
    """A line for the person at the terminal, not for a program that reads our output."""
    print(line, file=sys.stderr)  # noqa: T201


def fault(message: str, remedy: str) -> None:
    """Say what stopped the program and what to do."""
    tell(say(N_("Error: {message}. {remedy}"), message=message, remedy=remedy))
