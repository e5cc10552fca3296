"""The search index: Pagefind run on the volumes whose texts changed, its files put in their place.

Pagefind's program is asked in the way its Python package does, but for that package's pause after
every answer, and all at once.
"""

import gzip
import json
import subprocess
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from pregonero.diagnostics import InvalidValue, ProblemsFound
from pregonero.engine.incremental.directories import Trees
from pregonero.engine.incremental.manifest import BuildManifest, Made, digest
from pregonero.engine.output_writer import Files
from pregonero.engine.planner import Output, OutputPlanner
from pregonero.i18n import N_
from pregonero.newsroom import urls
from pregonero.parallel import spread
from pregonero.render.cards import SiteContext
from pregonero.render.context import Body
from pregonero.render.data import search_volumes
from pregonero.render.data.search_volumes import SearchEntry, Volume

#: Results of a search in a file: those that are shown at once are in as many files at most.
SHEAF = 20
#: Records from which other processes win.
WORTH = 400
#: Where it all is, from the root of the site.
_HERE = urls.SEARCH[1:]
#: Before what Pagefind compressed.
_SIGNATURE = b"pagefind_dcd"
#: The file of a volume that leads to all others, which are named by their contents.
_ENTRY = "pagefind-entry.json"
#: Of all that Pagefind writes, what a page needs.
_WANTED = (_ENTRY, "*.pf_meta", "index/*.pf_index")
_ENGINE = ("pagefind.js", "wasm.*.pagefind")


class Indexing:
    """The index of a build: which of its volumes are in their place, and which are `due`."""

    def __init__(self, press: SiteContext, volumes: Sequence[Volume], trees: Trees) -> None:
        self.press, self.volumes = press, volumes
        held: dict[str, list[str]] = {}
        for name in trees.ledger.made:
            if name.startswith(_HERE):
                held.setdefault(name[: name.find("/", len(_HERE)) + 1], []).append(name)
        #: The keys of the files that are there, by path.
        self.kept: dict[str, str] = {}
        self.due: list[Volume] = []
        for volume in volumes:
            names = held.get(volume.folder, [])
            keys = {trees.ledger.made[name].key for name in names}
            if keys == {volume.key} and trees.intact.issuperset(names):
                self.kept |= dict.fromkeys(names, volume.key)
            else:
                self.due.append(volume)

    def among(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """The keys of a site's files, with those of the index that stay, and no other of it."""
        others = {
            n: key for n, key in wanted.items() if n.count("/") < 2 or n[: len(_HERE)] != _HERE
        }
        return others | self.kept

    def outputs(self) -> Iterator[Output]:
        """The file that says where the index is."""
        if self.volumes:
            shown = [one for one in self.volumes if one.first]
            data = search_volumes.contents(self.press, shown)
            yield Output(urls.INDEX[1:], digest(data), partial(_give, data))

    def write(self, body: Body, writer: Files) -> dict[str, Made]:
        """Index what is due; what was made, by path. Raises ProblemsFound."""
        return index(self.press, self.due, body, writer)

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        return tuple((one.first, one.last, one.key) for one in self.volumes)


def planned(desk: OutputPlanner, rewritten: Sequence[str] | None, trees: Trees) -> Indexing:
    """The index of what is on a desk; with `rewritten`, of which only those texts changed since
    the last build."""
    if rewritten is None:
        return Indexing(desk.press, desk.volumes(), trees)
    volumes = [Volume(*row) for row in trees.ledger.volumes]
    documents = desk.press.edition.documents
    touched = search_volumes.touched(volumes, map(documents.get, rewritten))
    # Of those nothing is kept, but that they are to be indexed.
    volumes = [one._replace(key="") if one.folder in touched else one for one in volumes]
    return Indexing(desk.press, volumes, trees)


def indexed(ledger: BuildManifest) -> bool:
    """Whether every volume of a site is indexed."""
    made = {one.key for name, one in ledger.made.items() if name[: len(_HERE)] == _HERE}
    return all(row[2] in made for row in ledger.volumes)


def _give(data: bytes, writer: Files) -> None:
    writer.write_bytes(urls.INDEX[1:], data)


def index(
    press: SiteContext, volumes: Sequence[Volume], body: Body, writer: Files
) -> dict[str, Made]:
    """Index volumes into the output folder; what was made, by path. Raises ProblemsFound."""

    def some(hand: Sequence[Volume]) -> dict[str, Made]:
        held = [list(search_volumes.entries(press, volume, body)) for volume in hand]
        made: dict[str, Made] = {}
        for volume, files in zip(hand, _files(held, search_volumes.language(press)), strict=True):
            for name, data in files.items():
                writer.write_bytes(volume.folder + name, data)
                made[volume.folder + name] = writer.made[volume.folder + name]._replace(
                    key=volume.key
                )
        return made

    # Starting Pagefind takes longer than what it does for a few records.
    many = sum(len(volume.documents) for volume in volumes) >= WORTH
    hands = [[volume] for volume in volumes] if many else [volumes] if volumes else []
    made = spread(hands, some, worth=len(hands) > 1)
    return {name: file for files in made for name, file in files.items()}


def _files(held: Sequence[Sequence[SearchEntry]], language: str) -> Iterator[dict[str, bytes]]:
    """The files of some volumes, each by its name in its folder."""
    # Without a record there would be no language either, and what searches is of a language.
    nothing = [SearchEntry("/", "", "0", (), ())]
    asked = [[_record(entry, language) for entry in entries or nothing] for entries in held]
    for entries, made in zip(held, _made(asked), strict=True):
        wanted = _WANTED if entries else (*_WANTED, *_ENGINE)
        names = [n for n in sorted(made) if any(fnmatchcase(n, one) for one in wanted)]
        files = {name: b64decode(made[name]) for name in names}
        if not entries and len([name for name in files if name.startswith("wasm.")]) > 1:
            del files["wasm.unknown.pagefind"]  # of languages without stems
        if entries:
            # A fragment is Pagefind's copy of a record; of it only the name is wanted, which it
            # gives as a result. There are as many as records, and a site has enough files.
            fragments = (name for name in made if name.startswith("fragment/"))
            ids = dict(_named(name, b64decode(made[name])) for name in fragments)
            shown = [entry.shown for entry in entries]
            sheaves = [shown[at : at + SHEAF] for at in range(0, len(shown), SHEAF)]
            table = _sorted_out([ids[entry.address] for entry in entries], entries)
            table["sheaves"] = [_put(files, sheaf) for sheaf in sheaves]
            led = json.loads(files[_ENTRY]) | {"table": _put(files, table)}
            files[_ENTRY] = search_volumes.dumped(led)
        yield files


def _put(files: dict[str, bytes], values: object) -> str:
    """Add a file to others; its name, which is of what it holds."""
    data = search_volumes.dumped(values)
    name = f"{digest(data)[:12]}.json"
    files[name] = data
    return name


def _sorted_out(ids: Sequence[str], entries: Sequence[SearchEntry]) -> dict[str, Any]:
    """The ids of a volume's records, oldest first, and what each can be narrowed by."""
    facets: dict[str, Any] = {}
    for at, name in enumerate(search_volumes.FACETS):
        values = sorted({entry.facets[at] for entry in entries})
        number = {value: place for place, value in enumerate(values)}
        facets[name] = [values, [number[entry.facets[at]] for entry in entries]]
    return {"ids": " ".join(ids), "facets": facets, "sheaf": SHEAF}


def _named(name: str, fragment: bytes) -> tuple[str, str]:
    """The address of a record, and the id that its fragment is named by."""
    said = gzip.decompress(fragment).removeprefix(_SIGNATURE)
    return json.loads(said)["url"], PurePosixPath(name).stem


def _record(entry: SearchEntry, language: str) -> dict[str, Any]:
    return {
        "type": "AddRecord",
        "url": entry.address,
        "content": entry.text,
        "language": language,
        "meta": {"title": entry.title},
    }


def _made(indexes: Sequence[Sequence[dict[str, Any]]]) -> list[dict[str, str]]:
    """Every file of an index of each of these records, in base64 by its name: most of them are
    not wanted. Raises ProblemsFound.

    They come through the pipe: asked to write them, Pagefind says that it did before it has.
    """
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise _failed("pagefind")
    asked: list[dict[str, Any]] = []
    for number, records in enumerate(indexes):
        asked.append({"type": "NewIndex", "config": {}})
        asked += [{**record, "index_id": number} for record in records]
        asked.append({"type": "GetFiles", "index_id": number})
    lines = [
        b64encode(json.dumps({"message_id": number, "payload": one}).encode()) + b","
        for number, one in enumerate(asked, 1)
    ]
    command = [str(program), "--service"]
    found: list[dict[str, str]] = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - Pagefind's own package says where it is
        assert process.stdin and process.stdout
        # It answers while it is asked: neither may wait for the other.
        asking = threading.Thread(target=_tell, args=(process.stdin, lines))
        asking.start()
        for answer in _answers(process.stdout):
            payload = json.loads(b64decode(answer))["payload"]
            if payload["type"] == "Error":
                raise _failed(payload["message"])
            if payload["type"] == "GetFiles":
                found.append({one["path"]: one["content"] for one in payload["files"]})
            if len(found) == len(indexes):
                break
        asking.join()
    if len(found) < len(indexes):
        raise _failed(f"pagefind: {process.returncode}")
    return found


def _answers(pipe: Any) -> Iterator[bytes]:
    """What it says, each thing as soon as it is whole."""
    parts: list[bytes] = []
    while read := pipe.read1(1 << 20):
        *whole, rest = read.split(b",")
        for one in whole:
            yield b"".join([*parts, one])
            parts = []
        parts.append(rest)


def _tell(pipe: Any, lines: Sequence[bytes]) -> None:
    with suppress(OSError):  # it ended: whoever waits for its answers will tell
        pipe.write(b"".join(lines))
        pipe.flush()


def _failed(reason: str) -> ProblemsFound:
    wrong = InvalidValue(
        N_("el buscador no se pudo preparar ({reason})"),
        N_("Instale otra vez lo que el programa necesita: make setup. O escriba search = false."),
        reason=" ".join(reason.split())[:200],
    )
    return ProblemsFound([wrong.at("newsroom.toml", 1, "search")])
