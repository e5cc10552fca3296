"""What production changes: the public address, and that nothing but it may be built."""

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
