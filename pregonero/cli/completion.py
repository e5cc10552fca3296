"""Commands and options completed by the shell: bash, zsh, fish, PowerShell."""

from pregonero.cli.errors import CALL, OUTSIDE, fault, refused, tell
from pregonero.cli.messages import COMPLETE, say
from pregonero.i18n import N_

#: The installed program: a shell completes the words of a program, not those of a file that Python
#: is told to run.
PROGRAM = "pregonero"


def answer() -> None:
    """Teach Typer the shells, if it is one that asks."""
    from typer.completion import completion_init  # type: ignore[attr-defined]

    completion_init()


def install() -> int:
    """Write what this shell reads when it starts; the exit status."""
    from typer.completion import _get_shell_name  # type: ignore[attr-defined]
    from typer.completion import install as write  # type: ignore[attr-defined]

    shell = _get_shell_name()
    if shell not in ("bash", "zsh", "fish", "powershell", "pwsh"):
        fault(
            say(N_("no se sabe completar en esta terminal")),
            say(N_("Hágalo desde bash, zsh, fish o PowerShell.")),
        )
        return CALL
    try:
        _, path = write(shell, PROGRAM, COMPLETE)
    except OSError as error:
        refused(error)
        return OUTSIDE
    tell(say(N_("Listo: quedó en {path}. Cierre la terminal y ábrala otra vez."), path=path))
    tell(say(N_("Completa lo que siga a «{program}»."), program=PROGRAM))
    return 0
