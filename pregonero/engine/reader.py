"""Pelican's reader of our Markdown: it knows what is in the edition, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pelican.readers import BaseReader

from pregonero.bulletin import Bulletin
from pregonero.outputs import prose
from pregonero.outputs.press import Press


class BulletinReader(BaseReader):  # type: ignore[misc]
    """Gives Pelican the text of a public record as safe HTML, and its metadata.

    The generator sets `press`, `content` and `rendered` (by itself, `render`) before anything is
    read.
    """

    file_extensions = ["md"]  # noqa: RUF012 - Pelican's name and kind
    press: Press
    content: Path
    rendered: Callable[[str], str]

    def render(self, path: str) -> str:
        """The safe HTML of a public record's text, by its path from content/."""
        document = self.press.edition.documents[path]
        return prose.render(document.body, self.press.place(document))

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """HTML and Pelican metadata. Raises KeyError for what is not public."""
        path = Path(source_path).relative_to(self.content).as_posix()
        document = self.press.edition.documents[path]
        metadata: dict[str, Any] = {
            "title": document.title,
            "slug": document.slug,
            "status": "published",
            "lang": document.lang or self.press.newsroom.lang,
            "summary": document.summary or "",
            "url": document.address.lstrip("/"),
        }
        if isinstance(document, Bulletin):
            metadata["date"] = document.published
            metadata["modified"] = document.updated
            kind = self.press.newsroom.types[document.type].name
            metadata["category"] = self.process_metadata("category", kind)
            metadata["tags"] = self.process_metadata("tags", list(document.tags))
        return self.rendered(path), metadata
