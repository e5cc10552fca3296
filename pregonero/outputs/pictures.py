"""Photographs and emblems of an edition as pages show them."""

from abc import abstractmethod
from collections.abc import Mapping

from pregonero.archive import MEDIA
from pregonero.bulletin import Document
from pregonero.edition import Edition
from pregonero.groups import Photo
from pregonero.newsroom import Newsroom
from pregonero.outputs.renditions import CARD as CARD_SIZE
from pregonero.outputs.renditions import PhotoSet, Rendition
from pregonero.outputs.views import Image, Picture, Source

#: Where the drawn card of an institution without one is.
CARD = "/card.jpg"


class Pictures:
    """The part of a press that knows every picture. `photos` are the renditions by file."""

    edition: Edition
    newsroom: Newsroom
    photos: Mapping[str, PhotoSet]

    @abstractmethod
    def href(self, address: str) -> str: ...

    @abstractmethod
    def url(self, address: str) -> str: ...

    @abstractmethod
    def inline(self, document: Document) -> frozenset[str]: ...

    def picture(self, photo: Photo) -> Picture:
        return self._picture(photo.file, photo.alt, photo.caption, photo.credit)

    def _picture(self, file: str, alt: str, caption: str, credit: str) -> Picture:
        photo = self.photos[file]
        return Picture(
            alt,
            caption,
            credit,
            self.href(photo.fallback.address),
            photo.width,
            photo.height,
            tuple(
                Source(row[0].media_type, self._srcset(row))
                for row in (photo.avif, photo.webp, photo.jpeg)
            ),
        )

    def _srcset(self, row: tuple[Rendition, ...]) -> str:
        return ", ".join(f"{self.href(one.address)} {one.width}w" for one in row)

    def emblem(self, file: str | None) -> Picture | None:
        if not file or file not in self.edition.photos:
            return None
        shape = self.edition.photos[file]
        # Its name is printed beside it.
        return Picture("", "", "", self.href(f"/{MEDIA}/{file}"), shape.width, shape.height)

    def share_card(self, photo: Photo | None = None) -> Image:
        """The image another site shows with a link: of a photograph, or the institution's own."""
        if photo:
            card = self.photos[photo.file].card
            return Image(self.url(card.address), card.width, card.height, photo.alt)
        own = self.newsroom.images.card
        address = self.photos[own].card.address if own and own in self.photos else CARD
        return Image(self.url(address), *CARD_SIZE, self.newsroom.name)

    def around(self, document: Document) -> tuple[Picture | None, tuple[Picture, ...]]:
        """The lead photograph and the annexed ones, without those the text places itself."""
        placed = self.inline(document)
        rest = [self.picture(p) for p in document.photos if p.file not in placed]
        return (rest[0], tuple(rest[1:])) if rest else (None, ())
