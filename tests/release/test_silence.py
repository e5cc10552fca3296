"""A host that takes a connection and says nothing is not waited for, whatever kind it is."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Open
from .places import Place

UNTOUCHED = "El sitio público sigue como estaba."


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a host that never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


TABLES = {
    "ssh": 'kind = "ssh"\nhost = "127.0.0.1"\nport = {port}\npath = "/srv/sitio"\n',
    "s3": 'kind = "s3"\nbucket = "noticias"\nregion = "us-east-1"\n'
    'endpoint = "http://127.0.0.1:{port}"\n',
    "git": 'kind = "git"\nremote = "git://127.0.0.1:{port}/sitio.git"\n',
    "git-http": 'kind = "git"\nremote = "http://127.0.0.1:{port}/sitio.git"\n',
    "git-https": 'kind = "git"\nremote = "https://127.0.0.1:{port}/sitio.git"\n',
    "git-ssh": 'kind = "git"\nremote = "ssh://git@127.0.0.1:{port}/sitio.git"\n',
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_silent_host_is_told_and_left(
    office: Open, silent: int, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    one = office(Place(TABLES[kind].format(port=silent), dict, keys))
    limit = "1" if kind == "ssh" else "0.2"  # ssh counts in seconds
    monkeypatch.setenv("PREGONERO_TIMEOUT", limit)
    started = time.monotonic()
    status, said = one.rollback()
    took = time.monotonic() - started
    assert status == 3 and f"no contestó en {limit} segundos" in said and "Revise la red" in said, (
        said
    )
    assert UNTOUCHED in said and took < 6
