"""Photographs put in their place of a site."""

from collections.abc import Callable, Set
from pathlib import Path

from pregonero.content.image_probe import NotAPhoto
from pregonero.diagnostics import InvalidValue, ProblemsFound
from pregonero.i18n import N_
from pregonero.render.cards import SiteContext


def photographs(
    press: SiteContext,
    missing: Set[str],
    content: Path,
    cache: Path,
    output: Path,
    progress: Callable[[int, int], None],
) -> None:
    """Make the renditions that are missing from an output folder. Raises ProblemsFound."""
    from pregonero.render.images import photos  # imports all of Pillow

    sets = [
        (press.edition.media[file], photo)
        for file, photo in press.photos.items()
        if any(rendition.address[1:] in missing for rendition in photo.every)
    ]
    try:
        photos.publish(sets, cache / "photos", output, progress)
    except NotAPhoto as error:
        wrong = InvalidValue(
            N_("no se puede abrir como fotografía ({reason})"),
            N_("Guárdela de nuevo como JPEG o PNG."),
            reason=error.reason,
        )
        file = f"content/{Path(error.path).relative_to(content).as_posix()}"
        raise ProblemsFound([wrong.at(file, 1, N_("archivo"))]) from None
