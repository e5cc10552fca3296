"""Old archives, invented, and the town that brings them in."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from town import NOW, newsroom, write

from pregonero import moments
from pregonero.importers.download.downloading import Download
from pregonero.importers.outcome import ImportedText, Outcome
from pregonero.importers.pipeline import Import, Progress
from pregonero.importers.placement import state
from pregonero.importers.readers.sources import ImportSource, opened
from pregonero.importers.transform import mapping as mappings
from pregonero.importers.transform.draft import Drafter
from pregonero.lint.loading import load, load_newsroom
from pregonero.markdown.to_html import safe

TITLE = "Vuelve el agua a la calle Real"


def archive(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """An old archive's folder with these files."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def town(root: Path, toml: str | None = None) -> Path:
    """A newsroom without a bulletin."""
    return write(root, {}, toml if toml is not None else newsroom())


def quiet(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def bring(
    sala: Path,
    source: Path,
    *,
    dry: bool = False,
    pasted: bytes | None = None,
    download: Download | None = None,
    progress: Progress = quiet,
    at: str = NOW,
    **asked: object,
) -> Outcome:
    """Import a source into a newsroom, as the command does, with a mapping's values."""
    room = load_newsroom(sala / "newsroom.toml", {})
    into = sala / "content"
    default = mappings.usual(room)
    with Import(
        opened(source, io.BytesIO(pasted) if pasted is not None else None),
        into,
        room,
        load(into, room),
        mappings.Mapping.model_validate({"type": default, **asked}),
        state.load(into),
        progress,
        default,
        moments.moment(at, room.zone),
        shown,
        download,
    ) as work:
        outcome = work.plan()
        if not dry:
            work.write(outcome)
    return outcome


def drafter(sala: Path, source: ImportSource) -> Drafter:
    """What makes drafts of a source for a newsroom."""
    room = load_newsroom(sala / "newsroom.toml", {})
    default = mappings.usual(room)
    moment = moments.moment(NOW, room.zone)
    return Drafter(room, mappings.Mapping(type=default), source.folder, default, moment, shown)


def one(outcome: Outcome) -> ImportedText:
    """The only text of an import."""
    (text,) = outcome.texts
    return text


def written(sala: Path, text: ImportedText) -> str:
    """The file that a text became."""
    return (sala / "content" / text.path).read_text("utf-8")


def told(text: ImportedText) -> str:
    """All that was told of a text."""
    return "\n".join(problem.show("es") for problem in text.told)


def shown(text: str) -> str:
    """A Markdown text as the site shows it."""
    return safe(text, "")


def post(body: str = "El agua vuelve el lunes.", head: str = "") -> str:
    """A post with a YAML header."""
    return f"---\ntitle: {TITLE}\ndate: 2019-03-05\n{head}---\n\n{body}\n"


def wxr(*items: str, prolog: str = "") -> str:
    """A WordPress export."""
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
{prolog}<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Viejo</title><wp:base_blog_url>https://viejo.example</wp:base_blog_url>
{"".join(items)}
</channel></rss>
"""


def item(title: str, body: str, **given: str) -> str:
    """An item of a WordPress export."""
    values = {
        "post_type": "post",
        "post_id": "7",
        "post_date": "2019-03-05 09:30:00",
        "post_name": "vuelve-el-agua",
        "status": "publish",
        **{k: v for k, v in given.items() if k not in ("link", "excerpt", "more")},
    }
    tags = "".join(f"<wp:{name}>{escape(value)}</wp:{name}>" for name, value in values.items())
    return (
        f"<item><title>{escape(title)}</title><link>{given.get('link', '')}</link>"
        f"<dc:creator>prensa</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{given.get('excerpt', '')}]]></excerpt:encoded>{tags}"
        f"{given.get('more', '')}</item>\n"
    )


_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="jpg" ContentType="image/jpeg"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""  # noqa: E501
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>
</Relationships>"""  # noqa: E501
_DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:docPr id="1" name="i" descr="{alt}"/><a:graphic xmlns:a="http://'
    'schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.'
    'openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.'
    'org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="rId1" xmlns:r="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships"/></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def docx(
    *paragraphs: str, photo: bytes = b"", alt: str = "", prolog: str = "", **more: bytes
) -> bytes:
    """A Word document of a few paragraphs."""
    text = "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in paragraphs)
    if photo:
        text += _DRAWING.format(alt=escape(alt))
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="http://schemas.'
        f'openxmlformats.org/wordprocessingml/2006/main"><w:body>{text}</w:body></w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", _CONTENT_TYPES)
        packed.writestr(
            "_rels/.rels", _RELATIONS.format(kind="officeDocument", target="word/document.xml")
        )
        packed.writestr("word/document.xml", document)
        if photo:
            packed.writestr(
                "word/_rels/document.xml.rels",
                _RELATIONS.format(kind="image", target="media/image1.jpg"),
            )
            packed.writestr("word/media/image1.jpg", photo)
        for name, data in more.items():
            packed.writestr(f"word/{name}", data)
    return out.getvalue()
