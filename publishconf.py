"""What shipping changes: the address of a target, and that only production may be found."""

import os
import sys
from pathlib import Path

_here = Path(__file__).resolve().parent
sys.path.insert(0, str(_here))
# Where a newsroom has Pelican settings of its own, what is shipped is made with those.
_own = Path(os.environ.get("PREGONERO_CONFIG", _here / "newsroom.toml")).resolve().parent
if (_own / "pelicanconf.py").is_file():
    sys.path.insert(0, str(_own))

from pelicanconf import *  # noqa: E402, F403
from pelicanconf import NEWSROOM  # noqa: E402

TARGET = NEWSROOM.targets.get(os.environ.get("PREGONERO_TARGET", "production"))

if TARGET is not None:
    SITEURL = os.environ.get("SITEURL") or TARGET.url
    INDEX = TARGET.production
    NOTICE = NEWSROOM.notice(TARGET)
