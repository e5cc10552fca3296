"""The fictional town's site for stock Pelican: what the other peers make, in Pelican's own ways."""

SITENAME = "Dirección de Comunicación Social, Ayuntamiento de San Jacinto"
SITEURL = FEED_DOMAIN = "https://sanjacinto.example"
PATH, OUTPUT_PATH, THEME = "content", "output", "theme"
TIMEZONE = "America/Mexico_City"
DEFAULT_LANG = "es"
PLUGINS: list[str] = []
ARTICLE_PATHS = [""]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []

# Each bulletin says its own address in its header.
CATEGORY_URL, CATEGORY_SAVE_AS = "temas/{slug}/", "temas/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tipos/{slug}/", "tipos/{slug}/index.html"
YEAR_ARCHIVE_SAVE_AS = "archivo/{date:%Y}/index.html"
MONTH_ARCHIVE_SAVE_AS = "archivo/{date:%Y}/{date:%m}/index.html"
ARCHIVES_SAVE_AS = "archivo/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "archives", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"archives": 20, "category": 20, "tag": 20}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/pagina/{number}/", "{base_name}/pagina/{number}/index.html"),
)

FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
FEED_RSS = "rss.xml"
CATEGORY_FEED_RSS, TAG_FEED_RSS = "temas/{slug}/rss.xml", "tipos/{slug}/rss.xml"
FEED_ALL_ATOM = "atom.xml"
CATEGORY_FEED_ATOM, TAG_FEED_ATOM = "temas/{slug}/atom.xml", "tipos/{slug}/atom.xml"
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

MENU = ["archivo", "temas", "campanas", "prensa", "suscribirse"]
TOPICS = (
    "obras-publicas programas-sociales cultura salud educacion seguridad proteccion-civil "
    "deporte dif agua campo mujer transparencia"
).split()
