"""Addresses in plain letters."""

import re
import unicodedata

_GAP = re.compile(r"[^a-z0-9]+")

#: Longest slug made from a title; one given by hand may be longer.
LONGEST = 80


def slugify(text: str) -> str:
    """Lower-case ASCII words joined by hyphens: accents and ñ fold, the rest separates."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return _GAP.sub("-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def from_title(title: str) -> str:
    """A slug for a headline, cut at a word."""
    slug = slugify(title)
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
