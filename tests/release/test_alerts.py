"""A scheduled publication that fails is heard, by mail and by JSON, and nothing leaks by it."""

import base64
import json
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from town import Ended, bulletin, run, told

from pregonero.newsroom.model import Alerts
from pregonero.release.notify import Notice, beat, send

from . import places
from .conftest import OTHER, Office

SECRET = "Detienen al tesorero"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
NOTICE = Notice("Falló ñ", "Revise.\n", {"state": "failed"})


@dataclass
class Mail:
    """An SMTP server: its port, and each letter with who was let in and whether over TLS."""

    port: int = 0
    letters: list[tuple[str, bool, bytes]] = field(default_factory=list)


@contextmanager
def smtp(context: ssl.SSLContext | None = None, *, at_once: bool = False) -> Iterator[Mail]:
    """An SMTP server on this machine, with STARTTLS if it has a certificate, or TLS `at_once`."""
    mail = Mail()

    class Talk(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.link: socket.socket = self.request
            safe, who = at_once, ""
            if context and at_once:
                self.link = context.wrap_socket(self.link, server_side=True)
            lines = self.link.makefile("rb")

            def say(line: str) -> None:
                self.link.sendall(line.encode() + b"\r\n")

            say("220 correo")
            while line := lines.readline():
                word = line.split()[0].upper().decode()
                if word == "EHLO":
                    extra = "250-STARTTLS\r\n" if context and not safe else ""
                    say(f"250-correo\r\n{extra}250 AUTH PLAIN")
                elif word == "STARTTLS" and context:
                    say("220 ya")
                    self.link, safe = context.wrap_socket(self.link, server_side=True), True
                    lines = self.link.makefile("rb")
                elif word == "AUTH":
                    who = base64.b64decode(line.split()[2]).decode().replace("\0", " ").strip()
                    say("235 pase" if who == "ana clave" else "535 no")
                elif word == "DATA":
                    say("354 diga")
                    data = b""
                    while (part := lines.readline()) != b".\r\n":
                        data += part
                    mail.letters.append((who, safe, data))
                    say("250 va")
                elif word == "QUIT":
                    say("221 hasta luego")
                    return
                else:
                    say("250 bien")

        def finish(self) -> None:
            self.link.close()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        mail.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield mail
        server.shutdown()


@dataclass
class Web:
    """What somebody asked of a web server: methods, paths and bodies, in order."""

    origin: str = ""
    status: int = 204
    heard: list[tuple[str, str, bytes]] = field(default_factory=list)


@pytest.fixture
def web() -> Iterator[Web]:
    found = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            found.heard.append((self.command, self.path, self.rfile.read(size)))
            self.send_response(found.status)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *words: object) -> None:
            pass

    with places.website(Handler) as found.origin:
        yield found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, with its key, that signs itself."""
    path = tmp_path_factory.mktemp("tls") / "one.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-days", "2", "-keyout", str(path), "-out", f"{path}.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


def environ(mail: Mail, **more: str) -> dict[str, str]:
    return {"PREGONERO_SMTP_HOST": "localhost", "PREGONERO_SMTP_PORT": str(mail.port), **more}


ENTER = {"PREGONERO_SMTP_USER": "ana", "PREGONERO_SMTP_PASSWORD": "clave"}


@pytest.mark.parametrize("way", ["none", "starttls", "tls"])
def test_mail_goes_out_each_way(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    alerts = Alerts(email=("prensa@sanjacinto.example", "ana@sanjacinto.example"))
    with smtp(None if way == "none" else context, at_once=way == "tls") as mail:
        asked = environ(mail, PREGONERO_SMTP_TLS=way, **ENTER)
        assert send(alerts, NOTICE, NOW, asked) == []
        [wrong] = send(alerts, NOTICE, NOW, {**asked, "PREGONERO_SMTP_PASSWORD": "otra"})
        assert "535" in str(wrong.values["reason"]) and "otra" not in str(wrong.values)
    [(who, safe, data)] = mail.letters
    assert who == "ana clave" and safe == (way != "none")
    letter = message_from_bytes(data, policy=policy.default)
    assert letter["Subject"] == "Falló ñ" and letter["Auto-Submitted"] == "auto-generated"
    assert letter["To"] == "prensa@sanjacinto.example, ana@sanjacinto.example"
    assert letter["Date"] and letter["Message-ID"]
    assert letter.get_body().get_content().split() == ["Revise."]  # type: ignore[union-attr]


def test_no_password_crosses_the_network_in_the_open(certificate: Path) -> None:
    with smtp() as mail:  # which has no TLS
        asked = environ(mail, PREGONERO_SMTP_TLS="starttls", **ENTER)
        assert len(send(Alerts(email=("a@b.example",)), NOTICE, NOW, asked)) == 1
    assert mail.letters == []


def test_json_goes_to_an_address_of_the_environment(web: Web) -> None:
    alerts = Alerts(webhook="${GANCHO}/a?x=${CLAVE}", heartbeat="${GANCHO}/latido")
    asked = {"GANCHO": web.origin, "CLAVE": "s3creto"}
    assert send(alerts, NOTICE, NOW, asked) == [] == beat(alerts, asked)
    assert [one[:2] for one in web.heard] == [("POST", "/a?x=s3creto"), ("GET", "/latido")]
    assert json.loads(web.heard[0][2]) == {
        "text": "Falló ñ\nRevise.\n", "subject": "Falló ñ", "state": "failed",
    }  # fmt: skip
    web.status = 500
    for wrong in (*send(alerts, NOTICE, NOW, asked), *beat(alerts, asked)):
        assert "500" in str(wrong.values) and "s3creto" not in str(wrong.values)
    [missing] = send(alerts, NOTICE, NOW, {"GANCHO": web.origin})
    assert missing.values == {"name": "CLAVE"}
    [odd] = send(Alerts(webhook="${GANCHO}"), NOTICE, NOW, {"GANCHO": "file:///etc/passwd"})
    assert "passwd" not in str(odd.values)


def test_whoever_keeps_quiet_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        alerts = Alerts(email=("a@b.example",), webhook=f"http://127.0.0.1:{port}/")
        asked = {"PREGONERO_SMTP_HOST": "127.0.0.1", "PREGONERO_SMTP_PORT": str(port)}
        started = time.monotonic()
        assert len(send(alerts, NOTICE, NOW, asked, 0.3)) == 2
        assert time.monotonic() - started < 2


# As a schedule meets it


Watched = Callable[..., Ended]


@pytest.fixture
def watched(at_disk: Office, web: Web) -> Watched:
    """A scheduled publication whose failures are told to `web`."""
    lines = '\n[alerts]\nwebhook = "${GANCHO}/fallo"\nheartbeat = "${GANCHO}/latido"\n'
    with (at_disk.root / "newsroom.toml").open("a") as toml:
        toml.write(lines)

    def scheduled(*words: str, **env: str) -> Ended:
        words = words or ("deploy", "production", "--if-changed")
        return run(*words, cwd=at_disk.root, env={"GANCHO": web.origin, **env})

    return scheduled


def test_a_publication_that_fails_is_heard_once_and_so_is_that_it_is_over(
    at_disk: Office, watched: Watched, web: Web
) -> None:
    assert watched().returncode == 0
    assert [one[:2] for one in web.heard] == [("GET", "/latido")]
    web.heard.clear()
    path = "bulletins/2026/detienen-al-tesorero.md"
    at_disk.write({path: bulletin("x", title=SECRET, topic="ninguno", embargo="2099-01-01")})
    for _ in range(2):
        done = watched()
        assert done.returncode == 1 and path in told(done)
    [(method, where, body)] = web.heard
    assert (method, where) == ("POST", "/fallo")
    plain = json.loads(body)
    assert plain["state"] == "failed" and plain["target"] == "production"
    assert "production" in plain["subject"] and "Vigilancia" in plain["text"]
    assert "tesorero" not in body.decode().lower()
    web.heard.clear()
    at_disk.write({path: None})
    assert watched().returncode == 0
    assert [one[:2] for one in web.heard] == [("GET", "/latido"), ("POST", "/fallo")]
    assert json.loads(web.heard[1][2])["state"] == "well"


def test_a_broken_newsroom_toml_is_heard_too(at_disk: Office, watched: Watched, web: Web) -> None:
    assert watched().returncode == 0
    at_disk.toml('name = "', 'nombre_raro = "')
    assert watched().returncode == 1
    assert [one[:2] for one in web.heard] == [("GET", "/latido"), ("POST", "/fallo")]
    web.heard.clear()  # a cache of somebody else's sends nothing anywhere
    (at_disk.root / ".cache/targets/production/told.json").unlink()
    (at_disk.root / ".cache/alerts.json").write_text('{"webhook": "${GANCHO}/ajeno"}')
    assert watched().returncode == 1
    assert web.heard == []


def test_who_is_at_the_terminal_hears_it_there_alone(
    at_disk: Office, watched: Watched, web: Web
) -> None:
    at_disk.write({OTHER: bulletin("x", topic="ninguno", slug="salud")})
    assert watched("deploy", "production").returncode == 1
    assert watched("deploy", "production", "--if-changed", "--dry-run").returncode == 1
    assert web.heard == []


def test_a_channel_that_fails_changes_nothing_and_is_told(
    at_disk: Office, watched: Watched, web: Web
) -> None:
    web.status = 503
    done = watched()
    assert done.returncode == 0 and "alerts.heartbeat (503" in done.stderr
    at_disk.write({OTHER: "---\n"})
    for _ in range(2):  # not told yet, so tried again
        done = watched()
        assert done.returncode == 1 and "alerts.webhook (503" in done.stderr
    assert [where for _, where, _ in web.heard] == ["/latido", "/fallo", "/fallo"]


def test_a_target_that_is_held_is_remembered(at_disk: Office, watched: Watched, web: Web) -> None:
    assert watched().returncode == 0
    text = (at_disk.root / "content" / OTHER).read_text()
    at_disk.write({OTHER: text + "\nMás.\n"})
    assert watched().returncode == 0
    assert at_disk.rollback()[0] == 0
    web.heard.clear()
    for _ in range(2):
        done = watched()
        assert done.returncode == 0 and "está fijo" in done.stderr
    assert [where for _, where, _ in web.heard] == ["/latido", "/fallo", "/latido"]
    assert json.loads(web.heard[1][2])["state"] == "held"
    assert "--resume" in json.loads(web.heard[1][2])["text"]


def test_channels_can_be_tried(at_disk: Office, watched: Watched, web: Web) -> None:
    assert watched("alarm", "production").returncode == 0
    assert json.loads(web.heard[0][2])["state"] == "test"
    assert watched("alarma", "production", GANCHO="http://127.0.0.1:1").returncode == 3
    for _ in range(2):
        assert watched("alarm", "production", "--failed").returncode == 0
    assert [json.loads(body)["state"] for _, _, body in web.heard] == ["test", "failed"]


def test_nobody_to_tell_is_a_wrong_call(at_disk: Office) -> None:
    done = run("alarm", "production", cwd=at_disk.root)
    assert done.returncode == 2 and "[alerts]" in done.stderr


@pytest.mark.parametrize("value", ["${gancho}", "https://a.example/$X", "ftp://a.example", "x"])
def test_an_address_that_is_none_is_told(at_disk: Office, value: str) -> None:
    with (at_disk.root / "newsroom.toml").open("a") as toml:
        toml.write(f'\n[alerts]\nwebhook = "{value}"\n')
    status, said = at_disk.deploy(dry=True)
    assert status == 1 and "webhook" in said
