"""Records as plain data and back: which types a cache may make is fixed by our models, never by it.

For each model there is a `TypedDict` of its fields and of the values that it remembers, made once
from its annotations. A record is written without what it has by default, and built from what was
read without being validated again, which is most of what reading a header costs.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from types import UnionType
from typing import (
    Annotated,
    Any,
    NamedTuple,
    NotRequired,
    Required,
    TypedDict,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

import msgspec
from pydantic import BaseModel

from pregonero.content.model.bulletin import KINDS
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import Problem
from pregonero.signed_json import opened, sign

Record = TypeVar("Record", bound=BaseModel)

#: Where the files are kept that gave no record.
_UNREAD = "unread"
_UNSET: set[str] = set()
_put = object.__setattr__  # records are frozen


class CachedDocument(NamedTuple):
    """What is kept of a file: the digest of its bytes, its record and what is wrong with it."""

    digest: str
    entry: SourceDocument | None
    problems: tuple[Problem, ...]


def packed(readings: Mapping[str, CachedDocument], purpose: str) -> bytes:
    """Readings by path, signed for the place they are kept in."""
    groups: dict[str, dict[str, object]] = {}
    for path, (digest, entry, problems) in readings.items():
        group = groups.setdefault(entry.document.folder if entry else _UNREAD, {})
        if entry:
            where = msgspec.Raw(entry.where)
            group[path] = digest, entry.document, entry.body_line, where, problems
        else:
            group[path] = digest, problems
    return sign(msgspec.json.encode(groups, enc_hook=_plain), purpose)


def unpacked(data: bytes, purpose: str) -> dict[str, CachedDocument]:
    """What was `packed` for a place; nothing if it is not whole, ours and of its shape."""
    found = opened(data, purpose)
    if found is None:
        return {}
    try:
        groups = _decoder().decode(found)
    except (msgspec.DecodeError, RecursionError):
        return {}
    readings = {
        path: CachedDocument(digest, None, told) for path, (digest, told) in groups.unread.items()
    }
    for kind in KINDS:
        build, home = _builder(kind), f"{kind.folder}/"
        for path, (digest, state, line, where, told) in getattr(groups, kind.folder).items():
            entry = SourceDocument(build(state), line, bytes(where))
            if path.startswith(home) and entry.document.path == path:
                readings[path] = CachedDocument(digest, entry, told)
    return readings


@cache
def _decoder() -> Any:
    """Reads readings, grouped by the folder of their texts."""
    stored: list[tuple[str, Any, Any]] = [
        (
            kind.folder,
            dict[str, tuple[str, shape(kind), int, msgspec.Raw, tuple[Problem, ...]]],  # type: ignore[misc]
            msgspec.field(default_factory=dict),
        )
        for kind in KINDS
    ]
    unread = dict[str, tuple[str, tuple[Problem, ...]]]
    stored.append((_UNREAD, unread, msgspec.field(default_factory=dict)))
    return msgspec.json.Decoder(msgspec.defstruct("Readings", stored))


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        usual = _defaults(type(value))
        return {k: v for k, v in vars(value).items() if k not in usual or v is not usual[k]}
    raise NotImplementedError(type(value))


@cache
def _defaults(kind: type[BaseModel]) -> dict[str, Any]:
    """Values that a record shares with others of its kind as long as nothing else was said."""
    return {
        name: field.default
        for name, field in kind.model_fields.items()
        if not field.is_required() and field.default_factory is None
    }


@cache
def shape(kind: type[BaseModel]) -> Any:
    """The `TypedDict` of a model: what it is without its default values."""
    usual = _defaults(kind)
    fields = {
        name: NotRequired[_shape_of(field.annotation)]
        if name in usual
        else Required[_shape_of(field.annotation)]
        for name, field in kind.model_fields.items()
    }
    for base in reversed(kind.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, cached_property):
                fields[name] = NotRequired[value.func.__annotations__["return"]]
    return TypedDict(kind.__name__, fields)  # type: ignore[operator]


def _shape_of(annotation: Any) -> Any:
    """An annotation with shapes in place of models, and without what only validation needs."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return shape(annotation)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape_of(parts[0])
    if origin in (Union, UnionType):
        return Union[tuple(map(_shape_of, parts))]  # noqa: UP007 - made of what was found
    if origin in (tuple, dict):
        return origin[tuple(part if part is ... else _shape_of(part) for part in parts)]
    return annotation


@cache
def _builder(kind: type[Record]) -> Callable[[dict[str, Any]], Record]:
    """Makes a record of what has its shape."""
    usual = _defaults(kind)
    found = {name: _builder_of(field.annotation) for name, field in kind.model_fields.items()}
    inner = {name: within for name, within in found.items() if within}
    without = inner.keys().isdisjoint

    def build(state: dict[str, Any]) -> Record:
        if not without(state):  # few have any
            for name in inner.keys() & state.keys():
                state[name] = inner[name](state[name])
        record = kind.__new__(kind)
        _put(record, "__dict__", usual | state)
        _put(record, "__pydantic_fields_set__", _UNSET)
        _put(record, "__pydantic_extra__", None)
        _put(record, "__pydantic_private__", None)
        return record

    return build


def _builder_of(annotation: Any) -> Callable[[Any], Any] | None:
    """What makes the models in a value of this annotation; None if there can be none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _builder(annotation)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _builder_of(parts[0])
    found = [build for part in parts if (build := _builder_of(part))]
    if not found:
        return None
    (build,) = found
    if origin is tuple:
        return lambda values: _each(values, build)
    return lambda value: None if value is None else build(value)


def _each(values: Sequence[Any], build: Callable[[Any], Any]) -> tuple[Any, ...]:
    return tuple(build(value) for value in values)
