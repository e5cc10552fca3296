"""Bad days of a server that is reached by SSH."""

import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from town import bulletin

from pregonero.newsroom.loader import load
from pregonero.release.targets import session as sessions
from pregonero.release.targets import ssh
from pregonero.release.targets.connection import Connection

from . import places
from .conftest import Open
from .places import Host

UNTOUCHED = "El sitio público sigue como estaba."


def test_another_host_key_is_refused(host: Host, office: Open, tmp_path: Path) -> None:
    key = tmp_path / "otra"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text().split()[:2]
    known = tmp_path / "known_hosts"
    known.write_text(f"[127.0.0.1]:{host.port} {' '.join(public)}\n")
    one = office(host.place(tmp_path / "www", known_hosts=str(known)))
    status, said = one.deploy()
    assert status == 3 and "llave del servidor" in said and UNTOUCHED in said
    known.write_text("")
    assert one.deploy()[0] == 3
    assert not (tmp_path / "www").exists()


def test_a_refused_login_is_told(
    host: Host, office: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = office(host.place(tmp_path / "www"))
    monkeypatch.setenv("SSH_AUTH_SOCK", "")
    status, said = one.deploy()
    assert status == 3 and "no aceptó el acceso" in said and "ssh-add" in said


def test_a_host_that_is_not_there_is_told(host: Host, office: Open, tmp_path: Path) -> None:
    one = office(host.place(tmp_path / "www", port=places.free_port()))
    status, said = one.deploy()
    assert status == 3 and "127.0.0.1" in said and UNTOUCHED in said


def test_where_nothing_is_public_yet_nothing_is_linked(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    done = subprocess.run(
        ["sh", "-c", ssh._CLONE], cwd=tmp_path, stderr=subprocess.DEVNULL, timeout=5
    )
    assert done.returncode and not [*(tmp_path / "releases").iterdir()]


def test_a_folder_that_cannot_be_written_is_told(host: Host, office: Open) -> None:
    one = office(host.place(Path("/proc/pregonero")))
    status, said = one.deploy()
    assert status == 3 and UNTOUCHED in said


def test_folders_may_have_long_names_with_spaces(
    host: Host, office: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tmp_path / "Mis documentos/known_hosts"
    known.parent.mkdir()
    known.write_bytes(host.known_hosts.read_bytes())
    # As long as a Mac's, where the name of a socket has 103 characters at most.
    with tempfile.TemporaryDirectory(prefix="con espacios al 100% ") as room:
        long = Path(room, "x" * max(1, 59 - len(room)))
        long.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(long))
        one = office(host.place(tmp_path / "el sitio's $HOME", known_hosts=str(known)))
        for n in range(2):
            one.write({f"bulletins/2026/n{n}.md": bulletin("Texto.", title=f"Nota {n}")})
            status, said = one.deploy()
            assert status == 0, said
        assert one.rollback()[0] == 0
        assert "nota/2026/nota-1/index.html" not in one.place.public()
        assert not [*long.iterdir()]


def test_two_deploys_do_not_meet(host: Host, office: Open, tmp_path: Path) -> None:
    one = office(host.place(tmp_path / "www"))
    assert one.deploy()[0] == 0
    with subprocess.Popen(
        ["flock", str(tmp_path / "www/lock"), "sleep", "60"], start_new_session=True
    ) as holder:
        time.sleep(0.3)
        status, said = one.deploy()
        os.killpg(holder.pid, 9)
    assert status == 3 and "en marcha" in said and "desde 20" in said
    assert one.deploy()[0] == 0


def test_a_holder_that_gives_no_sign_of_life_lets_go(
    host: Host, office: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its network is lost without either side knowing: no sign of life gets through.
    monkeypatch.setattr(sessions, "_HOLDER", sessions._HOLDER.replace("sleep 20", "sleep 0.2"))
    one = office(host.place(tmp_path / "www"))
    assert one.deploy()[0] == 0
    lock = tmp_path / "www/lock"
    shared = Connection(load(one.root / "newsroom.toml").targets["production"])
    session = sessions.Session(shared, str(tmp_path / "www"), "lock", "'{}'")
    session.begin()
    assert one.deploy()[0] == 3
    long_ago = time.time() - 3600
    os.utime(lock, (long_ago, long_ago))
    for _ in range(50):
        time.sleep(0.1)
        if session._shell.poll() is not None:
            break
    session.end()
    shared.forget()
    assert one.deploy()[0] == 0


@contextmanager
def cut(port: int, at: list[int]) -> Iterator[int]:
    """A way to a port that breaks after so many bytes went in, once for each of `at`."""
    server = socket.create_server(("127.0.0.1", 0))
    every = [server]

    def pipe(source: socket.socket, target: socket.socket, left: float) -> None:
        with suppress(OSError):
            while data := source.recv(4096):
                left -= len(data)
                if left < 0:
                    break
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def serve() -> None:
        with suppress(OSError):
            while True:
                near, _ = server.accept()
                far = socket.create_connection(("127.0.0.1", port))
                every.extend((near, far))
                limit = at.pop(0) if at else float("inf")
                threading.Thread(target=pipe, args=(near, far, limit), daemon=True).start()
                threading.Thread(target=pipe, args=(far, near, 1e18), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1]
    for one in every:
        one.close()


@pytest.mark.parametrize("limits", [[40_000], [60_000, 90_000], [6_000], [1_000]])
def test_a_lost_network_is_taken_up_again(
    host: Host, office: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: list[int]
) -> None:
    monkeypatch.setattr("pregonero.release.targets.ssh.PAUSES", (0.1, 0.1, 0.1))
    known = tmp_path / "known_hosts"
    early = limits[0] < 2_000
    with cut(host.port, limits) as port:
        known.write_text(host.known_hosts.read_text().replace(str(host.port), str(port)))
        one = office(host.place(tmp_path / "www", port=port, known_hosts=str(known)))
        for n in range(20):
            one.write({f"bulletins/2026/n{n}.md": bulletin(_noise(n), title=f"Nota {n}")})
        status, said = one.deploy()
        if early:  # before anything was sent: there is nothing to take up
            assert status == 3 and "conexión" in said and UNTOUCHED in said
            status, said = one.deploy()
        assert status == 0, said
        assert not limits
    assert one.place.public()["nota/2026/n19/index.html"]


def _noise(seed: int) -> str:
    """A text that does not compress."""
    import random

    chosen = random.Random(seed)
    return " ".join(f"{chosen.getrandbits(64):x}" for _ in range(400))
