"""What Pelican's settings say, as a digest: code by what it does, not by where it is in memory."""

import logging
import re
import sys
import uuid
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import partial
from hashlib import blake2b
from pathlib import Path, PurePath
from types import BuiltinFunctionType, CellType, CodeType, FunctionType, MethodType, ModuleType

from pregonero.fingerprint import key

#: Values that are told by what they are written as.
_PLAIN = (
    str, bytes, int, float, complex, Decimal, Fraction, date, time, timedelta, Enum, range,
    uuid.UUID, re.Pattern, type(None), type(...),
)  # fmt: skip
#: Packages of which the toolchain's digest has the version, as all of the standard library.
_KNOWN = {"pregonero", "jinja2", "markupsafe", "pelican", "builtins", *sys.stdlib_module_names}


def settings_digest(settings: Mapping[str, object]) -> str:
    """A digest of settings: the same for the same settings, however often they are read.

    Of a function it takes all of its code, constants, defaults, closures and the globals it names,
    and every file of the package that it is of. A value that cannot be compared makes it another
    each time, so that whatever it may be in is made again.
    """
    told = _Digest()
    return key([(name, told.of(settings[name], top=True)) for name in sorted(settings)])


class _Digest:
    def __init__(self) -> None:
        #: The values that were seen, each kept alive, with its digest once that is known.
        self._seen: dict[int, tuple[object, str]] = {}
        self._packages: dict[str, str] = {}

    def of(self, value: object, *, top: bool = False) -> object:
        """What a value says, as plain data. A path that is a setting says where something is."""
        if isinstance(value, PurePath):
            return "path" if top else str(value)
        if type(value).__module__.partition(".")[0] == "pregonero":
            # As a setting it has a key of its own wherever it decides anything.
            return type(value).__qualname__ if top else repr(value)
        if isinstance(value, _PLAIN):
            return type(value).__name__, repr(value)
        if id(value) not in self._seen:
            self._seen[id(value)] = value, "itself"
            found = key(type(value).__qualname__, self._parts(value))
            self._seen[id(value)] = value, found
        return self._seen[id(value)][1]

    def _parts(self, value: object) -> object:
        if isinstance(value, Mapping):
            return [(self.of(name), self.of(one)) for name, one in value.items()]
        if isinstance(value, list | tuple | deque):
            return [self.of(one) for one in value]
        if isinstance(value, set | frozenset):
            return sorted(repr(self.of(one)) for one in value)
        if isinstance(value, CodeType):
            code = (value.co_code, value.co_names, value.co_varnames, value.co_flags)
            return code, [self.of(one) for one in value.co_consts]
        if isinstance(value, FunctionType):
            return self._function(value)
        if isinstance(value, partial):
            return self.of((value.func, value.args, value.keywords))
        if isinstance(value, MethodType):
            return self.of((value.__func__, value.__self__))
        if isinstance(value, BuiltinFunctionType):
            return value.__qualname__, self.of(value.__self__)
        if isinstance(value, ModuleType):
            return value.__name__, self._files(value.__name__, getattr(value, "__file__", None))
        if isinstance(value, type):
            module = sys.modules.get(value.__module__)
            file = getattr(module, "__file__", None)
            return value.__module__, self._files(value.__module__, file), self._members(value)
        return self._object(value)

    def _function(self, value: FunctionType) -> object:
        names = {name for code in _codes(value.__code__) for name in code.co_names}
        named = {n: value.__globals__[n] for n in sorted(names & value.__globals__.keys())}
        cells = [self._cell(cell) for cell in value.__closure__ or ()]
        files = self._files(value.__module__ or "", value.__code__.co_filename)
        if _known(value.__module__ or ""):
            named = {}
        parts = (value.__code__, value.__defaults__, value.__kwdefaults__, value.__dict__, named)
        return value.__qualname__, [self.of(part) for part in parts], cells, files

    def _cell(self, cell: CellType) -> object:
        try:
            held = cell.cell_contents
        except ValueError:
            return "empty"
        return self.of(held)

    def _members(self, value: type) -> object:
        if _known(value.__module__):
            return ""
        return [
            (n, self.of(one)) for n, one in vars(value).items() if isinstance(one, FunctionType)
        ]

    def _object(self, value: object) -> object:
        """An instance: its class and its attributes, if those are all that it is."""
        kind = type(value)
        if isinstance(value, logging.Logger):
            return value.name
        if isinstance(value, property | staticmethod | classmethod):
            inner = getattr(value, "fget", None) or getattr(value, "__func__", None)
            return self.of(inner)
        slots = any("__slots__" in vars(one) for one in kind.__mro__ if one is not object)
        if not hasattr(value, "__dict__") or slots or _known(kind.__module__):
            return uuid.uuid4().hex
        return self.of(kind), self.of(vars(value))

    def _files(self, module: str, file: str | None) -> str:
        """A digest of the files of a module's package, its data too; of the file alone if it is of
        none."""
        if _known(module):
            return ""
        parts = module.split(".")
        package = ".".join(parts[: 3 if parts[0] == "pelican" else 1])
        folders = getattr(sys.modules.get(package), "__path__", None)
        where = list(folders) if folders else [file] if file else []
        place = "\0".join(where)
        if place not in self._packages:
            told = blake2b(digest_size=16)
            for root in map(Path, where):
                for one in _every(root):
                    name, data = one.relative_to(root).as_posix(), one.read_bytes()
                    told.update(f"{name} {len(data)} ".encode() + data)
            self._packages[place] = told.hexdigest()
        return self._packages[place]


def _every(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _known(module: str) -> bool:
    return module.partition(".")[0] in _KNOWN and not module.startswith("pelican.plugins.")


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A code and those within it."""
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)
