"""Where the sea is, to a tenth of a degree: enough to see that a coordinate slipped.

`land` has a bit for each tenth, deflated, row by row from 90° north and 180° west on: 1 is land.
`python -m pregonero.newsroom.coast` draws it.
"""

import zlib
from decimal import Decimal
from functools import cache
from pathlib import Path

#: Points in a degree.
FINE = 10
WIDTH, HEIGHT = 360 * FINE, 180 * FINE
LAND = Path(__file__).with_name("land")


def at_sea(lat: Decimal | float, lon: Decimal | float) -> bool:
    """Whether a point (WGS 84, degrees) is in the sea: up to some 10 km off a coast is not."""
    row, column = int((90 - lat) * FINE), int((lon + 180) * FINE)
    at = min(row, HEIGHT - 1) * WIDTH + column % WIDTH
    return not _land()[at >> 3] >> (7 - at % 8) & 1


@cache
def _land() -> bytes:
    return zlib.decompress(LAND.read_bytes())
