"""What the program says to whoever called it, in their language."""

from pregonero.i18n import catalog, operator_language

#: What a shell sets to ask what may come next.
COMPLETE = "_PREGONERO_COMPLETE"


def say(message: str, /, **values: object) -> str:
    """A message in the operator's language, filled in."""
    return catalog(operator_language()).gettext(message).format(**values)


class CallError(Exception):
    """The command was called with something that cannot be. Exit status 2."""

    def __init__(self, message: str, remedy: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.remedy, self.values = message, remedy, values
