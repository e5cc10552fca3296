"""The site as Pelican settings. Data only: what an institution decides is in newsroom.toml."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the `pelican` command does not look where it is called

from pregonero.engine.without_pelican import JINJA_ENVIRONMENT  # noqa: E402, F401
from pregonero.lint.loading import load_newsroom  # noqa: E402

NEWSROOM = load_newsroom(Path(os.environ.get("PREGONERO_CONFIG", HERE / "newsroom.toml")))
#: The moment of the edition in ISO 8601; now if there is none.
MOMENT = os.environ.get("PREGONERO_AT")

SITENAME = NEWSROOM.name
SITEURL = NEWSROOM.url
TIMEZONE = NEWSROOM.timezone
DEFAULT_LANG = NEWSROOM.lang

PATH = str(HERE / "content")
OUTPUT_PATH = str(HERE / "output")
CACHE_PATH = str(HERE / ".cache")
THEME = str(HERE / "theme")
PLUGINS = ["pregonero.engine"]

# The plugin's generator reads content and writes every page, feed and file: Pelican's own have
# nothing to read, and copy nothing that the edition does not hold.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
READERS = {"rst": None, "html": None}  # content is Markdown, read by the plugin
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
