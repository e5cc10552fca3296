"""Configuration of nginx for a target."""

import re
from collections.abc import Mapping

from pregonero.headers import BRIEFLY, FOREVER, HASHED, SEARCH_POLICY
from pregonero.institution import Target
from pregonero.release.servers.common import (
    PATTERNS,
    POLICY_HEADER,
    SEARCHING,
    headers_of,
    is_secure,
    place,
    quoted,
)


def nginx(target: Target, moved: Mapping[str, str], form: str = "") -> str:
    host, port, base, root = place(target)
    secure = is_secure(target)
    tag = re.sub(r"\W", "_", host)
    lines = [f"map $uri $pregonero_{tag}_cache {{", f'    default "{BRIEFLY}";']
    lines += [f'    "~^{base}{HASHED}$" "{FOREVER}";', "}", ""]
    every = headers_of(production=target.production, secure=secure, form=form)
    lines += [f"map $uri $pregonero_{tag}_policy {{", f'    default "{every[POLICY_HEADER]}";']
    lines += [f'    "~^{base}{SEARCHING}$" "{SEARCH_POLICY}";', "}", ""]
    every[POLICY_HEADER] = f"$pregonero_{tag}_policy"
    if secure:
        lines += [
            "server {",
            "    listen 80;",
            "    listen [::]:80;",
            f"    server_name {host};",
            "    return 301 https://$host$request_uri;",
            "}",
            "",
        ]
    lines += ["server {"]
    if secure:
        lines += [
            f"    listen {port} ssl http2;",
            f"    listen [::]:{port} ssl http2;",
            "    # certbot certonly --nginx -d " + host,
            f"    ssl_certificate /etc/letsencrypt/live/{host}/fullchain.pem;",
            f"    ssl_certificate_key /etc/letsencrypt/live/{host}/privkey.pem;",
        ]
    else:
        lines += [f"    listen {port};"]
    lines += [
        f"    server_name {host};",
        "    server_tokens off;",
        "    charset utf-8;",
        "    charset_types text/css text/csv text/plain text/xml application/json "
        "application/rss+xml application/atom+xml application/feed+json text/calendar;",
        "    absolute_redirect off;",
        "    # Los archivos .gz ya vienen hechos. Con el paquete libnginx-mod-http-brotli-static,",
        "    # quite el # de la línea que sigue y los navegadores recibirán los .br, más pequeños.",
        "    gzip_static on;",
        "    # brotli_static on;",
        "",
    ]
    lines += [f'    add_header {name} "{value}" always;' for name, value in every.items()]
    lines += [f"    add_header Cache-Control $pregonero_{tag}_cache always;", ""]
    lines += [f"    error_page 404 {base}/404.html;"]
    lines += ["    # Lo retirado responde 410 con su aviso.", "    error_page 410 ${uri}410.html;"]
    for pattern, kind in PATTERNS.items():
        lines += [
            f"    location ~ ^{base}({pattern})$ {{",
            f"        alias {root}$1;",
            f"        types {{}} default_type {kind};",
            "    }",
        ]
    lines += [
        f"    location {base}/ {{",
        f"        alias {root}/;" if base else f"        root {root};",
        "        index index.html;",
        "        if (-f ${request_filename}410.html) { return 410; }",
        "    }",
    ]
    lines += [
        f'    location = "{base}{quoted(old)}" {{ return 301 {base}{new}; }}'
        for old, new in sorted(moved.items())
    ]
    return "\n".join(lines) + "\n}\n"
