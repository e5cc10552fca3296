"""What more than one command may be told, and how the help says it."""

from pathlib import Path
from typing import Annotated

import typer

from pregonero.cli import typer_i18n

_ = typer_i18n.translate()

Config = Annotated[
    Path | None, typer.Option("--config", metavar=_("ARCHIVO"), help=_("Otro newsroom.toml."))
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar=_("MOMENTO"),
        help=_("Lo público en ese momento: 2026-12-01 o 2026-12-01T09:30."),
    ),
]
Output = Annotated[
    typer_i18n.ReportFormat,
    typer.Option("--format", metavar="text|json|github", help=_("Forma del informe.")),
]
Destination = Annotated[
    str, typer.Argument(metavar=_("DESTINO"), help=_("Un destino de newsroom.toml."))
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=_("Solo muestra el plan; nada se envía ni cambia."))
]
Named = Annotated[
    str,
    typer.Argument(
        metavar=_("BOLETÍN"), help=_("Su folio (12/2026), archivo, dirección o identificador.")
    ),
]
When = Annotated[
    str | None,
    typer.Option("--at", metavar=_("MOMENTO"), help=_("La fecha de la nota; ahora si no se dice.")),
]
