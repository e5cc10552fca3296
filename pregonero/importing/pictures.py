"""Photographs of a source: what they show, who took them, and where they are on disk."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pregonero.bulletin import Photo
from pregonero.photograph import NotAPhoto, probe
from pregonero.rules.alone import boilerplate
from pregonero.slug import slugify

_CREDIT = re.compile(
    r"\s*[\[(|/–—.,;-]*\s*\b(?:foto(?:graf[ií]a)?|fotos|photo|image|imagen|cr[eé]ditos?|credit|cortes[ií]a|"
    r"picture)\s*(?:\b(?:de|por|by|credit|cr[eé]dito|courtesy of)\b\s*)?[:©]\s*([^()\[\]]{2,120}?)\s*[)\]]?\s*$"
    r"|\s*[\[(]\s*(?:foto|photo)(?:graf[ií]a)?\s+(?:de|por|by)\s+([^()\[\]]{2,120}?)\s*[)\]]\s*$"
    r"|\s*[\[(]?\s*©\s*([^()\[\]]{2,120}?)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
#: Letters that an alt of ours may have.
LONGEST_ALT = 500


@dataclass(frozen=True)
class Picture:
    """A photograph as a source shows it: `target` as typed there."""

    target: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


def parted(alt: str) -> tuple[str, str]:
    """What an alt says of the photograph, and whose it says it is."""
    found = _CREDIT.search(alt)
    if found is None:
        return alt.strip(), ""
    credit = next(filter(None, found.groups())).strip(" .")
    return alt[: found.start()].strip(" -–—|,;("), credit


def describes(alt: str, file: str, title: str, others: Mapping[str, str]) -> bool:
    """Whether an alt is one that `check` takes: it says something, and only of this photograph."""
    return (
        bool(alt)
        and len(alt) <= LONGEST_ALT
        and not boilerplate(alt, file)
        and slugify(alt) != slugify(title)
        and alt not in others
    )


def opens(path: Path) -> bool:
    """Whether a file is a photograph that can be published."""
    try:
        probe(path)
    except (NotAPhoto, OSError):
        return False
    return True


def declared(file: str, picture: Picture) -> Photo:
    return Photo(file=file, alt=picture.alt, caption=picture.caption, credit=picture.credit)


Reach = Callable[[str], "tuple[Path, str] | None"]
