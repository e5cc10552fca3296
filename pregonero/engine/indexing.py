"""The search index: Pagefind run on the volumes whose texts changed, its files put in their place.

Pagefind's program is asked in the way its Python package does, but for that package's pause after
every answer, and all at once.
"""

import gzip
import json
import subprocess
import tempfile
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from pregonero import addresses
from pregonero.crew import spread
from pregonero.engine.desk import Desk, Output
from pregonero.engine.files import Files
from pregonero.ledger import Ledger, Made, digest
from pregonero.outputs import search
from pregonero.outputs.press import Body, Press
from pregonero.outputs.search import Entry, Volume
from pregonero.problem import ProblemsFound, Wrong
from pregonero.tree import Trees
from pregonero.words import N_

#: Results of a search in a file: those that are shown at once are in as many files at most.
SHEAF = 20
#: Where it all is, from the root of the site.
_HERE = addresses.SEARCH[1:]
#: Before what Pagefind compressed.
_SIGNATURE = b"pagefind_dcd"
#: Of all that Pagefind writes, what a page needs.
_WANTED = ("pagefind-entry.json", "*.pf_meta", "index/*.pf_index")
_ENGINE = ("pagefind.js", "wasm.*.pagefind")


class Indexing:
    """The index of a build: which of its volumes are in their place, and which are `due`.

    `later` puts off what is due to another build, unless there is no site yet.
    """

    def __init__(
        self, press: Press, volumes: Sequence[Volume], trees: Trees, *, later: bool
    ) -> None:
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
            if names and trees.intact.issuperset(names):
                self.kept |= dict.fromkeys(names, volume.key)
            else:
                self.due.append(volume)
        #: Whether what is due is left for another build.
        self.left = bool(self.due) and later and bool(trees.intact)
        self.now = [] if self.left else self.due

    def among(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """The keys of a site's files, with those of the index that stay, and no other of it."""
        others = {n: key for n, key in wanted.items() if n.count("/") < 2 or n[: len(_HERE)] != _HERE}
        return others | self.kept

    def outputs(self) -> Iterator[Output]:
        """The file that says where the index is."""
        if self.volumes:
            late = self.due if self.left else ()
            shown = [one for one in self.volumes if one.first and one not in late]
            data = search.contents(self.press, shown, part=self.left)
            yield Output(f"{_HERE}indice.json", digest(data), partial(_give, data))

    def write(self, body: Body, writer: Files) -> dict[str, Made]:
        """Index what is due; what was made, by path. Raises ProblemsFound."""
        return index(self.press, self.now, body, writer)

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        return tuple((one.first, one.last, one.key) for one in self.volumes)


def planned(
    desk: Desk, rewritten: Sequence[str] | None, trees: Trees, *, later: bool
) -> Indexing:
    """The index of what is on a desk; with `rewritten`, of which only those texts changed since
    the last build."""
    if rewritten is None:
        return Indexing(desk.press, desk.volumes(), trees, later=later)
    volumes = [Volume(*row) for row in trees.ledger.volumes]
    documents = desk.press.edition.documents
    touched = search.touched(volumes, map(documents.get, rewritten))
    # Of those nothing is kept, but that they are to be indexed.
    volumes = [one._replace(key="") if one.folder in touched else one for one in volumes]
    return Indexing(desk.press, volumes, trees, later=later)


def indexed(ledger: Ledger) -> bool:
    """Whether every volume of a site is indexed."""
    folders = {Volume(*row).folder for row in ledger.volumes}
    return folders <= {f"{name.rpartition('/')[0]}/" for name in ledger.made if name[: len(_HERE)] == _HERE}


def _give(data: bytes, writer: Files) -> None:
    writer.write_bytes(f"{_HERE}indice.json", data)


def index(
    press: Press, volumes: Sequence[Volume], body: Body, writer: Files
) -> dict[str, Made]:
    """Index volumes into the output folder; what was made, by path. Raises ProblemsFound."""

    def one(volume: Volume) -> dict[str, Made]:
        entries = list(search.entries(press, volume, body))
        for name, data in _files(volume, entries, search.language(press)).items():
            writer.write_bytes(volume.folder + name, data)
        mine = [name for name in writer.made if name.startswith(volume.folder)]
        return {name: writer.made[name]._replace(key=volume.key) for name in mine}

    many = sum(len(volume.documents) for volume in volumes) >= search.LEAST // 10
    made = spread(volumes, one, worth=len(volumes) > 1 and many)
    return {name: file for files in made for name, file in files.items()}


def _files(volume: Volume, entries: Sequence[Entry], language: str) -> dict[str, bytes]:
    """The files of a volume, by their names in its folder."""
    # Without a record there would be no language either, and what searches is of a language.
    records = [_record(e.address, e.title, e.text, language) for e in entries] or [
        _record("/", "", "0", language)
    ]
    with tempfile.TemporaryDirectory(prefix="pregonero-") as folder:
        _ask([*records, {"type": "WriteFiles", "index_id": 0, "output_path": folder}])
        made = Path(folder)
        wanted = _WANTED if entries else (*_WANTED, *_ENGINE)
        files = {
            path.relative_to(made).as_posix(): path.read_bytes()
            for pattern in wanted
            for path in sorted(made.glob(pattern))
        }
        # A fragment is Pagefind's copy of a record; of it only the name is wanted, which it gives
        # as a result. There are as many as there are records, and a site has enough files.
        ids = dict(map(_named, made.glob("fragment/*.pf_fragment")))
    if entries:
        files["fichas.json"] = search.dumped(_sorted_out([ids[e.address] for e in entries], entries))
        shown = iter([entry.shown for entry in entries])
        number = 0
        while sheaf := list(islice(shown, SHEAF)):
            files[f"{number}.json"] = search.dumped(sheaf)
            number += 1
    return files


def _sorted_out(ids: Sequence[str], entries: Sequence[Entry]) -> dict[str, Any]:
    """The ids of a volume's records, newest first, and what each can be narrowed by."""
    facets: dict[str, Any] = {}
    for at, name in enumerate(search.FACETS):
        values = sorted({entry.facets[at] for entry in entries})
        number = {value: place for place, value in enumerate(values)}
        facets[name] = [values, [number[entry.facets[at]] for entry in entries]]
    return {"ids": " ".join(ids), "facets": facets, "sheaf": SHEAF}


def _named(fragment: Path) -> tuple[str, str]:
    """The address of a record, and the id that its fragment is named by."""
    said = gzip.decompress(fragment.read_bytes()).removeprefix(_SIGNATURE)
    return json.loads(said)["url"], fragment.stem


def _record(address: str, title: str, text: str, language: str) -> dict[str, Any]:
    return {
        "type": "AddRecord",
        "index_id": 0,
        "url": address,
        "content": text,
        "language": language,
        "meta": {"title": title},
    }


def _ask(requests: Iterable[dict[str, Any]]) -> None:
    """Have Pagefind do these things, in their order. Raises ProblemsFound."""
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise _failed("pagefind")
    asked = [{"type": "NewIndex", "config": {}}, *requests]
    lines = [
        b64encode(json.dumps({"message_id": number, "payload": one}).encode()) + b","
        for number, one in enumerate(asked, 1)
    ]
    with subprocess.Popen(
        [program, "--service"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdin and process.stdout
        pipe, said = process.stdin, process.stdout
        # It answers while it is asked: neither may wait for the other.
        asking = threading.Thread(target=_tell, args=(pipe, lines))
        asking.start()
        left, rest = len(lines), b""
        while left and (read := said.read1(1 << 16)):  # type: ignore[attr-defined]
            *answers, rest = (rest + read).split(b",")
            left -= len(answers)
            for answer in answers:
                _look(answer)
        asking.join()
        pipe.close()
    if left:
        raise _failed(rest.decode("utf-8", "replace"))


def _tell(pipe: Any, lines: Sequence[bytes]) -> None:
    try:
        pipe.write(b"".join(lines))
        pipe.flush()
    except OSError:
        pass  # it ended: whoever waits for its answers will tell


def _look(answer: bytes) -> None:
    payload = json.loads(b64decode(answer))["payload"]
    if payload["type"] == "Error":
        raise _failed(payload["message"])


def _failed(reason: str) -> ProblemsFound:
    wrong = Wrong(
        N_("el buscador no se pudo preparar ({reason})"),
        N_("Instale otra vez lo que el programa necesita: make setup. O escriba search = false."),
        reason=" ".join(reason.split())[:200],
    )
    return ProblemsFound([wrong.at("newsroom.toml", 1, "search")])
