"""Where a text was on its old site: by its generator's rule and by its own data."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urljoin

from pregonero.importers.readers.folder import Folder
from pregonero.importers.readers.inherited import below, paths_of
from pregonero.importers.source_item import HeaderPair, Kind, normal, parts_of, stem_of, undated
from pregonero.importers.transform.wording import word
from pregonero.slug import slugify

#: What Eleventy leaves out of a file's name in its address.
_DAY = re.compile(r"^\d{4}-\d\d-\d\d-")
_JEKYLL = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
}
_PLACE = re.compile(r":(\w+)|\{(\w+)(?::([^}]*))?\}")
_PELICAN = {"%Y": "year", "%m": "month", "%d": "day"}
#: Where Pelican puts a text if its configuration does not say.
_USUAL = {
    "ARTICLE_URL": "{slug}.html",
    "ARTICLE_LANG_URL": "{slug}-{lang}.html",
    "PAGE_URL": "pages/{slug}.html",
    "PAGE_LANG_URL": "pages/{slug}-{lang}.html",
}


def inner(folder: Folder, path: str) -> str:
    """A path from where the site's addresses start."""
    return path.removeprefix(folder.base)


def kind(folder: Folder, path: str) -> Kind:
    """Whether its generator takes a file for a page, whatever its date."""
    inside = inner(folder, path)
    parts = inside.split("/")
    if parts[-1].startswith("_index."):
        return "page"
    if folder.style == "jekyll":
        dated = any(part in ("_posts", "_drafts") for part in parts) or "_posts" in folder.root.name
        collection = parts[0].startswith("_") and len(parts) > 1
        return "bulletin" if dated or collection else "page"
    if folder.style == "pelican":
        return "page" if is_pelican_page(folder, inside) else "bulletin"
    if folder.style == "astro":
        return "page" if path.startswith("src/pages/") else "bulletin"
    return "bulletin"


def is_pelican_page(folder: Folder, inside: str) -> bool:
    """Whether Pelican reads a file as a page: it is below `PAGE_PATHS`, and the articles' paths, if
    any holds it too, are less exact."""
    config = folder.config
    pages = [p for p in paths_of(config, "PAGE_PATHS", "pages") if below(inside, [p])]
    articles = [p for p in paths_of(config, "ARTICLE_PATHS", "") if below(inside, [p])]
    return bool(pages) and max(map(len, pages)) >= max(map(len, articles), default=0)


def pelican_patterns(folder: Folder, path: str, lang: str) -> tuple[str, ...]:
    """The address of a text that Pelican links to, and that of the file it writes, which answers
    too. A text in another language than `DEFAULT_LANG` has patterns of its own.

    https://docs.getpelican.com/en/latest/settings.html#url-settings
    """
    config = folder.config
    name = "PAGE" if kind(folder, path) == "page" else "ARTICLE"
    if lang and lang.lower() != str(config.get("DEFAULT_LANG") or "en").lower():
        name += "_LANG"
    url, save = config.get(f"{name}_URL"), config.get(f"{name}_SAVE_AS")
    typed = [url if isinstance(url, str) and url else _USUAL[f"{name}_URL"]]
    typed += [save] if isinstance(save, str) and save else []
    return tuple(dict.fromkeys(f"/{one.lstrip('/')}" for one in typed))


def address(
    folder: Folder,
    path: str,
    day: str,
    slug: str,
    title: str,
    categories: list[str],
    pattern: str,
    lang: str = "",
) -> str:
    """Where a text was, by its generator's rule or by `pattern`; nothing if that cannot be told."""
    inside = inner(folder, path)
    section = inside.split("/")[0] if "/" in inside else ""
    year, month, number = [*day.split("-"), "", "", ""][:3]
    stem = undated(stem_of(path))
    values = {
        "year": year, "month": month, "day": number, "i_month": month.lstrip("0"),
        "i_day": number.lstrip("0"), "short_year": year[2:], "title": slug or stem,
        "slug": slug or slugify(stem), "section": section, "sections": posixpath.dirname(inside),
        "filename": stem_of(path), "contentbasename": stem_of(path),
        "slugorfilename": slug or stem_of(path), "slugorcontentbasename": slug or stem_of(path),
        "name": stem, "output_ext": ".html", "path": posixpath.splitext(inside)[0],
        "collection": section.lstrip("_"), "categories": "/".join(map(slugify, categories)),
        "category": slugify(categories[0]) if categories else "",
        "basename": stem, "lang": lang, "y_day": _day_of_year(day),
    }  # fmt: skip
    if folder.style == "hugo":
        values["title"] = _hugo_slug(title) or stem
        values["slug"] = slug or values["title"]
    if folder.style == "jekyll":
        above = inside.split("/_posts/")[0].split("/") if "/_posts/" in inside else []
        names = [*above, *(name.lower() for name in categories)]
        values["categories"] = "/".join(dict.fromkeys(names))
        values["slugified_categories"] = "/".join(dict.fromkeys(map(slugify, names)))
    if folder.style == "pelican":
        named = str(folder.config.get("SLUGIFY_SOURCE") or "title")
        values["slug"] = slug or _pelican_slug(title if named == "title" else stem_of(path))
        parent = posixpath.basename(posixpath.dirname(inside))
        if folder.config.get("USE_FOLDER_AS_CATEGORY") is False:
            parent = ""
        usual = str(folder.config.get("DEFAULT_CATEGORY") or "misc")
        values["category"] = values["category"] or _pelican_slug(parent or usual)
    if pattern:
        return _filled(pattern, values)
    if folder.style == "pelican":
        return _filled(pelican_patterns(folder, path, lang)[0], values)
    if folder.style == "jekyll":
        if kind(folder, path) == "page":
            return _jekyll_page(folder, posixpath.splitext(inside)[0])
        chosen = folder.permalinks.get("", "date")
        if section.startswith("_") and section not in ("_posts", "_drafts"):
            values["path"] = posixpath.splitext(inside.removeprefix(f"{section}/"))[0]
            return _filled(_of_collection(folder, section[1:], chosen), values)
        return _filled(_JEKYLL.get(chosen, chosen), values)
    if folder.style == "hugo" and section in folder.permalinks:
        return _filled(folder.permalinks[section], values)
    bare = posixpath.splitext(inside)[0]
    if folder.style == "hugo":
        bare = re.sub(r"\s+", "-", bare)
    if folder.style == "eleventy":
        bare = posixpath.join(
            posixpath.dirname(bare), _DAY.sub("", posixpath.basename(bare), count=1)
        )
    if posixpath.basename(bare) in ("index", "_index"):
        bare = posixpath.dirname(bare)
    if slug and not stem_of(path).startswith("_index"):
        bare = posixpath.join(posixpath.dirname(bare), slug)
    if folder.style == "hugo":
        bare = bare if _is_on(folder, "disablepathtolower") else bare.lower()
        if bare and _is_on(folder, "uglyurls"):
            return f"/{bare}.html"
    return f"/{bare}/" if bare else ""


def _jekyll_page(folder: Folder, bare: str) -> str:
    """Where Jekyll puts a page: its file, unless the site's style is of folders."""
    if bare == "index" or bare.endswith("/index"):
        return "/" + bare.removesuffix("index")
    chosen = folder.permalinks.get("", "date")
    if chosen == "pretty" or chosen.endswith("/"):
        return f"/{bare}/"
    return f"/{bare}.html" if chosen in _JEKYLL or chosen.endswith(":output_ext") else f"/{bare}"


def _of_collection(folder: Folder, name: str, style: str) -> str:
    """Where Jekyll puts the texts of a collection: by its own pattern, or the site's style."""
    given = folder.config.get("collections")
    own = given.get(name) if isinstance(given, dict) else None
    if isinstance(own, dict) and own.get("permalink"):
        return str(own["permalink"])
    if style == "pretty" or style.endswith("/"):
        return "/:collection/:path/"
    named = style in _JEKYLL or style.endswith(":output_ext")
    return "/:collection/:path.html" if named else "/:collection/:path"


def _is_on(folder: Folder, name: str) -> bool:
    """Whether a configuration sets a key, in whatever capitals, to true."""
    return any(key.lower() == name and value is True for key, value in folder.config.items())


def _pelican_slug(text: str) -> str:
    """A slug by SLUG_REGEX_SUBSTITUTIONS as Pelican has them if nobody changed them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip()).lower()


def _hugo_slug(text: str) -> str:
    """A title in an address as Hugo writes it, which keeps accents."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s.+~-]", "", text).strip()).lower()


def _day_of_year(day: str) -> str:
    try:
        return f"{date.fromisoformat(day):%j}"
    except ValueError:
        return ""


def pattern(typed: str) -> str:
    """A permalink as it is written out: Jekyll's styles have names."""
    return _JEKYLL.get(typed, typed)


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    """A permalink with its places filled in; nothing if one of them is not known."""
    missing = False

    def fill(found: re.Match[str]) -> str:
        nonlocal missing
        name = (found[1] or found[2]).lower()
        if found[3] and name == "date":
            return re.sub(r"%[Ymd]", lambda m: values[_PELICAN[m[0]]], found[3])
        value = values.get(name, "")
        if not value and name not in (
            "categories",
            "slugified_categories",
            "category",
            "lang",
            "section",
            "sections",
            "collection",
        ):
            missing = True
        return value

    made = re.sub("/{2,}", "/", f"/{_PLACE.sub(fill, pattern)}")
    return "" if missing else made


#: Keys that say where a text is, instead of its generator's rule.
_OWN = ("url", "permalink", "save_as")
#: Keys that say where it was besides.
_MORE = (
    "aliases", "alias", "redirect_from", "redirects_from", "redirects", "old_url", "old_urls",
    "oldurl", "legacy_url", "direcciones_anteriores", "wp_old_link",
)  # fmt: skip
_TEMPLATES = (
    (re.compile(r"\{\{-?\s*page\.fileSlug\s*-?\}\}"), "stem"),
    (re.compile(r"\{\{-?\s*title\s*\|\s*slug(?:ify)?\s*-?\}\}"), "title"),
)


@dataclass(frozen=True)
class Declared:
    """The addresses that a text's own data give; `placed` if one of them is where it was, so that
    its generator's rule was not used."""

    addresses: tuple[str, ...] = ()
    placed: bool = False


def is_address(key: str, mapped: str = "") -> bool:
    """Whether a key gives an address; `mapped` is the datum of ours that the editor says it is."""
    return mapped == "addresses" or normal(key) in (*_OWN, *_MORE)


def declared(
    pairs: Iterable[HeaderPair],
    names: Callable[[str], str],
    folder: Folder,
    usual: str,
    fill: Callable[[str], str],
    title: str,
) -> Declared:
    """What the data of a text say of its addresses.

    `usual` is where its generator's rule puts it, without the site's own path; `fill` gives a
    permalink's places their values, or nothing.
    """
    root = site_path(folder.home)
    made: list[str] = []
    placed = False
    for pair in pairs:
        name = pair.name
        if not is_address(name, names(name)):
            continue
        own = name in _OWN
        for typed in _typed(pair, own=own):
            address = _whole(typed, folder, usual, fill, title, own=own)
            if not address:
                continue
            placed = placed or own
            made.append(_under(address, root, typed))
    return Declared(tuple(dict.fromkeys(made)), placed)


def site_path(home: str) -> str:
    """The path of a site on its host, without its last slash."""
    return parts_of(home).path.rstrip("/") if home else ""


def _typed(pair: HeaderPair, *, own: bool) -> Iterator[str]:
    values = pair.value if isinstance(pair.value, list) else [pair.value]
    for value in values:
        text = word(value).strip()
        if own or isinstance(pair.value, list) or pair.name.startswith("redirect"):
            yield text
        else:
            yield from (part.strip() for part in text.strip("[]").split(","))


def _whole(
    typed: str,
    folder: Folder,
    usual: str,
    fill: Callable[[str], str],
    title: str,
    *,
    own: bool,
) -> str:
    """One address from the root of the site; nothing if it is none, or another site's."""
    if not typed or typed.lower() in ("false", "true", "none", "null"):
        return ""
    parts = parts_of(typed)
    if parts.scheme or typed.startswith("//"):
        host = parts_of(folder.home).hostname or ""
        if parts.scheme not in ("", "http", "https") or (host and parts.hostname != host):
            return ""
        path = parts.path
        return path if len(path) > 1 else ""
    for pattern, name in _TEMPLATES:
        typed = pattern.sub(_stem(usual) if name == "stem" else slugify(title), typed)
    if ":" in typed or (own and typed in ("pretty", "date", "none", "ordinal", "weekdate")):
        typed = fill(typed)
    if not typed or "{" in typed or "?" in typed:
        return ""
    if not typed.startswith("/"):
        relative = folder.style == "hugo" and not own
        typed = urljoin(usual.rstrip("/") or "/", typed) if relative and usual else f"/{typed}"
    made = re.sub("/{2,}", "/", unquote(typed))
    return re.sub(r"(?<=/)index\.html?$", "", made)


def _under(address: str, root: str, typed: str) -> str:
    """An address with the path of its site, unless it was typed with it."""
    if not root or parts_of(typed).scheme or f"{address}/".startswith(f"{root}/"):
        return address
    return root + address


def _stem(usual: str) -> str:
    return posixpath.basename(usual.rstrip("/"))
