"""How the program talks: its language, command names in two languages, its own error lines."""

import gettext
import os
import signal
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from pregonero.cli.messages import COMPLETE, CallError, say
from pregonero.i18n import DOMAIN, LOCALES, N_, catalog, operator_language

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

#: The commands of most days, which the program shows to whoever names none.
DAILY = (
    "new, nuevo", "check, revisar", "serve, servir", "list, lista", "build, construir",
    "deploy, desplegar", "status, estado",
)  # fmt: skip

_HELP = N_("Muestra esta ayuda y termina.")
_USAGE = N_("Uso: ")

#: Typer's own words, translated through the same catalogs.
_TYPERS_WORDS = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("required"),
    N_("default: {default}"),
)


class Panel(StrEnum):
    """What a command is for: the groups of the help, in this order."""

    write = N_("Escribir y revisar")
    publish = N_("Publicar")
    correct = N_("Después de publicar")
    ask = N_("Lo que la gente pregunta")
    archive = N_("Archivo y datos")
    other = N_("Otras órdenes")


class ReportFormat(StrEnum):
    """How a report is written."""

    text = "text"
    json = "json"
    github = "github"


def translate() -> Callable[[str], str]:
    """The operator's language for this process, for our words and Typer's."""
    lang = operator_language()
    # Typer asks gettext's current domain, in the language of the environment.
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)
    return catalog(lang).gettext


class _Ours(TyperCommand if TYPE_CHECKING else object):  # type: ignore[misc]
    """What commands and groups of them have in common."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(typed(ctx), " ".join(self.collect_usage_pieces(ctx)), say(_USAGE))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say(_HELP)
            option.callback = _show_help
        return option

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Each datum and option by our name for it: Typer would add its type in Python."""
        kinds: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for param in self.get_params(ctx):
            if record := param.get_help_record(ctx):
                name = record[0] if param.param_type_name == "option" else _called(param)
                kinds[param.param_type_name].append((name, record[1]))
        for title, records in zip(_TYPERS_WORDS, kinds.values(), strict=False):
            if records:
                with formatter.section(say(title)):
                    formatter.write_dl(records)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        pieces = [self.options_metavar or ""]
        for param in self.get_params(ctx):
            if param.param_type_name == "argument":
                name = _called(param) if param.required else f"[{_called(param)}]"
                pieces.append(f"{name}…" if param.nargs != 1 else name)
        return pieces

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            rest: list[str] = super().parse_args(ctx, args)
        except Exception as error:
            # Some of Typer's do not say in which command.
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]
            raise
        return rest


class Command(_Ours, TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        more = super().parse_args(ctx, args)
        if more and not ctx.resilient_parsing:
            remedy = N_("Si tiene espacios, póngalo entre comillas. Vea «{path} --help».")
            raise CallError(
                N_("no se esperaba «{what}»"), remedy, what=" ".join(more), path=typed(ctx)
            )
        return more


class Group(_Ours, TyperGroup):
    """Commands under an English and a Spanish name, listed together by what they are for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            if ctx.parent is not None:
                see = N_("Vea «{path} --help».")
                raise CallError(N_("falta la orden"), see, path=typed(ctx))
            self._show_daily(ctx)
            raise typer.Exit(2)
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [*super().collect_usage_pieces(ctx), self.subcommand_metavar]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        panels: dict[str, list[tuple[str, str]]] = {panel: [] for panel in Panel}
        for names, command in self.commands.items():
            if not command.hidden:
                panel = getattr(command, "rich_help_panel", None) or Panel.other
                panels.setdefault(panel, []).append((names, command.short_help or ""))
        told = [(panel, rows) for panel, rows in panels.items() if rows]
        for panel, rows in told:
            with formatter.section(say(panel if len(told) > 1 else N_("Commands"))):
                formatter.write_dl(rows)

    def _show_daily(self, ctx: Any) -> None:
        """What somebody needs on most days, and how to see the rest."""
        formatter = ctx.make_formatter()
        self.format_usage(ctx, formatter)
        rows = [(n, c.short_help or "") for n, c in self.commands.items() if n in DAILY]
        with formatter.section(say(N_("Las órdenes de cada día"))):
            formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text(say(N_("Todas: {path} --help"), path=typed(ctx)))
        sys.stderr.write(formatter.getvalue())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = next((n for n in self.commands if cmd_name in n.split(", ")), cmd_name)
        return super().get_command(ctx, found)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            known = [name for names in self.commands for name in names.split(", ")]
            raise _unknown(N_("no existe la orden «{what}»"), name, known, ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of commands; each by itself for a shell that completes one."""
        names = super().list_commands(ctx)
        return [n for both in names for n in both.split(", ")] if ctx.resilient_parsing else names


def _show_help(ctx: Any, _param: Any, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        # Typer would write UTF-8 to a terminal of another encoding.
        sys.stdout.write(ctx.get_help() + "\n")
        ctx.exit()


def _called(param: Any) -> str:
    """A datum of a command, by our name for it."""
    return str(param.metavar or param.name).strip("[]…")


def typed(ctx: Any) -> str:
    """How somebody types the command of a context."""
    path: str = ctx.command_path
    return f"python {path}" if path.partition(" ")[0].endswith(".py") else path


def command(app: typer.Typer, names: str, text: str, panel: str | None = None) -> Decorator:
    """Register a command under both of its names (`check revisar`), in a panel of the help."""
    return app.command(
        ", ".join(names.split()),
        cls=Command,
        help=text,
        short_help=text,
        options_metavar=say(N_("[OPCIONES]")),
        rich_help_panel=panel,
        context_settings={"allow_extra_args": True},
    )


def speak(app: typer.Typer) -> None:
    """Run the program, telling a wrong call in the operator's language (exit status 2)."""
    from pregonero.cli.terminal import guard

    guard()
    if COMPLETE in os.environ:
        from pregonero.cli.completion import answer

        answer()
    # A build that is told to end removes what it began, as one that is interrupted does.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        sys.exit(app(standalone_mode=False, complete_var=COMPLETE) or 0)
    except typer.Abort:
        sys.exit(130)
    except CallError as error:
        wrong = error
    except Exception as error:
        # Every usage error of Typer has these two; its class has no public name.
        if getattr(error, "exit_code", None) != 2 or not hasattr(error, "format_message"):
            _report(error)
            sys.exit(3)
        wrong = _wrong(error)
    message, remedy = (say(text, **wrong.values) for text in (wrong.message, wrong.remedy))
    line = say(N_("Error: {message}. {remedy}"), message=message, remedy=remedy)
    print(line, file=sys.stderr)  # noqa: T201
    sys.exit(2)


def _report(error: Exception) -> None:
    """A fault of the program itself: told in words, and kept whole for whoever mends it."""
    import tempfile
    import traceback

    if os.environ.get("PREGONERO_DEBUG"):
        raise error
    number, path = tempfile.mkstemp(prefix="pregonero-", suffix=".txt")
    with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.writelines(traceback.format_exception(error))
    message = say(N_("el programa falló ({name})"), name=type(error).__name__)
    remedy = say(N_("Envíe {path} a quien lo mantiene."), path=path)
    print(say(N_("Error: {message}. {remedy}"), message=message, remedy=remedy), file=sys.stderr)  # noqa: T201


def _wrong(error: Any) -> CallError:
    """A usage error of Typer as one of ours: it says what is wrong in its fields."""
    ctx = getattr(error, "ctx", None)
    path = typed(ctx) if ctx else "python cli.py"
    see = N_("Vea «{path} --help».")
    name = getattr(error, "option_name", "")
    if name and hasattr(error, "possibilities"):
        options = [o for param in ctx.command.get_params(ctx) for o in param.opts] if ctx else []
        return _unknown(N_("no existe la opción {what}"), name, options, ctx)
    if name:
        flag = any(name in p.opts and p.is_flag for p in ctx.command.params) if ctx else False
        message = (
            N_("la opción {what} no lleva un valor")
            if flag
            else N_("a la opción {what} le falta su valor")
        )
        return CallError(message, see, what=name, path=path)
    param = getattr(error, "param", None)
    if param is None:
        return CallError(N_("la orden no se entiende"), see, path=path)
    option = param.param_type_name == "option"
    what = param.opts[0] if option else _called(param)
    about = (param.help or "").strip().rstrip(".")
    about = about[:1].lower() + about[1:]
    if hasattr(error, "param_type"):
        message = N_("falta la opción {what}: {about}") if option else N_("falta {what}: {about}")
        return CallError(message, see, what=what, about=about, path=path)
    value = _given(param.opts, sys.argv) if option else ""
    choices = getattr(getattr(param, "type_descriptor", None), "choices", None)
    if choices:
        message = N_("«{value}» no es un valor de {what}")
        remedy = N_("Escriba uno de estos: {known}.")
        known = ", ".join(str(getattr(choice, "value", choice)) for choice in choices)
        return CallError(message, remedy, value=value, what=what, known=known)
    message = N_("«{value}» no sirve para {what}: {about}")
    return CallError(message, see, value=value, what=what, about=about, path=path)


def _given(names: list[str], words: list[str]) -> str:
    """The value that a call gives to an option, under any of its names."""
    for at, word in enumerate(words):
        option, sign, value = word.partition("=")
        if option in names:
            return value if sign else next(iter(words[at + 1 :]), "")
    return ""


def _unknown(message: str, what: str, known: list[str], ctx: Any) -> CallError:
    from pregonero.diagnostics import suggestion

    near = suggestion(what, known)
    remedy = N_("¿Quiso decir «{near}»?") if near else N_("Vea «{path} --help».")
    return CallError(
        message, remedy, what=what, near=near, path=typed(ctx) if ctx else "python cli.py"
    )
