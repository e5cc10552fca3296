"""Real places to ship to, on this machine: an SSH server, buckets, a git remote, a folder."""

import getpass
import gzip
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from town import absent, tree

URL = "https://prensa.sanjacinto.example"


@dataclass(frozen=True)
class Place:
    """A target: its table of newsroom.toml, what it takes to reach it, and what is public there
    (bytes by path; nothing that only the program sees)."""

    table: str
    public: Callable[[], dict[str, bytes]]
    environ: dict[str, str] = field(default_factory=dict)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(*command: str, port: int, **options: object) -> Iterator[subprocess.Popen[bytes]]:
    """A server, until the end of the block. It answers on its port before the block begins."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **{**quiet, **options}) as process:  # type: ignore[call-overload]
        try:
            for _ in range(200):
                assert process.poll() is None, f"{command[0]} ended"
                with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def needed(*programs: str) -> None:
    """Skip, with the reason, where a program is not installed; fail where it has to be."""
    for program in programs:
        if not _found(program):
            absent(f"{program} is not installed")


def _found(program: str) -> str | None:
    beside = Path(sys.executable).with_name(program)
    return (
        str(beside)
        if beside.exists()
        else shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    )


def folder(root: Path) -> Place:
    return Place(f'kind = "disk"\npath = "{root}"\n', lambda: shown(root / "current"))


def shown(root: Path) -> dict[str, bytes]:
    """The files of a release's folder, without their compressed forms."""
    return {
        name: data
        for name, data in tree(root.resolve()).items()
        if not name.endswith(("/", ".br", ".gz", "410.html"))
    }


def settled(www: Path) -> bool:
    """Whether, in a while, there is nothing beside the releases of a folder but the links that are
    ready for the next one."""
    for _ in range(600 if www.is_dir() else 0):
        names = [path.name for path in (www / "releases").glob(".*")]
        if names == [f".ready-{(www / 'current').resolve().name}"]:
            return True
        time.sleep(0.05)
    return False


@dataclass(frozen=True)
class Host:
    """An SSH server on this machine that lets its own key in."""

    port: int
    known_hosts: Path
    environ: dict[str, str]

    def place(self, root: Path, **other: object) -> Place:
        values = {
            "host": "127.0.0.1",
            "port": self.port,
            "user": getpass.getuser(),
            "known_hosts": str(self.known_hosts),
            "path": str(root),
            **other,
        }
        lines = (f'{k} = "{v}"' if isinstance(v, str) else f"{k} = {v}" for k, v in values.items())
        table = 'kind = "ssh"\n' + "\n".join(lines) + "\n"
        return Place(table, lambda: shown(root / "current"), self.environ)


@contextmanager
def ssh_host(room: Path) -> Iterator[Host]:
    needed("sshd", "ssh", "ssh-agent", "rsync", "flock")
    for key in ("host", "person"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(room / key)], check=True
        )
    port = free_port()
    public = (room / "host.pub").read_text().split()[:2]
    (room / "known_hosts").write_text(f"[127.0.0.1]:{port} {' '.join(public)}\n")
    (room / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {room}/host\n"
        f"AuthorizedKeysFile {room}/person.pub\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPidFile none\n"
        # What somebody's own shell starts with takes longer than a deploy.
        f"MaxStartups 100\nSetEnv HOME={room}\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(parents=True, exist_ok=True)
    agent = room / "agent"
    with (
        running(_found("sshd") or "", "-D", "-f", str(room / "sshd_config"), port=port),
        subprocess.Popen(
            ["ssh-agent", "-D", "-a", str(agent)], stdout=subprocess.DEVNULL
        ) as keeper,
    ):
        environ = {"SSH_AUTH_SOCK": str(agent)}
        for _ in range(100):
            if agent.exists():
                break
            time.sleep(0.02)
        subprocess.run(
            ["ssh-add", "-q", str(room / "person")], env=os.environ | environ, check=True
        )
        try:
            yield Host(port, room / "known_hosts", environ)
        finally:
            keeper.terminate()


@dataclass(frozen=True)
class Store:
    """An S3 server on this machine."""

    endpoint: str
    environ: dict[str, str]

    def client(self, bucket: str) -> "object":
        from obstore.store import S3Store

        return S3Store(
            bucket,
            endpoint=self.endpoint,
            region="us-east-1",
            access_key_id=self.environ["AWS_ACCESS_KEY_ID"],
            secret_access_key=self.environ["AWS_SECRET_ACCESS_KEY"],
            client_options={"allow_http": True},
        )

    def place(self, bucket: str) -> Place:
        table = (
            f'kind = "s3"\nbucket = "{bucket}"\nprefix = "web/"\nendpoint = "{self.endpoint}"\n'
            'region = "us-east-1"\n'
        )
        return Place(table, lambda: self.public(bucket), self.environ)

    def public(self, bucket: str) -> dict[str, bytes]:
        import obstore

        client = self.client(bucket)
        found = {}
        for page in obstore.list(client, "web"):
            for one in page:
                name = one["path"].removeprefix("web/")
                if not name.startswith(".pregonero/"):
                    answer = obstore.get(client, one["path"])
                    packed = answer.attributes.get("Content-Encoding") == "gzip"
                    data = bytes(answer.bytes())
                    found[name] = gzip.decompress(data) if packed else data
        return found


@contextmanager
def moto() -> Iterator[Store]:
    needed("moto_server")
    port = free_port()
    with running(_found("moto_server") or "", "-H", "127.0.0.1", "-p", str(port), port=port):
        endpoint = f"http://127.0.0.1:{port}"
        for _ in range(100):
            with suppress(urllib.error.URLError), urllib.request.urlopen(endpoint, timeout=5):
                break
            time.sleep(0.05)
        yield Store(endpoint, {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"})


@contextmanager
def rclone(room: Path) -> Iterator[Store]:
    needed("rclone")
    port = free_port()
    with running(
        _found("rclone") or "", "serve", "s3", "--addr", f"127.0.0.1:{port}",
        "--auth-key", "clave,secreta", "--dir-cache-time", "1ms", "--config", str(room / "none"),
        str(room), port=port,
    ):  # fmt: skip
        yield Store(
            f"http://127.0.0.1:{port}",
            {"AWS_ACCESS_KEY_ID": "clave", "AWS_SECRET_ACCESS_KEY": "secreta"},
        )


@contextmanager
def website(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """A web server on this machine; its origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def branch(room: Path) -> Place:
    needed("git")
    remote = room / "remoto.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)

    def public() -> dict[str, bytes]:
        copy = room / "copia"
        shutil.rmtree(copy, ignore_errors=True)
        subprocess.run(
            ["git", "clone", "-q", "--branch", "gh-pages", str(remote), str(copy)], check=True
        )
        own = ("/", "_headers", "_redirects", ".nojekyll")
        found = tree(copy).items()
        return {n: d for n, d in found if not n.startswith(".git/") and not n.endswith(own)}

    return Place(f'kind = "git"\nremote = "{remote}"\n', public)
