"""How the program talks: its language, command names in two languages, its own error lines."""

import gettext
import os
import re
import signal
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from pregonero.words import DOMAIN, LOCALES, N_, catalog, operator_language

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

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

#: Typer's messages that are not in its catalogs.
_MESSAGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), message)
    for pattern, message in (
        (
            r"No such option: ?'?(?P<what>.+?)'?(?: \(Possible.*|\. Did.*|)",
            N_("no existe la opción {what}"),
        ),
        (r"No such command '(?P<what>.*?)'.*", N_("no existe la orden «{what}»")),
        (r"Missing argument '(?P<what>.*?)'.*", N_("falta {what}")),
        (r"Missing option '(?P<what>.*?)'.*", N_("falta la opción {what}")),
        (r"Missing command.*", N_("falta la orden")),
        (
            r"Got unexpected extra arguments?(?:\(s\))? \((?P<what>.*)\)",
            N_("no se esperaba «{what}»"),
        ),
        (
            r"Option '?(?P<what>.*?)'? requires an argument.*",
            N_("a la opción {what} le falta su valor"),
        ),
        (
            r"Invalid value for '?(?P<what>.*?)'?: (?:Value error, )?'(?P<value>.*)' is not one of "
            r"(?P<known>.*?)\.?",
            N_("«{value}» no es un valor de {what}; hay {known}"),
        ),
        (r"Invalid value for '?(?P<what>.*?)'?: .*", N_("el valor de {what} no sirve")),
    )
)


class Shape(StrEnum):
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


def say(message: str, /, **values: object) -> str:
    """A message in the operator's language, filled in."""
    return catalog(operator_language()).gettext(message).format(**values)


class Command(TyperCommand):
    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=say(_USAGE)
        )

    def get_help_option(self, ctx: Any) -> Any:
        return _in_our_words(super().get_help_option(ctx))


class Group(TyperGroup):
    """Commands under an English and a Spanish name, listed together."""

    format_usage = Command.format_usage

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = next((n for n in self.commands if cmd_name in n.split(", ")), cmd_name)
        return super().get_command(ctx, found)

    def get_help_option(self, ctx: Any) -> Any:
        return _in_our_words(super().get_help_option(ctx))


def _in_our_words(option: Any) -> Any:
    if option is not None:
        option.help = say(_HELP)
    return option


def command(app: typer.Typer, names: str, text: str) -> Decorator:
    """Register a command under both of its names (`check revisar`)."""
    return app.command(
        ", ".join(names.split()),
        cls=Command,
        help=text,
        short_help=text,
        options_metavar=say(N_("[OPCIONES]")),
    )


def speak(app: typer.Typer) -> None:
    """Run the program, telling a wrong call in the operator's language (exit status 2)."""
    from pregonero.problem import suggestion

    # A build that is told to end removes what it began, as one that is interrupted does.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except typer.Abort:
        sys.exit(130)
    except Exception as error:
        # Every usage error of Typer has these two; its class has no public name.
        if getattr(error, "exit_code", None) != 2 or not hasattr(error, "format_message"):
            raise
        text = error.format_message()
        for pattern, message in _MESSAGES:
            if found := pattern.fullmatch(text):
                text = say(message, **found.groupdict())
                break
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "cli.py"
        near = None
        if (typed := getattr(error, "option_name", None)) and context:
            near = suggestion(typed, [o for p in context.command.params for o in p.opts])
        elif (typed := next(iter(sys.argv[1:]), "")) and context and context.parent is None:
            near = suggestion(
                typed,
                [
                    n
                    for names in getattr(context.command, "commands", {})
                    for n in names.split(", ")
                ],
            )
        hint = (
            say(N_("¿Quiso decir «{near}»?"), near=near)
            if near
            else say(N_("Vea «{path} --help»."), path=path)
        )
        line = say(N_("Error: {message}. {remedy}"), message=text, remedy=hint)
        print(line, file=sys.stderr)  # noqa: T201
        sys.exit(2)
