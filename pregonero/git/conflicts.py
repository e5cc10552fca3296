"""What git leaves in a file when two people changed the same lines and nobody decided."""

import re
from collections.abc import Iterator

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_

#: Seven signs at the start of a line, more where conflicts met; a name may follow after a space.
_MARKER = re.compile(r"^(?:(<{7,}|>{7,})|\|{7,})(?:[ \t][^\r\n]*)?\r?$|^={7,}\r?$", re.MULTILINE)


def markers(text: str) -> Iterator[tuple[int, InvalidValue]]:
    """Each line, counted from 1, that marks a side of a conflict. A row of equals signs or bars
    alone is none: it makes a heading of the line above, or is an empty row."""
    if not any(sign in text for sign in ("<<<<<<<", ">>>>>>>")):
        return
    found = [*_MARKER.finditer(text)]
    if not any(one[1] for one in found):
        return
    line, at = 1, 0
    for one in found:
        line, at = line + text.count("\n", at, one.start()), one.start()
        yield line, InvalidValue(
            N_("«{value}» es una marca de conflicto de git: el archivo tiene dos versiones"),
            N_("Deje una de las dos versiones y borre las líneas que empiezan con <<<<<<<, ======= "
               "y >>>>>>>."),
            value=one[0].strip(),
        )  # fmt: skip
