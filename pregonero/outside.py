"""What went wrong outside of this program: another machine, a network, a disk, a clock."""

from pregonero.words import N_

UNTOUCHED = N_("El sitio público sigue como estaba.")
UNKNOWN = N_("El sitio público quedó como estaba o con la versión nueva, nunca a medias.")


class Outside(Exception):
    """Something that is not ours failed. Tells what happened, what state the public site is in,
    and what to do: message ids with places for `values`. `quoted` are the lines that git said, if
    it was git."""

    quoted: tuple[str, ...] = ()

    def __init__(self, message: str, remedy: str, state: str = UNTOUCHED, **values: object) -> None:
        super().__init__(message)
        self.message, self.state, self.remedy = message, state, remedy
        self.values = values
