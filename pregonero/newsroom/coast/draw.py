"""Draw `land` from Natural Earth's coasts (public domain), as TopoJSON.

    python -m pregonero.newsroom.coast land-10m.json

The file is in the npm package world-atlas; what was drawn is of its version 2.0.2. A point is land
if a coast goes through it, so that a pier or a beach is not taken for sea.
"""

import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from pregonero.newsroom.coast import FINE, HEIGHT, LAND, WIDTH

Ring = list[tuple[float, float]]


def rings(topology: dict[str, Any]) -> Iterator[Sequence[Ring]]:
    """Each polygon's rings, the outer one first, of longitudes and latitudes."""
    (across, down), (west, south) = (topology["transform"][k] for k in ("scale", "translate"))
    arcs: list[Ring] = []
    for steps in topology["arcs"]:
        places = accumulate(steps, lambda here, step: [here[0] + step[0], here[1] + step[1]])
        arcs.append([(x * across + west, y * down + south) for x, y in places])
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            yield [
                [p for n in ring for p in (arcs[n] if n >= 0 else reversed(arcs[~n]))]
                for ring in polygon
            ]


def unrolled(ring: Ring) -> Ring:
    """A ring without the jump from 180° east to 180° west; one around a pole is closed there."""
    turns, found = 0, [ring[0]]
    for (before, _), (lon, lat) in pairwise(ring):
        turns += (lon - before < -180) - (lon - before > 180)
        found.append((lon + 360 * turns, lat))
    if turns:
        pole = -90.0 if ring[0][1] < 0 else 90.0
        found += [(found[-1][0], pole), (found[0][0], pole)]
    return found


def drawn(topology: dict[str, Any]) -> Image.Image:
    """The map of all land."""
    image = Image.new("1", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    for outer, *holes in rings(topology):
        if max(abs(degree) for point in outer for degree in point) < 1:
            continue  # the island that Natural Earth draws where a coordinate is 0, 0 by mistake
        for ring, colour in ((outer, 1), *((hole, 0) for hole in holes)):
            for shift in (-180, 180, 540):
                line = [((x + shift) * FINE, (90 - y) * FINE) for x, y in unrolled(ring)]
                pen.polygon(line, fill=colour, outline=1)
    return image


if __name__ == "__main__":
    image = drawn(json.loads(Path(sys.argv[1]).read_bytes()))
    LAND.write_bytes(zlib.compress(image.tobytes(), 9))
