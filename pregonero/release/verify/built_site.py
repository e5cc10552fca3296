"""What must hold of the built bytes before they leave this machine."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.fingerprint import key
from pregonero.i18n import N_
from pregonero.newsroom.site_files import is_private
from pregonero.newsroom.urls import save_as
from pregonero.parallel import spread
from pregonero.release.manifest import Manifest
from pregonero.release.verify.feed import feed_faults
from pregonero.release.verify.page import PageFacts, facts
from pregonero.signed_json import packed, unpacked
from pregonero.web_addresses import encoded_path

_LOCAL = re.compile(r"localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1\]?|.*\.local(?:domain)?")
_PLACEHOLDER = re.compile(rb"lorem ipsum|\{\{ ?[\w.]+ ?\}\}|\{% ?\w+", re.IGNORECASE)
#: Bytes of one page's HTML beyond which a cheap telephone gives up.
HEAVIEST = 2_000_000
#: Pages to read from which other processes win.
WORTH = 64


#: The file of what was looked at, and what it is signed for.
_KEPT = "verified"
#: Anchors that a page names, each with the page it is on.
_Anchors = tuple[tuple[str, str], ...]


class _Kept(NamedTuple):
    """Files that were found right, by the digests they had, and the anchors they name; `question`
    is a digest of what was asked."""

    question: str
    known: dict[str, str]
    fragments: dict[str, _Anchors]


@dataclass(frozen=True)
class Verifier:
    """Looks at a release in the folder it was built in.

    `withheld` are addresses of what may not be public: none may be named anywhere. `room` keeps
    what was looked at before.
    """

    output: Path
    release: Manifest
    withheld: Collection[str] = ()
    room: Path | None = None
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)
    _targets: dict[str, str | None] = field(default_factory=dict)

    def problems(self) -> list[Problem]:
        """Everything wrong; nothing for a release that may leave. Raises OSError."""
        files = self.release.files
        known, fragments = self._known()
        new = files.keys() - known.keys()
        redirects = {save_as(address) for address in self.release.moved}
        wrong = [
            self._at(name, _private())
            for name in new
            if is_private(name, redirect=name in redirects)
        ]
        texts = [n for n in files if n.endswith((".html", ".xml", ".json", ".txt"))]
        todo = sorted(n for n in texts if known.get(n) != files[n].sha256)
        looked = spread(todo, self._look, worth=len(todo) >= WORTH)
        for name, (found, other) in zip(todo, looked, strict=True):
            wrong += found
            fragments.pop(name, None)
            if other:
                fragments[name] = other
        wrong += self._elsewhere(set(texts) - set(todo), known.keys() - files.keys(), fragments)
        if not wrong:
            self._keep({name: files[name].sha256 for name in texts}, fragments)
        return sorted(wrong)

    def _look(self, name: str) -> tuple[list[Problem], tuple[tuple[str, str], ...]]:
        """What is wrong with a file, and the anchors that it names in other pages."""
        data = (self.output / name).read_bytes()
        wrong = list(self._anything(name, data))
        other: list[tuple[str, str]] = []
        if name.endswith(".html") and data.strip():
            found = facts(data)
            wrong += self._page(name, found)
            other = [pair for pair in self._anchors(name, found) if pair[0] != name]
        elif name.startswith("feeds/"):
            wrong += [self._at(name, one) for one in feed_faults(name, data, self.release)]
        return wrong, tuple(other)

    def _anything(self, name: str, data: bytes) -> Iterator[Problem]:
        if not data.strip():
            yield self._at(
                name, InvalidValue(N_("el archivo está vacío"), N_("Construya de nuevo."))
            )
        if name.endswith(".html") and len(data) > HEAVIEST:
            yield self._at(
                name,
                InvalidValue(
                    N_("la página pesa {size} bytes; el máximo es {most}"),
                    N_("Divida el texto."),
                    size=len(data),
                    most=HEAVIEST,
                ),
            )
        # Looking for a few bytes first is ten times as fast.
        suspect = b"{{" in data or b"{%" in data or b"psum" in data
        if name.endswith(".html") and suspect and (mark := _PLACEHOLDER.search(data)):
            yield self._at(
                name,
                InvalidValue(
                    N_("quedó un texto de relleno: «{value}»"),
                    N_("Escriba el texto verdadero."),
                    value=mark[0].decode("ascii", "replace"),
                ),
                data.count(b"\n", 0, mark.start()) + 1,
            )
        if self.withheld and (leak := self._leaks.search(data)):
            yield self._at(
                name,
                InvalidValue(
                    N_("nombra «{value}», que no es público"),
                    N_("No se publica nada: informe de este fallo del programa."),
                    value=leak[0].decode().removeprefix('="'),
                ),
                data.count(b"\n", 0, leak.start()) + 1,
            )

    @property
    def _leaks(self) -> re.Pattern[bytes]:
        # Python keeps the patterns it compiled last.
        every = "|".join(map(re.escape, sorted(self.withheld)))
        roots = f'="{re.escape(urlsplit(self.release.url).path)}|{re.escape(self.release.url)}'
        return re.compile(f'(?:{roots})(?:{every})(?=["<#?])'.encode())

    def _page(self, name: str, found: PageFacts) -> Iterator[Problem]:
        for line, told in found.faults:
            yield self._at(name, InvalidValue(told, N_("Corrija la plantilla del tema.")), line)
        for line, typed in found.loaded:
            if not self._ours(typed):
                wrong = InvalidValue(
                    N_("la página carga «{value}», de otro sitio"),
                    N_("Guarde el archivo en content/media/ y use ese."),
                    value=typed,
                )
                yield self._at(name, wrong, line)
        for line, typed in (*found.links, *found.loaded):
            if (wrong_link := self._link(name, typed)) is not None:
                yield self._at(name, wrong_link, line)
        for target, fragment in self._anchors(name, found):
            if target == name and fragment not in found.ids:
                yield self._at(name, _anchor(fragment))

    def _link(self, name: str, typed: str) -> InvalidValue | None:
        if typed.startswith("http") and not self._ours(typed):
            if _LOCAL.fullmatch(urlsplit(typed).hostname or ""):
                return InvalidValue(
                    N_("el enlace «{value}» lleva a la máquina de quien lee"),
                    N_("Escriba la dirección pública."),
                    value=typed,
                )
            return None
        target = self._target(name, typed)
        if target is None or target in self.release.files:
            return None
        return InvalidValue(
            N_("el enlace «{value}» no lleva a nada"), N_("Corrija el enlace."), value=typed
        )

    def _ours(self, typed: str) -> bool:
        if typed.startswith("/") and not typed.startswith("//"):
            return True
        return not urlsplit(typed).netloc or typed.startswith(self.release.url)

    def _target(self, name: str, typed: str) -> str | None:
        """The file that a link of a page leads to; None for what is not of this site."""
        if not typed.startswith(("/", "http")):  # it is from where the page is
            return self._resolved(name, typed)
        if typed not in self._targets:
            self._targets[typed] = self._resolved(name, typed)
        return self._targets[typed]

    def _resolved(self, name: str, typed: str) -> str | None:
        here = f"{self.release.url}/{encoded_path(name.removesuffix('index.html'))}"
        parts = urlsplit(urljoin(here, typed))
        root = urlsplit(self.release.url)
        if parts.scheme not in ("http", "https") or parts.netloc != root.netloc:
            return None
        path = unquote(parts.path)
        base = unquote(root.path)
        if not f"{path}/".startswith(f"{base}/"):
            return None
        return save_as(path.removeprefix(base) or "/")

    def _anchors(self, name: str, found: PageFacts) -> Iterator[tuple[str, str]]:
        for _, typed in found.links:
            fragment = unquote(typed.partition("#")[2])
            if fragment and (target := self._target(name, typed)):
                yield target, fragment

    def _elsewhere(
        self, rest: Iterable[str], lost: Collection[str], fragments: Mapping[str, _Anchors]
    ) -> Iterator[Problem]:
        """What a change elsewhere broke: links of `rest` to what was `lost`, and anchors."""
        gone = [f"/{encoded_path(name.removesuffix('index.html'))}" for name in lost]
        if gone:
            base = urlsplit(self.release.url).path
            hunted = re.compile(
                b"|".join(re.escape(f'="{base}{address}"'.encode()) for address in gone)
            )
            for name in rest:
                if found := hunted.search((self.output / name).read_bytes()):
                    broken = found[0].decode()[2:-1]
                    yield self._at(
                        name,
                        InvalidValue(
                            N_("el enlace «{value}» no lleva a nada"),
                            N_("Corrija el enlace."),
                            value=broken,
                        ),
                    )
        for name, pairs in fragments.items():
            for target, fragment in pairs:
                if target.endswith(".html") and fragment not in self._ids_of(target):
                    yield self._at(name, _anchor(fragment))

    def _ids_of(self, name: str) -> frozenset[str]:
        if name not in self._ids:
            found: frozenset[str] = frozenset()
            if name in self.release.files:
                found = facts((self.output / name).read_bytes()).ids
            self._ids[name] = found
        return self._ids[name]

    def _at(self, name: str, wrong: InvalidValue, line: int = 1) -> Problem:
        return wrong.at(f"output/{name}", line, N_("archivo"))

    def _known(self) -> tuple[dict[str, str], dict[str, _Anchors]]:
        """Files that were found right, by the digests they had, and the anchors they name."""
        with suppress(OSError):
            if self.room:
                kept = unpacked((self.room / _KEPT).read_bytes(), _Kept, _KEPT)
                if kept and kept.question == self._question:
                    return kept.known, kept.fragments
        return {}, {}

    def _keep(self, known: dict[str, str], fragments: dict[str, _Anchors]) -> None:
        if self.room:
            new = self.room / f"{_KEPT}.new"
            new.write_bytes(packed(_Kept(self._question, known, fragments), _KEPT))
            new.replace(self.room / _KEPT)

    @property
    def _question(self) -> str:
        from pregonero.fingerprint import toolchain

        return key(toolchain(), self.release.url, sorted(self.withheld))


def _private() -> InvalidValue:
    return InvalidValue(
        N_("es un archivo privado y no puede publicarse"), N_("Quítelo de content/ o del tema.")
    )


def _anchor(fragment: str) -> InvalidValue:
    return InvalidValue(
        N_("el enlace lleva a «#{value}», que no existe"), N_("Corrija el enlace."), value=fragment
    )
