"""Addresses that stand in a text without being links, so that nobody can follow them."""

import re
from collections.abc import Iterator

from pregonero.markdown.links import without_code

_BARE = re.compile(
    r"(?<![\w@/.(<\[\"'=:+-])(?:https?://[^\s<>()\[\]\"']+"
    r"|www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s<>()\[\]\"']*"
    r"|[a-z0-9][\w.+-]{0,63}@[a-z0-9-]+(?:\.[a-z0-9-]+)+)",
    re.IGNORECASE,
)
#: What is a link already, or no text: also the target that a label stands for.
_NO_TEXT = re.compile(
    r"!?\[[^\[\]]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|<a\b[^<>]*>[^<>]*</a>|<[^<>\n]*>"
    r"|\{\{[^{}\n]*\}\}|^ {0,3}\[[^\]\n]+\]:.*$",
    re.IGNORECASE,
)
_PUNCTUATION = ".,;:!?*_»”’"


def bare(text: str) -> Iterator[tuple[int, str]]:
    """Each address that is no link, and where it begins."""
    at = 0
    for line in without_code(text).split("\n"):
        if "www." in line or "://" in line or "@" in line:
            blanked = _NO_TEXT.sub(lambda m: " " * len(m[0]), line)
            for found in _BARE.finditer(blanked):
                yield at + found.start(), found[0].rstrip(_PUNCTUATION)
        at += len(line) + 1


def linked(address: str) -> str:
    """A bare address as a link of Markdown."""
    return f"[{address}](https://{address})" if address[:4].lower() == "www." else f"<{address}>"
