"""How the old archive's words become ours: a small TOML file that the editor may change."""

import tomllib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from pregonero.diagnostics import InvalidValue, ProblemsFound, named
from pregonero.i18n import N_, catalog
from pregonero.importers.source_item import HeaderPair, normal
from pregonero.newsroom.fields import Model, Text
from pregonero.newsroom.model import Newsroom
from pregonero.newsroom.pydantic_errors import reasons
from pregonero.newsroom.toml_lines import line_of

#: For each datum of ours the names it has had elsewhere, the surest first.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "titulo", "headline", "encabezado"),
    "slug": ("slug",),
    "date": (
        "date", "fecha", "pubdate", "publishdate", "published_at", "publish_date",
        "published_date", "date_published", "fecha_publicacion",
    ),
    "modified": ("modified", "lastmod", "updated", "updated_at", "updateddate", "last_modified_at",
                 "modificado"),
    "expires": ("expirydate", "expires", "unpublishdate", "vence"),
    "draft": ("draft", "borrador"),
    "published": ("published", "publicado"),
    "status": ("status", "estado"),
    "summary": ("summary", "resumen", "sumario", "description", "descripcion", "excerpt",
                "extracto", "abstract", "lead"),
    "deck": ("deck", "balazos", "balazo", "subtitle", "subtitulo", "bajada", "copete", "twitt",
             "twit", "tweet", "twitter"),
    "dateline": ("dateline", "lugar"),
    "folio": ("folio",),
    "lang": ("lang", "language", "idioma", "locale"),
    "categories": ("category", "categories", "categoria", "categorias", "topic", "topics", "tema",
                   "temas", "section", "seccion"),
    "tags": ("tags", "tag", "etiquetas", "keywords", "palabras_clave"),
    "addresses": ("aliases", "redirect_from", "url", "permalink", "direcciones_anteriores"),
    "photo": ("image", "imagen", "foto", "photo", "featured_image", "featuredimage", "cover",
              "cover_image", "coverimage", "hero", "hero_image", "heroimage", "thumbnail",
              "feature_image", "banner"),
    "photo_alt": ("image_alt", "imagen_alt", "foto_alt", "photo_alt", "featured_image_alt",
                  "cover_alt", "coveralt", "hero_image_alt", "heroimagealt", "imagealt",
                  "image_alt_text", "imagealttext", "featuredimagealt", "featured_image_alt_text",
                  "cover_image_alt", "coverimagealt", "thumbnail_alt", "thumbnailalt",
                  "banner_alt", "banneralt", "hero_alt", "heroalt", "fotoalt", "alt_text",
                  "alttext", "texto_alternativo", "alt"),
    "photo_caption": ("image_caption", "imagecaption", "pie", "pie_de_foto", "caption",
                      "photo_caption"),
    "photo_credit": ("image_credit", "imagecredit", "credito", "credito_foto", "photo_credit",
                     "credit"),
}  # fmt: skip

_HEAD = (
    N_("Cómo se leen los datos del archivo anterior. Cambie lo que haga falta y repita la"),
    N_("importación: lo que nadie ha tocado desde entonces se escribe de nuevo."),
)
_TYPE = N_("El tipo de los boletines que no dicen otro.")
_OLD_URL = N_("La dirección del sitio anterior, para reconocer sus enlaces: https://…")
_PERMALINK = N_("La forma de sus direcciones, si hace falta: /:year/:month/:slug/")
_SOURCES = N_("De dónde sale cada dato: gana el primero que haya.")
_TYPES = N_("Categorías del archivo anterior que aquí son un tipo:")
_TOPICS = N_("Categorías o etiquetas que aquí son un tema:")
_PUBLIC_KEYS = N_("Claves que parecen decir quién puede leer un texto, y no lo dicen:")
_DATES = N_("Fechas que usted decidió, por la ruta del archivo en la fuente:")


class Mapping(Model):
    """What an import asks the editor. `fields` are the old names of each datum; `types` and
    `topics` turn an old category into a type or topic of newsroom.toml; `dates` has those that
    a person decided, by path in the source; `public_keys` only look as if they kept a text from
    somebody."""

    type: Text = ""
    old_url: Text = ""
    permalink: Text = ""
    public_keys: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    types: dict[str, str] = Field(default_factory=dict)
    topics: dict[str, str] = Field(default_factory=dict)
    dates: dict[str, str] = Field(default_factory=dict)

    def pick(self, pairs: Iterable[HeaderPair]) -> tuple[dict[str, HeaderPair], list[HeaderPair]]:
        """The datum of ours that each pair is, and those that are none."""
        names = self.names
        found: dict[str, list[tuple[int, HeaderPair]]] = {}
        rest: list[HeaderPair] = []
        for pair in pairs:
            if pair.value in (None, "", [], {}):
                continue
            name, rank = names.get(pair.name, ("", 0))
            if name:
                found.setdefault(name, []).append((rank, pair))
            else:
                rest.append(pair)
        picked: dict[str, HeaderPair] = {}
        for name, ranked in found.items():
            (_, picked[name]), *others = sorted(ranked, key=lambda item: item[0])
            rest += (pair for _, pair in others)
        return picked, rest

    def speaks(self, pair: HeaderPair) -> bool:
        """Whether a datum may say who can read a text: the editor has not said otherwise."""
        return pair.name not in self._public

    @cached_property
    def _public(self) -> frozenset[str]:
        return frozenset(map(normal, self.public_keys))

    @cached_property
    def names(self) -> dict[str, tuple[str, int]]:
        """For each old name: the datum it is, and how sure."""
        return {
            normal(old): (name, rank)
            for name, olds in reversed((FIELDS | self.fields).items())
            for rank, old in enumerate(olds)
        }


def usual(newsroom: Newsroom) -> str:
    """The type of what does not say its own: the first of those that ask for the fewest data, a
    summary aside, and take no folio."""

    def asked(name: str) -> tuple[int, bool]:
        kind = newsroom.types[name]
        return len(set(kind.requires) - {"summary"}) + kind.folio, "summary" in kind.requires

    return min(newsroom.types, key=asked)


def read(path: Path, newsroom: Newsroom) -> Mapping:
    """A mapping as an editor left it. Raises ProblemsFound, OSError."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
        values = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        wrong = InvalidValue(
            N_("no es TOML válido ({reason})"),
            N_('Revise comillas, corchetes y que cada dato sea clave = "valor".'),
            reason=error,
        )
        raise ProblemsFound([wrong.at(path.name, 1, N_("archivo"))]) from None
    if isinstance(dates := values.get("dates"), dict):
        values["dates"] = {key: str(value) for key, value in dates.items()}
    try:
        mapping = Mapping.model_validate(values)
    except ValidationError as error:
        raise ProblemsFound(
            wrong.at(path.name, line_of(text, place), named(place))
            for place, wrong in reasons(error, Mapping)
        ) from None
    asked = [(("type",), mapping.type)] if mapping.type else []
    asked += [(("types", old), new) for old, new in mapping.types.items()]  # type: ignore[misc]
    wrongs = [
        InvalidValue(
            N_("el tipo «{value}» no existe"),
            N_("Escriba uno de estos: {known}."),
            value=value,
            known=sorted(newsroom.types),
        ).at(path.name, line_of(text, place), named(place))
        for place, value in asked
        if value not in newsroom.types
    ]
    if wrongs:
        raise ProblemsFound(wrongs)
    return mapping


def text(mapping: Mapping, lang: str) -> str:
    """The file of a mapping that nobody has changed yet, each part with its reason."""
    say = catalog(lang).gettext
    lines = [
        *(f"# {say(line)}" for line in _HEAD),
        "",
        f"# {say(_TYPE)}",
        f"type = {_quoted(mapping.type)}",
        f"# {say(_OLD_URL)}",
        f"old_url = {_quoted(mapping.old_url)}",
        f"# {say(_PERMALINK)}",
        f"permalink = {_quoted(mapping.permalink)}",
        f"# {say(_PUBLIC_KEYS)}",
        f"public_keys = [{', '.join(map(_quoted, mapping.public_keys))}]",
        "",
        f"# {say(_SOURCES)}",
        "[fields]",
        *(f"{name} = [{', '.join(map(_quoted, olds))}]" for name, olds in FIELDS.items()),
        "",
        f"# {say(_TYPES)}",
        '# "Avisos" = "aviso"',
        "[types]",
        "",
        f"# {say(_TOPICS)}",
        '# "Agua potable" = "agua"',
        "[topics]",
        "",
        f"# {say(_DATES)}",
        '# "carpeta/archivo.md" = "2019-05-10"',
        "[dates]",
        "",
    ]
    return "\n".join(lines)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
