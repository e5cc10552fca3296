"""Photographs of a source: what they show, who took them, and where they are on disk."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pregonero.content.image_probe import ImageInfo, NotAPhoto, probe
from pregonero.content.rules.document import boilerplate
from pregonero.importers.source_item import HeaderPair, normal, tidy
from pregonero.importers.transform.wording import word
from pregonero.slug import slugify

_SAYS = r"(?:fotos?|fotograf[ií]as?|photos?|cr[eé]ditos?|credit|cortes[ií]a)"
_OF = r"(?:\s*(?:de|por|by|cr[eé]dito|credit|courtesy of)\b)?\s*"
#: A credit at the end of an alt: in brackets, whatever it says; bare, only if it reads as a name.
_BRACKETED = re.compile(
    rf"\s*[\[(]\s*(?:{_SAYS}{_OF}[:.]|{_SAYS}\s+(?:de|por|by)\b|©)\s*([^()\[\]]{{2,120}}?)\s*[)\]][.\s]*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:^|[\s|/–—.,;-]+)(?:{_SAYS}{_OF}[:©]|©)\s*([^()\[\]:]{{2,80}})$", re.IGNORECASE
)
_NAME = re.compile(
    r"(?:(?:[A-ZÁÉÍÓÚÑ][\w.'’-]*|de|del|la|las|los|y|e|/)\s*){1,7}|(?i:archivo|especial|cortes[ií]a)\b.*"
)
_ENDING = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|tiff?|svg|heic)(?:$|[?#])", re.IGNORECASE)
_TARGETS = ("src", "url", "path", "file", "image")
#: Signs that only stood between what a photograph shows and whose it is.
_EDGES = " -–—|,;(■●•▪·*"
_EDGE = re.compile(r"^[■●•▪·|]|[■●•▪·|]$")
#: How a picture stands in a page: no program's `alt` describes it so.
_STANDING = {
    "centro", "center", "centre", "izquierda", "left", "derecha", "right", "none", "full", "ancho",
    "wide", "alignleft", "alignright", "aligncenter", "imagen", "image", "foto",
}  # fmt: skip
#: Letters that an alt of ours may have.
LONGEST_ALT = 500


@dataclass(frozen=True)
class SourcePicture:
    """A photograph as a source shows it: `target` as typed there."""

    target: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


def parted(alt: str) -> tuple[str, str]:
    """What an alt says of the photograph, and whose it says it is."""
    found = _BRACKETED.search(alt)
    if found is None:
        found = _BARE.search(alt)
        if found is None or not _NAME.fullmatch(found[1].strip(" .")):
            return alt.strip(_EDGES + "\t\n") if _EDGE.search(alt) else alt.strip(), ""
    return alt[: found.start()].strip(_EDGES), found[1].strip(" .")


def describes(alt: str, file: str, title: str, others: Mapping[str, str]) -> bool:
    """Whether an alt is one that `check` takes: it says something, and only of this photograph."""
    return (
        bool(alt)
        and len(alt) <= LONGEST_ALT
        and not boilerplate(alt, file)
        and slugify(alt) != slugify(title)
        and alt not in others
    )


def shape(path: Path) -> ImageInfo | None:
    """The shape of a photograph that can be published; None if a file is not one."""
    try:
        return probe(path)
    except (NotAPhoto, OSError):
        return None


def _given(picture: Mapping[str, object], name: str) -> object:
    """What a group of a header says of its picture, whatever program named it."""
    names = {"alt": ("alt", "alttext", "alternativetext"), "caption": ("caption", "pie"),
             "credit": ("credit", "credito", "author")}[name]  # fmt: skip
    keys = {normal(key).replace("_", ""): value for key, value in picture.items()}
    return next((keys[one] for one in names if keys.get(one)), None)


def headed(picked: Mapping[str, HeaderPair], rest: list[HeaderPair]) -> list[SourcePicture]:
    """The photograph that a header names, with what it says of it. A name that is no file's, which
    only its own program could find, goes to the `rest`."""
    pair = picked.get("photo")
    if pair is None:
        return []
    given = pair.value if isinstance(pair.value, dict) else {}
    named = next((given[key] for key in _TARGETS if given.get(key)), "") if given else pair.value
    target = word(named)
    if not _ENDING.search(target):
        if target or any(given.values()):
            rest.append(pair)
        return []
    words = [
        tidy(
            word(
                picked[f"photo_{name}"].value if f"photo_{name}" in picked else _given(given, name)
            )
        )
        for name in ("alt", "caption", "credit")
    ]
    said, credit = parted("" if slugify(words[0]) in _STANDING else words[0])
    return [SourcePicture(target, said, words[1], words[2] or credit)]
