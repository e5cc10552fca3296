"""The front matter as JSON Schema, from the models `check` uses: draft 7, which editors read."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from pregonero.content import key_aliases
from pregonero.content.model.alert import CATEGORIES, LEVELS
from pregonero.content.model.bulletin import ASKERS, FILLED_IN, QUESTION_STATES, STATUSES, Document
from pregonero.content.model.groups import ATTENDANCE, EVENT_STATES, VERDICTS
from pregonero.content.model.works import WORK_KINDS
from pregonero.newsroom.model import Newsroom

#: Keys whose values are of a closed list, in Spanish and by their own names.
_CLOSED = {
    "verdict": VERDICTS,
    "state": EVENT_STATES,
    "attendance": ATTENDANCE,
    "level": LEVELS,
    "category": CATEGORIES,
    "kind": WORK_KINDS,
}
_DATE = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?\s?(Z|[+-]\d\d:?\d\d)?)?$",
    "examples": ["2026-11-23", "2026-11-23 09:30"],
}


def schema(kind: type[Document], newsroom: Newsroom) -> dict[str, Any]:
    """The schema of a kind of record in a newsroom, with its types, topics and Spanish keys."""
    made = kind.model_json_schema()
    properties = made["properties"]
    made.get("$defs", {}).pop("TextLink", None)  # of one that is filled in
    for name in FILLED_IN:
        properties.pop(name, None)
    required = [name for name in made.pop("required") if name not in {*FILLED_IN, "slug"}]
    choices: Mapping[str, Iterable[str]] = {
        "type": newsroom.types,
        "topic": newsroom.topics,
        "lang": newsroom.languages,
        "status": ["draft", "approved", "withdrawn", *STATUSES],
        "state": [*dict.fromkeys(QUESTION_STATES.values()), *QUESTION_STATES],
        "by": [*dict.fromkeys(ASKERS.values()), *ASKERS],
    }
    for name, values in choices.items():
        if name in properties:
            properties[name] = {"type": "string", "enum": list(values)}
    if "contacts" in properties:
        properties["contacts"] = _list_of({"enum": list(newsroom.press_contacts)})
    _inside(made.get("$defs", {}))
    made = _dated(made)
    spanish = key_aliases.spelled(key_aliases.of(kind))
    for alias, name in spanish.items():
        made["properties"][alias] = made["properties"][name]
    made["allOf"] = [
        {"anyOf": [{"required": [key]} for key in (name, *_of(name, spanish))]} for name in required
    ]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{kind.__name__}: {newsroom.name}",
        **{key: value for key, value in made.items() if key not in ("title", "description")},
    }


def _of(name: str, spanish: Mapping[str, str]) -> list[str]:
    return [alias for alias, key in spanish.items() if key == name]


def _list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _inside(records: dict[str, Any]) -> None:
    """Spanish keys and closed lists of the groups; a key may be written in either language."""
    groups = {
        "Photo": "photos",
        "Event": "event",
        "Call": "call",
        "Claim": "claim",
        "Change": "changes",
        "Alert": "alert",
        "Work": "works",
        "Location": "location",
        "Window": "window",
        "Exemption": "veda",
        "Broadcast": "live",
        "Recorded": "recording",
        "Recording": "audio",
        "Evidence": "evidence",
    }
    for record, definition in records.items():
        names = key_aliases.spelled(key_aliases.INNER_ALIASES.get(groups.get(record, ""), {}))
        for alias, name in names.items():
            if name in definition["properties"]:
                definition["properties"][alias] = copy.deepcopy(definition["properties"][name])
        definition["allOf"] = [
            {"anyOf": [{"required": [key]} for key in (name, *_of(name, names))]}
            for name in definition.pop("required", ())
        ]
        _shortened(definition["properties"])
        for key, words in _CLOSED.items():
            for name in (key, *_of(key, names)):
                if name in definition["properties"]:
                    definition["properties"][name] = {"enum": [*words, *words.values()]}


def _shortened(properties: dict[str, Any]) -> None:
    """Groups that may be written as one of their values."""
    for name in _named(properties, "recording"):
        properties[name] = {"anyOf": [{"type": "string"}, *properties[name]["anyOf"]]}
    for name in _named(properties, "evidence"):
        items = properties[name]["items"]
        properties[name] = {**properties[name], "items": {"anyOf": [{"type": "string"}, items]}}


def _named(properties: Mapping[str, Any], name: str) -> list[str]:
    spanish = {"recording": ("grabacion", "grabación"), "evidence": ("evidencia",)}
    return [one for one in (name, *spanish[name]) if one in properties]


def _dated(node: Any) -> Any:
    """The same schema with dates as we read them and keys that may be left empty."""
    if isinstance(node, list):
        return [_dated(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "date-time":
        return dict(_DATE)
    if node.get("type") == "boolean":  # written as people answer, too
        rest = {key: value for key, value in node.items() if key not in ("type", "title")}
        return {"enum": [True, False, "sí", "no", "si", "yes"], **rest}
    return {
        key: _dated(value)
        for key, value in node.items()
        if key != "title" or not isinstance(value, str)
    }


def snippets(schemas: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """VS Code snippets: each key completes under its English and Spanish names, with its choices.

    Editors validate front matter against a schema but do not complete it, so this does.
    """
    made: dict[str, Any] = {}
    for one in schemas:
        for key, value in one["properties"].items():
            choices = ",".join(one for one in value.get("enum", ()) if isinstance(one, str))
            body = f"{key}: ${{1|{choices}|}}" if choices else f"{key}: $1"
            made[key] = {"scope": "markdown", "prefix": key, "body": body}
    return made
