"""The program as such: what its commands are declared to, and what may be said before any."""

import typer

from pregonero.commands import speech
from pregonero.commands.options import Config

_ = speech.translate()

app = typer.Typer(
    cls=speech.Group,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    options_metavar=_("[OPCIONES]"),
    subcommand_metavar=_("ORDEN [DATOS]…"),
    help=_("Pregonero: una sala de prensa en una carpeta."),
)


def command(names: str, text: str) -> speech.Decorator:
    return speech.command(app, names, text)


@app.callback()
def begin(context: typer.Context, config: Config = None) -> None:
    context.obj = config
