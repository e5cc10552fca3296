"""Whether the rules that `build` looks at too may find something, told at a small cost."""

import re

from pregonero.content.model.bulletin import Document

#: Lines of a header that hold digits of another kind.
DATED = re.compile(
    r"^(?:id|\w*date|fecha|modified|modificado|embargo|expires|vence|asked|answered|preguntada|"
    r"respondida|about|sobre)\w*:.*",
    re.MULTILINE,
)
#: Ten digits, as telephones have, or six in a row, as keys of persons have.
NUMBERS = re.compile(r"\d(?:(?:[ ().-]{0,3}\d){9}|\d{5})")
#: The number of a house.
_HOUSE = re.compile(r"[ #]\d{1,5}\b")
_HOMES = ("domicilio", "vive", "viví", "habita", "reside", "residí", "su casa", "su vivienda")


def suspect(document: Document, told: str, body: str) -> bool:
    """Whether any of these rules may find something: `told` is the file without its dates."""
    title = document.title
    return (
        title.isupper()
        or (not title.isascii() and any(letter > "\u25ff" for letter in title))
        or any(photo.minors for photo in document.photos)
        or "@" in told
        or bool(NUMBERS.search(told))
        or (any(word in told for word in _HOMES) and bool(_HOUSE.search(body)))
    )
