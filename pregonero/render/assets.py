"""The theme's own files: one stylesheet, with the institution's colours, and scripts.

Each is at an address that holds its digest, so a cache may keep it for ever.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pregonero.newsroom import contrast
from pregonero.newsroom.model import Colours

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")


class Assets(NamedTuple):
    """Address and bytes of the stylesheet, and of each script by its name."""

    stylesheet: tuple[str, bytes]
    scripts: Mapping[str, tuple[str, bytes]] = {}

    @property
    def files(self) -> dict[str, bytes]:
        return dict([self.stylesheet, *self.scripts.values()])


def assets(static: Path, colours: Colours) -> Assets:
    """What a theme's `static` folder holds: `site.css` and then those of `site/`, in the order of
    their names; of every other folder with `.js` files one script of its name."""
    css = [static / "site.css", *sorted((static / "site").glob("*.css"))]
    scripts: dict[str, list[str]] = {}
    for file in sorted(static.glob("*/*.js")):
        scripts.setdefault(file.parent.name, []).append(file.read_text("utf-8"))
    return Assets(
        stylesheet("\n".join(file.read_text("utf-8") for file in css), colours),
        {name: _named(name, "js", "\n".join(texts)) for name, texts in scripts.items()},
    )


def stylesheet(source: str, colours: Colours) -> tuple[str, bytes]:
    own = (
        f":root{{--brand:{colours.brand};--accent:{colours.accent};"
        f"--brand-dark:{contrast.lightened(colours.brand, contrast.NIGHT_TINT, 7)};"
        f"--accent-dark:{contrast.lightened(colours.accent, contrast.NIGHT_TINT, 4.5)}}}\n"
    )
    return _named("site", "css", own + _COMMENT.sub("", source))


def _named(name: str, kind: str, source: str) -> tuple[str, bytes]:
    data = (_SPACE.sub("\n", source).strip() + "\n").encode()
    return f"/theme/{name}.{hashlib.sha256(data).hexdigest()[:12]}.{kind}", data
