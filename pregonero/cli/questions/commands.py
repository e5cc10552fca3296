"""The commands for what people ask the office: received, answered, listed."""

from pathlib import Path
from typing import Annotated

import typer

from pregonero.cli import typer_i18n
from pregonero.cli.app import app
from pregonero.cli.errors import ending
from pregonero.cli.options import Output

_ = typer_i18n.translate()
_TEXT = _("Lo que se preguntó o respondió, entre comillas; «-» lo toma de la entrada.")

questions = typer.Typer(
    cls=typer_i18n.Group,
    rich_markup_mode=None,
    options_metavar=_("[OPCIONES]"),
    subcommand_metavar=_("ORDEN [DATOS]…"),
)
app.add_typer(
    questions,
    name="question, pregunta",
    help=_("Lo que la gente pregunta: lo recibe, lo responde, dice qué espera."),
    short_help=_("Lo que la gente pregunta: lo recibe, lo responde, dice qué espera."),
    rich_help_panel=typer_i18n.Panel.ask,
)

Asked = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar=_("MOMENTO"),
        help=_("Cuándo fue: 2026-12-01 o 2026-12-01T09:30; ahora si no se dice."),
    ),
]
Approve = Annotated[
    bool,
    typer.Option("--approve", help=_("Queda aprobada: se publica en la próxima construcción.")),
]


@typer_i18n.command(questions, "add agregar", _("Guarda una pregunta, sin datos personales."))
@ending
def add_(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(metavar=_("[TEXTO]"), help=_TEXT)] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", metavar=_("ARCHIVO"), help=_("Un archivo de texto con la pregunta.")
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar=_("TÍTULO"), help=_("La pregunta en breve, como saldrá.")),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            "--about", metavar=_("BOLETÍN"), help=_("El boletín sobre el que se pregunta.")
        ),
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", metavar=_("TEMA"), help=_("Un tema de newsroom.toml."))
    ] = None,
    at: Asked = None,
    redact: Annotated[
        bool, typer.Option("--redact", help=_("Quita los datos personales que se muestran."))
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help=_("Los deja, para decidir en el archivo."))
    ] = False,
    approve: Approve = False,
) -> None:
    from pregonero.cli.project import find
    from pregonero.cli.questions.add import New, run

    new = New(text, file, title, about, topic, at, redact=redact, keep=keep, approve=approve)
    run(find(context.obj), new)


@typer_i18n.command(questions, "answer responder", _("Responde una pregunta y anota cuándo."))
@ending
def answer_(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar=_("PREGUNTA"),
            help=_("Su archivo, dirección o inicio del identificador; o el folio de su boletín."),
        ),
    ],
    text: Annotated[str | None, typer.Option("--text", metavar=_("TEXTO"), help=_TEXT)] = None,
    decline: Annotated[
        bool, typer.Option("--decline", help=_("No procede: el texto dice por qué."))
    ] = False,
    at: Asked = None,
    approve: Approve = False,
) -> None:
    from pregonero.cli.project import find
    from pregonero.cli.questions.answer import run

    run(find(context.obj), name, text, at, decline=decline, approve=approve)


@typer_i18n.command(
    questions, "list lista", _("Muestra las preguntas: cuáles esperan y desde cuándo.")
)
@ending
def list_(
    context: typer.Context, at: Asked = None, shape: Output = typer_i18n.ReportFormat.text
) -> None:
    from pregonero.cli.project import find
    from pregonero.cli.questions.list_questions import run

    run(find(context.obj), at, shape.value)
