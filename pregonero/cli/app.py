"""The program as such: what its commands are declared to, and what may be said before any."""

from typing import Annotated

import typer

from pregonero.cli import typer_i18n
from pregonero.cli.options import Config

_ = typer_i18n.translate()

app = typer.Typer(
    cls=typer_i18n.Group,
    add_completion=False,  # it has words of its own, in English
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    options_metavar=_("[OPCIONES]"),
    subcommand_metavar=_("ORDEN [DATOS]…"),
    help=_("Pregonero: una sala de prensa en una carpeta."),
)


def command(names: str, text: str, panel: str | None = None) -> typer_i18n.Decorator:
    return typer_i18n.command(app, names, text, panel)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version
        from platform import python_version

        from pregonero import __version__

        pelican = version("pelican")
        typer.echo(f"Pregonero {__version__} (Python {python_version()}, Pelican {pelican})")
        raise typer.Exit


def _complete(asked: bool) -> None:
    if asked:
        from pregonero.cli.completion import install

        raise typer.Exit(install())


@app.callback()
def begin(
    context: typer.Context,
    config: Config = None,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help=_("Muestra la versión.")),
    ] = False,
    completion: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            is_eager=True,
            callback=_complete,
            help=_("Hace que la terminal complete órdenes y opciones con la tecla Tab."),
        ),
    ] = False,
) -> None:
    context.obj = config
