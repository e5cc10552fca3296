"""The program, and its commands for texts: each imports what it needs when it runs, so that help is
instant."""

from pathlib import Path
from typing import Annotated

import typer

from pregonero.cli import typer_i18n
from pregonero.cli.app import app, command
from pregonero.cli.errors import ending
from pregonero.cli.options import At, Named, Output, When
from pregonero.cli.typer_i18n import Panel

_ = typer_i18n.translate()


@command(
    "new nuevo",
    _("Escribe un archivo nuevo con identificador, folio, dirección y fecha."),
    Panel.write,
)
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
    from pregonero.cli.new import run
    from pregonero.cli.project import find

    run(find(context.obj), kind, title)


@command("check revisar", _("Revisa todo y dice cada problema con su remedio."), Panel.write)
@ending
def check_(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar=_("ARCHIVO"), help=_("Solo los problemas de estos archivos.")),
    ] = None,
    at: At = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar=_("REVISIÓN"),
            help=_("También lo que dice otra cosa desde esa revisión de git, sin nota."),
        ),
    ] = None,
    shape: Output = typer_i18n.ReportFormat.text,
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
    strict: Annotated[
        bool,
        typer.Option("--strict", help=_("También los borradores deben estar bien.")),
    ] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            "--corregir",
            help=_("Corrige en los textos lo que es mecánico: antes muestra qué y pregunta."),
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "--si", help=_("Con --fix, lo escribe sin preguntar."))
    ] = False,
) -> None:
    from pregonero.cli.project import find

    place = find(context.obj)
    if fix:
        from pregonero.cli.check import texts
        from pregonero.cli.fix import run as mend

        return mend(place, texts(place, files or []), yes=yes)
    if explain:
        from pregonero.cli.explain_rules import explain as explain_rules

        return explain_rules(list(map(str, files or [])), place.newsroom().house, shape.value)
    from pregonero.cli.check import run

    return run(place, files or [], at, shape.value, since, decided=decisions, strict=strict)


@command(
    "correct corregir",
    _("Corrige un boletín público y añade la nota que lo explica."),
    Panel.correct,
)
@ending
def correct_(
    context: typer.Context,
    name: Named,
    note: Annotated[
        str,
        typer.Option("--note", metavar=_("NOTA"), help=_("Lo que leerá el público, en una frase.")),
    ],
    no_edit: Annotated[
        bool, typer.Option("--no-edit", help=_("Sin abrir el editor: el texto ya está corregido."))
    ] = False,
    at: When = None,
) -> None:
    from pregonero.cli.correct import run
    from pregonero.cli.project import find

    run(find(context.obj), name, note, at, edit=not no_edit)


@command(
    "withdraw retirar",
    _("Retira un boletín público: queda su dirección y el motivo."),
    Panel.correct,
)
@ending
def withdraw_(
    context: typer.Context,
    name: Named,
    reason: Annotated[
        str,
        typer.Option("--reason", metavar=_("MOTIVO"), help=_("Lo que leerá el público: por qué.")),
    ],
    replaced_by: Annotated[
        str | None,
        typer.Option("--replaced-by", metavar=_("BOLETÍN"), help=_("El que lo sustituye.")),
    ] = None,
    at: When = None,
) -> None:
    from pregonero.cli.project import find
    from pregonero.cli.withdraw import run

    run(find(context.obj), name, reason, replaced_by, at)


@command(
    "history historia",
    _("Muestra qué cambió en un boletín, cuándo y quién, según git."),
    Panel.correct,
)
@ending
def history_(
    context: typer.Context,
    name: Named,
    shape: Output = typer_i18n.ReportFormat.text,
) -> None:
    from pregonero.cli.bulletin_history import run
    from pregonero.cli.project import find

    run(find(context.obj), name, shape.value)


@command(
    "text texto", _("Escribe un boletín público como texto simple, para copiarlo."), Panel.correct
)
@ending
def text_(context: typer.Context, name: Named, at: At = None) -> None:
    from pregonero.cli.project import find
    from pregonero.cli.text import run

    run(find(context.obj), name, at)


@command("build construir", _("Construye el sitio con lo que es público."), Panel.publish)
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
    from pregonero.cli.build import run
    from pregonero.cli.project import find

    run(find(context.obj), at, output, cold=cold)


@command(
    "list lista", _("Muestra el archivo en una tabla: qué es público y qué espera."), Panel.write
)
@ending
def list_(
    context: typer.Context,
    at: At = None,
    shape: Output = typer_i18n.ReportFormat.text,
) -> None:
    from pregonero.cli.list_bulletins import run
    from pregonero.cli.project import find

    run(find(context.obj), at, shape.value)


@command(
    "serve servir", _("Muestra el sitio, con borradores, y lo actualiza al guardar."), Panel.write
)
@ending
def serve_(
    context: typer.Context,
    port: Annotated[
        int, typer.Option("--port", metavar=_("PUERTO"), help=_("Puerto; 0 elige uno libre."))
    ] = 8000,
) -> None:
    from pregonero.cli.project import find
    from pregonero.cli.serve import run

    run(find(context.obj), port)


@command(
    "import importar",
    _("Trae un archivo anterior sin perder nada; lo dudoso queda en una cola."),
    Panel.archive,
)
@ending
def import_(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[FUENTE]"),
            help=_("Una carpeta, un .xml de WordPress, un .docx, un .txt, o «-» para pegar."),
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", metavar=_("CARPETA"), help=_("Dónde se escribe; content/ si no se dice.")
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar=_("ARCHIVO"),
            help=_("Otra correspondencia de datos; si no, la guardada en content/import/."),
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Solo muestra el plan; nada se escribe."))
    ] = False,
    download: Annotated[
        bool,
        typer.Option(
            "--download",
            help=_("Trae también las fotos que los textos toman de otros sitios."),
        ),
    ] = False,
    queue: Annotated[
        bool, typer.Option("--queue", help=_("Muestra lo que espera a que alguien decida."))
    ] = False,
    shape: Output = typer_i18n.ReportFormat.text,
) -> None:
    from pregonero.cli.import_archive import run
    from pregonero.cli.project import find

    place = find(context.obj)
    run(place, source, into, mapping, shape.value, dry=dry_run, queue=queue, download=download)


@command("schema esquema", _("Escribe el JSON Schema de los encabezados."), Panel.archive)
@ending
def schema_(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar=_("[CLASE]"), help="bulletin, page, campaign, question")
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
    from pregonero.cli.project import find
    from pregonero.cli.schema import run

    run(find(context.obj), kind, into)


def main() -> None:
    """Run the program; its exit status is 0 done, 1 content, 2 call, 3 outside."""
    from pregonero.cli import publishing  # noqa: F401 - each declares its own
    from pregonero.cli.questions import commands  # noqa: F401 - each declares its own

    typer_i18n.speak(app)
