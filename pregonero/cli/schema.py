"""`schema`: the front matter as JSON Schema, for editors that complete and check."""

import json
from pathlib import Path
from typing import Any

from pregonero.cli.errors import CallError
from pregonero.cli.project import Project
from pregonero.cli.terminal import write_json
from pregonero.content.json_schema import schema, snippets
from pregonero.content.model.bulletin import KINDS
from pregonero.i18n import N_

SNIPPETS = "pregonero.code-snippets"


def run(place: Project, kind: str, into: Path | None) -> None:
    newsroom = place.newsroom()
    schemas = {one.__name__.lower(): schema(one, newsroom) for one in KINDS}
    if kind not in schemas:
        raise CallError(
            N_("no existe «{kind}»"),
            N_("Escriba uno de estos: {known}."),
            kind=kind,
            known=", ".join(schemas),
        )
    if into is None:
        write_json(schemas[kind])
        return
    into.mkdir(parents=True, exist_ok=True)
    for name, one in schemas.items():
        (into / f"{name}.schema.json").write_text(_json(one), "utf-8")
    (into / SNIPPETS).write_text(_json(snippets(schemas.values())), "utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
