"""`schema`: the front matter as JSON Schema, for editors that complete and check."""

import json
import sys

from pregonero.commands.place import Place
from pregonero.schema import schema


def run(place: Place) -> None:
    json.dump(schema(place.newsroom()), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
