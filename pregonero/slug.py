"""Addresses in plain letters."""

import re
import unicodedata

_GAP = re.compile(r"[^a-z0-9]+")
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]+")

#: Longest slug made from a title; one given by hand may be longer.
LONGEST = 80


def slugify(text: str) -> str:
    """Lower-case ASCII words joined by hyphens: accents and ñ fold, the rest separates."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = _ACCENTS.sub("", plain)
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _GAP.sub("-", plain).strip("-")


def from_title(title: str) -> str:
    """A slug for a headline, cut at a word."""
    slug = slugify(title)
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
