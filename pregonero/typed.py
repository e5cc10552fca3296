"""What the values of a header are known by: the path to each, its name, and those whose type would
surprise. Apart from the parser, which most that has to know this does without."""

from collections.abc import Mapping
from dataclasses import dataclass

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Ambiguous:
    """A plain YAML scalar whose type surprises people, as it was typed."""

    typed: str

    def __str__(self) -> str:
        return self.typed


def nearest(lines: Mapping[Path_, int], path: Path_) -> int:
    """The line of a value, or of the nearest thing that holds it; the first if nothing does."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def named(path: Path_) -> str:
    """A field's path as people read it: `photos.2.alt`, items counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
