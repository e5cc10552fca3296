"""Configuration of nginx for a target."""

import re
from collections.abc import Mapping

from pregonero.newsroom.model import DeployTarget
from pregonero.release.servers.common import (
    ENDINGS,
    FOLDER,
    PATTERNS,
    POLICY_HEADER,
    SEARCHING,
    TEXTS,
    headers_of,
    is_secure,
    pattern,
    place,
    quoted,
    redirects,
)
from pregonero.render.http_headers import (
    BRIEFLY,
    CROSS_ORIGIN,
    FOREVER,
    HASHED,
    OPEN,
    SEARCH_POLICY,
)


def nginx(target: DeployTarget, moved: Mapping[str, str], form: str = "") -> str:
    host, port, base, root = place(target)
    secure = is_secure(target)
    name = f"pregonero_{re.sub(r'[^0-9a-zA-Z]', '_', host)}"
    where = pattern(base)
    every = headers_of(production=target.production, secure=secure, form=form)
    lines = []
    if "$" in root + base:  # which begins a variable, in quotes too
        lines += [f'geo ${name}_dollar {{ default "$"; }}']

    def plain(text: str) -> str:
        return quoted(text).replace("$", f"${{{name}_dollar}}")

    lines += [f"map $uri ${name}_cache {{", f'    default "{BRIEFLY}";']
    lines += [f'    "~^{where}{HASHED}$" "{FOREVER}";', "}"]
    lines += [f"map $uri ${name}_policy {{", f'    default "{every[POLICY_HEADER]}";']
    lines += [f'    "~^{where}{SEARCHING}$" "{SEARCH_POLICY}";', "}"]
    lines += [f"map $uri ${name}_open {{", f'    "~^{where}{OPEN}$" "{CROSS_ORIGIN[1]}";', "}"]
    folder = FOLDER.replace("(", f"(?<{name}_folder>", 1)
    lines += [f"map $uri ${name}_gone {{", f'    "~^{where}{folder}$" ${name}_folder;', "}", ""]
    every[POLICY_HEADER] = f"${name}_policy"
    if secure:
        after = "" if port == "443" else f":{port}"
        lines += [
            "server {",
            "    listen 80;",
            "    listen [::]:80;",
            f"    server_name {host};",
            f"    return 301 https://$host{after}$request_uri;",
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
    texts = sorted({ENDINGS[ending] for ending in TEXTS} - {"text/html", "image/svg+xml"})
    lines += [
        f"    server_name {host};",
        "    server_tokens off;",
        "    types {",
        *(f"        {kind} {ending};" for ending, kind in ENDINGS.items()),
        "    }",
        "    default_type application/octet-stream;",
        "    charset utf-8;",
        f"    charset_types {' '.join(texts)} application/rss+xml application/atom+xml "
        "application/feed+json;",
        "    absolute_redirect off;",
        "    # Los archivos .gz ya vienen hechos. Con el paquete libnginx-mod-http-brotli-static,",
        "    # quite el # de la línea que sigue y los navegadores recibirán los .br, más pequeños.",
        "    gzip_static on;",
        "    # brotli_static on;",
        "    gzip_vary on;",
        "",
    ]
    lines += [f'    add_header {header} "{value}" always;' for header, value in every.items()]
    lines += [
        f"    add_header Cache-Control ${name}_cache always;",
        f"    add_header {CROSS_ORIGIN[0]} ${name}_open always;",
        "",
        f'    root "{plain(root)}";',
        f'    error_page 404 "{plain(base)}/404.html";',
        "    # Lo retirado responde 410 con su aviso, por cualquiera de sus direcciones.",
        f'    if (-f "{plain(root)}${{{name}_gone}}410.html") {{ return 410; }}',
        "    error_page 410 @gone;",
        "    location @gone {",
        f'        try_files "${{{name}_gone}}410.html" =404;',
        "    }",
    ]
    for matching, kind in PATTERNS.items():
        lines += [
            f'    location ~ "^{where}({matching})$" {{',
            f'        alias "{plain(root)}$1";',
            f"        types {{}} default_type {kind};",
            "    }",
        ]
    lines += [f'    location "{quoted(base)}/" {{']
    if base:
        lines += [f'        alias "{plain(root)}/";']
    lines += ["        index index.html;", "    }"]
    lines += [
        f'    location = "{quoted(old)}" {{ return 301 "{new}"; }}'
        for old, new in redirects(base, moved).items()
    ]
    return "\n".join(lines) + "\n}\n"
