"""The program: its commands, each importing what it needs when it runs, so that help is instant."""

from pathlib import Path
from typing import Annotated

import typer

from pregonero.commands import speech
from pregonero.commands.ending import ending

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
    speech.Shape, typer.Option("--format", metavar="text|json|github", help=_("Forma del informe."))
]


def command(names: str, text: str) -> speech.Decorator:
    return speech.command(app, names, text)


@app.callback()
def begin(context: typer.Context, config: Config = None) -> None:
    context.obj = config


@command("new nuevo", _("Escribe un archivo nuevo con identificador, folio, dirección y fecha."))
@ending
def new_(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar=_("TIPO"), help=_("Un tipo de newsroom.toml, «pagina» o «campana».")
        ),
    ],
    title: Annotated[
        str, typer.Argument(metavar=_("TÍTULO"), help=_("El título, entre comillas."))
    ],
) -> None:
    from pregonero.commands.new import run
    from pregonero.commands.place import find

    run(find(context.obj), kind, title)


@command("check revisar", _("Revisa todo y dice cada problema con su remedio."))
@ending
def check_(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar=_("ARCHIVO"), help=_("Solo los problemas de estos archivos.")),
    ] = None,
    at: At = None,
    shape: Output = speech.Shape.text,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help=_("Explica las reglas que se nombren, o dice todas; no revisa nada.")
        ),
    ] = False,
    decisions: Annotated[
        bool,
        typer.Option("--decisions", help=_("Solo dice qué se decidió, en qué archivo y por qué.")),
    ] = False,
) -> None:
    from pregonero.commands.place import find

    place = find(context.obj)
    if explain:
        from pregonero.commands.explain import explain as explain_rules

        return explain_rules(list(map(str, files or [])), place.newsroom().house, shape.value)
    from pregonero.commands.check import run

    return run(place, files or [], at, shape.value, decided=decisions)


@command("build construir", _("Construye el sitio con lo que es público."))
@ending
def build_(
    context: typer.Context,
    at: At = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar=_("CARPETA"), help=_("Dónde queda el sitio; output/ si no se dice.")
        ),
    ] = None,
    cold: Annotated[
        bool, typer.Option("--cold", help=_("Sin aprovechar nada de lo construido antes."))
    ] = False,
) -> None:
    from pregonero.commands.build import run
    from pregonero.commands.place import find

    run(find(context.obj), at, output, cold=cold)


@command("list lista", _("Muestra el archivo en una tabla: qué es público y qué espera."))
@ending
def list_(
    context: typer.Context,
    at: At = None,
    shape: Output = speech.Shape.text,
) -> None:
    from pregonero.commands.listing import run
    from pregonero.commands.place import find

    run(find(context.obj), at, shape.value)


@command("serve servir", _("Muestra el sitio, con borradores, y lo actualiza al guardar."))
@ending
def serve_(
    context: typer.Context,
    port: Annotated[
        int, typer.Option("--port", metavar=_("PUERTO"), help=_("Puerto; 0 elige uno libre."))
    ] = 8000,
) -> None:
    from pregonero.commands.place import find
    from pregonero.commands.serve import run

    run(find(context.obj), port)


Destination = Annotated[
    str, typer.Argument(metavar=_("DESTINO"), help=_("Un destino de newsroom.toml."))
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=_("Solo muestra el plan; nada se envía ni cambia."))
]


@command("deploy desplegar", _("Construye, revisa, muestra el plan y publica en un destino."))
@ending
def deploy_(
    context: typer.Context,
    target: Destination,
    dry_run: DryRun = False,
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help=_("No hace nada si nada cambió."))
    ] = False,
    allow_removals: Annotated[
        bool,
        typer.Option(
            "--allow-removals",
            help=_("Deja que direcciones públicas desaparezcan, y muchas páginas."),
        ),
    ] = False,
) -> None:
    from pregonero.commands.deploy import deploy
    from pregonero.commands.place import find

    place = find(context.obj)
    deploy(place, target, dry=dry_run, if_changed=if_changed, allow_removals=allow_removals)


@command("releases versiones", _("Muestra lo que se publicó en un destino: cuándo, quién, qué."))
@ending
def releases_(
    context: typer.Context, target: Destination, shape: Output = speech.Shape.text
) -> None:
    from pregonero.commands.deploy import releases
    from pregonero.commands.place import find

    releases(find(context.obj), target, shape.value)


@command("rollback revertir", _("Vuelve a poner una versión publicada antes."))
@ending
def rollback_(
    context: typer.Context,
    target: Destination,
    release: Annotated[
        str | None,
        typer.Argument(metavar=_("[VERSIÓN]"), help=_("La anterior si no se dice.")),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    from pregonero.commands.deploy import rollback
    from pregonero.commands.place import find

    rollback(find(context.obj), target, release, dry=dry_run)


@command("server servidor", _("Escribe la configuración de un servidor web para un destino."))
@ending
def server_(
    context: typer.Context,
    server: Annotated[
        str, typer.Argument(metavar=_("SERVIDOR"), help="nginx, caddy, apache, headers, redirects")
    ],
    target: Destination,
) -> None:
    from pregonero.commands.place import find
    from pregonero.commands.server import run

    run(find(context.obj), server, target)


@command("next siguiente", _("Dice cuándo cambia el sitio por sí solo, y por qué."))
@ending
def next_(
    context: typer.Context,
    at: At = None,
    shape: Output = speech.Shape.text,
) -> None:
    from pregonero.commands.next import run
    from pregonero.commands.place import find

    run(find(context.obj), at, shape.value)


@command("schema esquema", _("Escribe el JSON Schema de los encabezados."))
@ending
def schema_(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar=_("[CLASE]"), help="bulletin, page, campaign")
    ] = "bulletin",
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            metavar=_("CARPETA"),
            help=_("Escribe ahí los de todas las clases, y atajos para VS Code."),
        ),
    ] = None,
) -> None:
    from pregonero.commands.place import find
    from pregonero.commands.schema import run

    run(find(context.obj), kind, into)


def main() -> None:
    """Run the program; its exit status is 0 done, 1 content, 2 call, 3 outside."""
    speech.speak(app)
