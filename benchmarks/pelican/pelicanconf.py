"""Stock Pelican doing the same work: bulletins, lists by topic, type, year and month, feeds."""

SITENAME = "Dirección de Comunicación Social, San Jacinto"
SITEURL = "https://sanjacinto.example"
FEED_DOMAIN = SITEURL
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "America/Mexico_City"
DEFAULT_LANG = "es"
PLUGINS: list[str] = []
ARTICLE_PATHS = [""]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
ARTICLE_URL = "boletin/{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = "boletin/{date:%Y}/{slug}/index.html"
CATEGORY_URL = "temas/{slug}/"
CATEGORY_SAVE_AS = "temas/{slug}/index.html"
TAG_URL = "tipos/{slug}/"
TAG_SAVE_AS = "tipos/{slug}/index.html"
YEAR_ARCHIVE_SAVE_AS = "archivo/{date:%Y}/index.html"
MONTH_ARCHIVE_SAVE_AS = "archivo/{date:%Y}/{date:%m}/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"index": 20, "category": 20, "tag": 20}
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
FEED_RSS, FEED_ATOM = "feeds/rss.xml", "feeds/atom.xml"
CATEGORY_FEED_RSS = "feeds/temas/{slug}/rss.xml"
CATEGORY_FEED_ATOM = "feeds/temas/{slug}/atom.xml"
TAG_FEED_RSS, TAG_FEED_ATOM = "feeds/tipos/{slug}/rss.xml", "feeds/tipos/{slug}/atom.xml"
FEED_ALL_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.toc": {"baselevel": 2},
    },
    "output_format": "html5",
}
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True}
