"""The commands between a built site and the public one."""

from typing import Annotated

import typer

from pregonero.cli import typer_i18n
from pregonero.cli.app import command
from pregonero.cli.errors import ending
from pregonero.cli.options import At, Destination, DryRun, Output
from pregonero.cli.typer_i18n import Panel

_ = typer_i18n.translate()


@command(
    "deploy desplegar",
    _("Construye, revisa, muestra el plan y publica en un destino."),
    Panel.publish,
)
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
    resume: Annotated[
        bool,
        typer.Option("--resume", help=_("Publica aunque una vuelta atrás fijó el destino.")),
    ] = False,
    keep_going: Annotated[
        bool,
        typer.Option(
            "--keep-going",
            help=_("Lo que está mal espera, como se publicó antes; lo demás sale. Termina con 1."),
        ),
    ] = False,
    uncommitted: Annotated[
        bool,
        typer.Option("--uncommitted", help=_("Publica también lo que git no tiene guardado.")),
    ] = False,
) -> None:
    from pregonero.cli.alarm import watched
    from pregonero.cli.deploy import deploy
    from pregonero.cli.project import find

    place = find(context.obj)
    with watched(place, target, scheduled=(if_changed or keep_going) and not dry_run):
        deploy(
            place,
            target,
            dry=dry_run,
            if_changed=if_changed,
            allow_removals=allow_removals,
            resume=resume,
            keep_going=keep_going,
            uncommitted=uncommitted,
        )


@command(
    "releases versiones",
    _("Muestra lo que se publicó en un destino: cuándo, quién, qué."),
    Panel.publish,
)
@ending
def releases_(
    context: typer.Context, target: Destination, shape: Output = typer_i18n.ReportFormat.text
) -> None:
    from pregonero.cli.project import find
    from pregonero.cli.rollback import releases

    releases(find(context.obj), target, shape.value)


@command("rollback revertir", _("Vuelve a poner una versión publicada antes."), Panel.publish)
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
    from pregonero.cli.project import find
    from pregonero.cli.rollback import rollback

    rollback(find(context.obj), target, release, dry=dry_run)


@command(
    "alarm alarma",
    _("Prueba los avisos de que una publicación programada falló."),
    Panel.publish,
)
@ending
def alarm_(
    context: typer.Context,
    target: Destination,
    failed: Annotated[
        bool,
        typer.Option("--failed", help=_("Avisa de una que se interrumpió; lo usa systemd.")),
    ] = False,
) -> None:
    from pregonero.cli.alarm import alarm
    from pregonero.cli.project import find

    alarm(find(context.obj), target, failed=failed)


@command(
    "server servidor",
    _("Escribe la configuración de un servidor web para un destino."),
    Panel.publish,
)
@ending
def server_(
    context: typer.Context,
    server: Annotated[
        str, typer.Argument(metavar=_("SERVIDOR"), help="nginx, caddy, apache, headers, redirects")
    ],
    target: Destination,
) -> None:
    from pregonero.cli.project import find
    from pregonero.cli.server import run

    run(find(context.obj), server, target)


@command("next siguiente", _("Dice cuándo cambia el sitio por sí solo, y por qué."), Panel.publish)
@ending
def next_(
    context: typer.Context,
    at: At = None,
    shape: Output = typer_i18n.ReportFormat.text,
) -> None:
    from pregonero.cli.next import run
    from pregonero.cli.project import find

    run(find(context.obj), at, shape.value)


@command(
    "status estado",
    _("Dice en una pantalla qué es público, qué espera y qué está mal."),
    Panel.write,
)
@ending
def status_(
    context: typer.Context,
    target: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[DESTINO]"),
            help=_("Le pregunta a este destino; si no se dice, solo a los de disco."),
        ),
    ] = None,
    at: At = None,
    offline: Annotated[
        bool, typer.Option("--offline", help=_("No pregunta a ningún destino."))
    ] = False,
    shape: Output = typer_i18n.ReportFormat.text,
) -> None:
    from pregonero.cli.project import find
    from pregonero.cli.status import run

    run(find(context.obj), target, at, shape.value, offline=offline)
