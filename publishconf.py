"""What shipping changes: the address of a target, and that only production may be found."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403
from pelicanconf import NEWSROOM

TARGET = NEWSROOM.targets.get(os.environ.get("PREGONERO_TARGET", "production"))

if TARGET is not None:
    SITEURL = os.environ.get("SITEURL") or TARGET.url
    INDEX = TARGET.production
    NOTICE = NEWSROOM.notice(TARGET)
