"""Word sent to people and services: that a publication failed, or that one went well.

Mail by SMTP (RFC 5321) with TLS, a POST of JSON to an address, and a sign of life to another, all
within one time limit. A channel that fails is told, and changes nothing else.
"""

import json
import smtplib
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from functools import partial
from http.client import HTTPException
from ipaddress import ip_address

from pregonero.diagnostics import ExternalError
from pregonero.i18n import N_
from pregonero.newsroom.fields import VARIABLE
from pregonero.newsroom.model import Alerts

#: Seconds that all the channels together may take.
LIMIT = 20.0

PREFIX = "PREGONERO_SMTP_"


@dataclass(frozen=True)
class Notice:
    """What is to be known: a line, a text, and the same for programs."""

    subject: str
    text: str
    facts: Mapping[str, object]


Environ = Mapping[str, str]
Channel = Callable[[], None]


def send(
    alerts: Alerts, notice: Notice, now: datetime, environ: Environ, limit: float = LIMIT
) -> list[ExternalError]:
    """Tell everybody. Gives what failed."""
    channels: list[Channel] = []
    if alerts.email:
        channels.append(partial(_mail, alerts.email, notice, now, environ, limit))
    if alerts.webhook:
        channels.append(partial(_post, alerts.webhook, notice, environ, limit))
    return _each(channels, limit)


def beat(alerts: Alerts, environ: Environ, limit: float = LIMIT) -> list[ExternalError]:
    """A sign of life, to a service that misses it when none comes. Gives what failed."""
    return (
        _each([partial(_beat, alerts.heartbeat, environ, limit)], limit) if alerts.heartbeat else []
    )


def _each(channels: list[Channel], limit: float) -> list[ExternalError]:
    """Use all channels at once. One that keeps quiet, or trickles, is left to itself."""
    failed: list[ExternalError] = []

    def use(channel: Channel) -> None:
        try:
            channel()
        except ExternalError as error:
            failed.append(error)

    threads = [threading.Thread(target=use, args=(one,), daemon=True) for one in channels]
    for thread in threads:
        thread.start()
    end = time.monotonic() + limit
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    late = [thread for thread in threads if thread.is_alive()]
    silent = [
        ExternalError(
            N_("un canal de avisos no contestó en {seconds} segundos"),
            N_("Revise [alerts] en newsroom.toml y la red."),
            seconds=f"{limit:g}",
        )
        for _ in late
    ]
    return [*failed, *silent]


def _mail(
    to: tuple[str, ...], notice: Notice, now: datetime, environ: Environ, limit: float
) -> None:
    host, user, password, sender, port, tls = (
        environ.get(PREFIX + name, "")
        for name in ("HOST", "USER", "PASSWORD", "FROM", "PORT", "TLS")
    )
    if not host:
        raise _absent(f"{PREFIX}HOST")
    # Nobody listens between this machine and itself; its own relay seldom has a certificate.
    tls = tls or ("tls" if port == "465" else "none" if _here(host) else "starttls")
    try:
        letter = _letter(to, sender or (user if "@" in user else f"pregonero@{host}"), notice, now)
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(host, int(port or 465), timeout=limit, context=context)
            if tls == "tls"
            else smtplib.SMTP(host, int(port or 587), timeout=limit)
        ) as server:
            if tls == "starttls":
                server.starttls(context=context)
            if user:
                server.login(user, password)
            if refused := server.send_message(letter):
                raise smtplib.SMTPRecipientsRefused(refused)
    except (OSError, ValueError) as error:  # of which smtplib's are
        raise ExternalError(
            N_("no se pudo mandar el correo de aviso por {host} ({reason})"),
            N_("Revise PREGONERO_SMTP_HOST, PORT, USER, PASSWORD, FROM y TLS en el entorno."),
            host=host,
            reason=_reason(error),
        ) from None


def _letter(to: tuple[str, ...], sender: str, notice: Notice, now: datetime) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = notice.subject, sender, ", ".join(to)
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].partition("@")[2] or "localhost")
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers
    letter.set_content(notice.text)
    return letter


def _post(address: str, notice: Notice, environ: Environ, limit: float) -> None:
    # `text` is what Slack, Mattermost and Teams show.
    text = f"{notice.subject}\n{notice.text}"
    data = json.dumps({"text": text, "subject": notice.subject, **notice.facts}, ensure_ascii=False)
    _ask("webhook", address, environ, limit, data.encode())


def _beat(address: str, environ: Environ, limit: float) -> None:
    _ask("heartbeat", address, environ, limit)


def _ask(
    name: str, address: str, environ: Environ, limit: float, data: bytes | None = None
) -> None:
    headers = {"User-Agent": "Pregonero", "Content-Type": "application/json; charset=utf-8"}
    try:
        url = _filled_in(address, environ)
        if not url.startswith(("https://", "http://")):
            raise ValueError("http")
        request = urllib.request.Request(url, data, headers)  # noqa: S310 - http, as just seen
        with urllib.request.urlopen(request, timeout=limit):  # noqa: S310
            return
    except urllib.error.HTTPError as error:
        reason = f"{error.code} {error.reason}"
    except (OSError, ValueError, HTTPException) as error:
        reason = _reason(error)
    raise ExternalError(  # without the address, which is a secret of whoever receives it
        N_("no se pudo avisar a alerts.{name} ({reason})"),
        N_("Revise esa dirección en newsroom.toml o en el entorno."),
        name=name,
        reason=reason,
    )


def _filled_in(value: str, environ: Environ) -> str:
    for name in VARIABLE.findall(value):
        if not environ.get(name):
            raise _absent(name)
    return VARIABLE.sub(lambda found: environ[found[1]], value)


def _absent(name: str) -> ExternalError:
    return ExternalError(
        N_("falta la variable de entorno {name}, que usan los avisos"),
        N_("Póngala donde se ejecuta la publicación; vea docs/operations.md."),
        name=name,
    )


def _here(host: str) -> bool:
    """Whether a host is this machine, between which and us nobody listens."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(error: Exception) -> str:
    """What failed; only its kind if it is no error of the system, as it may quote a secret."""
    said = str(getattr(error, "reason", "") or error) if isinstance(error, OSError) else ""
    return said.splitlines()[0][:200] if said else type(error).__name__
