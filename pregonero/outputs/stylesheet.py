"""The theme's one stylesheet, with the institution's colours."""

import hashlib
import re

from pregonero import contrast
from pregonero.institution import Colours

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")


def stylesheet(source: str, colours: Colours) -> tuple[str, bytes]:
    """Address and bytes. The address holds their digest, so a cache may keep them for ever."""
    own = (
        f":root{{--brand:{colours.brand};--accent:{colours.accent};"
        f"--brand-dark:{contrast.lightened(colours.brand, contrast.NIGHT_TINT, 7)};"
        f"--accent-dark:{contrast.lightened(colours.accent, contrast.NIGHT_TINT, 4.5)}}}\n"
    )
    css = (own + _SPACE.sub("\n", _COMMENT.sub("", source)).strip() + "\n").encode()
    return f"/theme/site.{hashlib.sha256(css).hexdigest()[:12]}.css", css
