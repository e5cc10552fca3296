"""Where the tests look: an address for every template, and for what bulletins can carry."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2]
SITE = PROGRAM / "tests/sites/san-jacinto"
AXE = PROGRAM / "node_modules/axe-core/axe.min.js"
IBM = PROGRAM / "node_modules/accessibility-checker-engine/ace.js"
VNU = PROGRAM / "node_modules/vnu-jar/build/dist/vnu.jar"

#: The moments the site is built for: an ordinary Sunday, and one in a veda.
MOMENTS = {"ordinary": "2026-11-22T12:00", "veda": "2027-05-01T12:00"}

BULLETIN = "/comunicado/2026/rehabilitacion-del-pozo-tres/"
#: Of each page: its address, and the moment if it is not the ordinary one. The first word of a
#: name is the template.
PAGES: dict[str, tuple[str, str]] = {
    name: (address, moment)
    for moment, addresses in {
        "ordinary": {
            "404": "/404.html",
            "accessibility": "/accesibilidad/",
            "agenda": "/agenda/",
            "agenda-month": "/agenda/2026/11/",
            "bulletin": BULLETIN,
            "bulletin alert": "/alerta/2026/helada-en-la-parte-alta/",
            "bulletin call": "/convocatoria/2026/concurso-de-mural/",
            "bulletin call closed": "/convocatoria/2026/becas-de-musica/",
            "bulletin cancelled": "/evento/2026/carrera-nocturna/",
            "bulletin claim": "/aclaracion/2026/no-se-cobra-por-los-arboles/",
            "bulletin corrected": "/nota-informativa/2026/horario-de-la-biblioteca/",
            "bulletin event": "/evento/2026/feria-del-barro/",
            "bulletin expired": "/aviso/2026/cierre-del-panteon/",
            "bulletin live": "/nota-informativa/2026/entrega-de-libros/",
            "bulletin live recorded": "/nota-informativa/2026/sesion-de-cabildo/",
            "bulletin long title": "/boletin/2026/modernizacion-del-alumbrado/",
            "bulletin moved": "/evento/2026/sesion-de-cabildo/",
            "bulletin recordings": "/nota-informativa/2026/voces-de-la-loma/",
            "bulletin easy to read": "/comunicado/2026/ya-hay-agua-en-las-penas/",
            "bulletin partly translated": "/comunicado/2026/tlazohcamati/",
            "bulletin translated": "/comunicado/2026/water-returns-to-las-penas/",
            "calls": "/agenda/convocatorias/",
            "campaign": "/campanas/agua-para-todas/",
            "campaign second page": "/campanas/calles-seguras/pagina/2/",
            "dialogue": "/dialogo/",
            "directory": "/temas/",
            "home": "/",
            "listing": "/archivo/",
            "listing claims": "/aclaracion/",
            "listing empty": "/temas/campo/",
            "listing in English": "/en/",
            "listing partly translated": "/nhn/",
            "listing second page": "/temas/obras-publicas/pagina/2/",
            "page": "/el-municipio/",
            "page in English": "/welcome/",
            "press": "/prensa/",
            "question": "/dialogo/2026/cuando-llega-el-agua-a-la-calle-encino/",
            "question late": "/dialogo/2026/cuanto-costo-la-bomba-del-pozo-3/",
            "schedule": "/en-vivo/",
            "search": "/buscar/",
            "subscribe": "/suscribirse/",
            "withdrawn": "/boletin/2026/obra-del-drenaje/",
        },
        "veda": {
            "dialogue in veda": "/dialogo/",
            "home in veda": "/",
            "suspended": BULLETIN,
        },
    }.items()
    for name, address in addresses.items()
}


@dataclass(frozen=True)
class Shown:
    """A page of the site: its name above, its address with host, and its file."""

    name: str
    url: str
    file: Path


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the standard library's own shape
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".avif": "image/avif",
        ".html": "text/html; charset=utf-8",
        ".vtt": "text/vtt",
        ".webmanifest": "application/manifest+json",
        ".webp": "image/webp",
    }

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder at a free port of 127.0.0.1, as its origin."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
