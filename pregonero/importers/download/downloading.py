"""Photographs of a source that are on other machines, brought only if somebody asks.

What was fetched waits in a folder of its own until the import writes it, so that nothing is fetched
twice; then content/media/ has it, and the state of imports knows from where it came.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from pregonero.content.image_probe import NotAPhoto, opened, probe
from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.importers.download import remote
from pregonero.importers.download.fetching import Fetcher, Unfetched
from pregonero.importers.download.remote import RemoteHost
from pregonero.importers.outcome import Remotes

#: Threads, whatever the number of sites.
_THREADS = 8
FULL = N_("se llegó al total de una descarga; repita la orden para seguir")

Told = Callable[[int, int], None]
#: A file, why there is none, or what stops everything.
_Result = Path | str | Exception


@dataclass(frozen=True)
class DownloadPlan:
    """Which photographs to ask for, and of which hosts; `here` are those that came before."""

    wanted: tuple[str, ...]
    here: int = 0

    @property
    def hosts(self) -> Counter[str]:
        return Counter(_host(where) for where in self.wanted)


@dataclass
class Download:
    """What somebody asked for: `kept` is the folder where photographs wait. A `dry` one only shows
    its plan."""

    kept: Path
    fetcher: Fetcher
    announce: Callable[[DownloadPlan], None]
    dry: bool = False
    plan: DownloadPlan = field(default_factory=lambda: DownloadPlan(()))
    named: tuple[str, ...] = ()
    found: dict[str, Path] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    _size: int = 0

    @property
    def told(self) -> Remotes:
        """What came of it, counted."""
        failed = Counter(self.failed.values())
        fetched = len(self.plan.wanted) - len(self.failed) if not self.dry else 0
        return Remotes(self.plan.hosts, self.plan.here, fetched, failed)

    def bring(self, named: Iterable[str], known: Iterable[str], told: Told) -> None:
        """Have every photograph that texts name, but those `known` to be under content/media/, in
        the folder. Raises OSError."""
        self.named, here = tuple(dict.fromkeys(named)), set(known)
        self.found = {a: path for a in self.named if a not in here and (path := self._waiting(a))}
        wanted = tuple(a for a in self.named if a not in here and a not in self.found)
        self.plan = DownloadPlan(wanted, len(self.named) - len(wanted))
        self.announce(self.plan)
        if self.dry or not wanted:
            return
        self.kept.mkdir(parents=True, exist_ok=True)
        for count, (where, result) in enumerate(self._fetched(wanted), 1):
            if isinstance(result, Path):
                self.found[where] = result
            else:
                self.failed[where] = result
            told(count, len(wanted))

    def _waiting(self, where: str) -> Path | None:
        stem = self.kept / remote.digest(where)
        paths = (stem.with_suffix(f".{ending}") for ending in remote.ENDINGS.values())
        return next((path for path in paths if path.is_file()), None)

    def _fetched(self, wanted: tuple[str, ...]) -> Iterator[tuple[str, Path | str]]:
        """Each address with its file or why there is none, as they come."""
        sites: dict[str, _Lane] = {}
        for where in wanted:
            sites.setdefault(_host(where), _Lane(self)).left.append(where)
        results: SimpleQueue[tuple[str, _Result]] = SimpleQueue()
        pool = ThreadPoolExecutor(_THREADS)
        try:
            for lane in sites.values():
                for _ in range(min(self.fetcher.limits.at_once, len(lane.left))):
                    pool.submit(lane.run, results)
            for _ in wanted:
                where, result = results.get()
                if isinstance(result, Exception):
                    raise result
                yield where, result
        finally:
            self.fetcher.stop()
            pool.shutdown(cancel_futures=True)

    def keep(self, where: str) -> Path:
        """Fetch a photograph into the folder. Raises `Unfetched`, OSError."""
        if self._size >= self.fetcher.limits.all:
            raise Unfetched(FULL)
        data = self.fetcher.fetch(where)
        self._size += len(data)
        part = self.kept / f"{remote.digest(where)}.part"
        part.write_bytes(data)
        try:
            probe(part)
            with part.open("rb") as stream:
                ending = remote.ENDINGS[opened(part, stream).format or ""]
        except NotAPhoto as error:
            part.unlink()
            raise Unfetched(error.reason) from None
        return part.replace(part.with_suffix(f".{ending}"))


class _Lane:
    """The photographs of one host, taken by a few threads until none is left. One that does not
    answer a few times in a row is left alone: the rest have its reason."""

    def __init__(self, download: Download) -> None:
        self.download = download
        self.left: deque[str] = deque()
        self.failures = 0

    def run(self, results: "SimpleQueue[tuple[str, _Result]]") -> None:
        reason = ""
        while not self.download.fetcher.stopped.is_set():
            try:
                where = self.left.popleft()
            except IndexError:
                return
            result: _Result
            try:
                if reason and self.failures >= self.download.fetcher.limits.failures:
                    raise Unfetched(reason, down=True)
                result = self.download.keep(where)
                self.failures = 0
            except Unfetched as error:
                result = error.reason
                if error.down:
                    self.failures, reason = self.failures + 1, error.reason
            except Exception as error:  # told where somebody waits for it
                result = error
            results.put((where, result))


def _host(where: str) -> str:
    try:
        return RemoteHost.of(where).host
    except InvalidValue:
        return "?"
