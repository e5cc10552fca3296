"""Configuration of Apache 2.4 for a target."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from pregonero.headers import BRIEFLY, FOREVER, HASHED, SEARCH_POLICY
from pregonero.institution import Target
from pregonero.release.servers.common import (
    PATTERNS,
    POLICY_HEADER,
    SEARCHING,
    headers_of,
    is_secure,
    place,
)


def apache(target: Target, moved: Mapping[str, str], form: str = "") -> str:
    host, port, base, root = place(target)
    secure = is_secure(target)
    lines = ["# a2enmod headers rewrite" + (" ssl http2" if secure else "")]
    if secure:
        lines += [
            "<VirtualHost *:80>",
            f"    ServerName {host}",
            f"    Redirect permanent / https://{host}/",
            "</VirtualHost>",
        ]
    lines += [f"<VirtualHost *:{port}>", f"    ServerName {host}"]
    if secure:
        lines += [
            "    Protocols h2 http/1.1",
            "    SSLEngine on",
            f"    SSLCertificateFile /etc/letsencrypt/live/{host}/fullchain.pem",
            f"    SSLCertificateKeyFile /etc/letsencrypt/live/{host}/privkey.pem",
        ]
    lines += [f'    DocumentRoot "{root}"'] if not base else [f'    Alias "{base}" "{root}"']
    lines += [
        f'    <Directory "{PurePosixPath(root).parent}/">',
        "        Options FollowSymLinks",
        "        AllowOverride None",
        "        Require all granted",
        "        DirectoryIndex index.html",
        "    </Directory>",
        "    AddDefaultCharset utf-8",
        "    FileETag MTime Size",
    ]
    every = headers_of(production=target.production, secure=secure, form=form)
    lines += [f'    Header always set {name} "{value}"' for name, value in every.items()]
    lines += [
        f'    <LocationMatch "^{base}{SEARCHING}$">',
        f'        Header always set {POLICY_HEADER} "{SEARCH_POLICY}"',
        "    </LocationMatch>",
        f'    Header always set Cache-Control "{BRIEFLY}"',
        f'    <LocationMatch "^{base}{HASHED}$">',
        f'        Header always set Cache-Control "{FOREVER}"',
        "    </LocationMatch>",
    ]
    for pattern, kind in PATTERNS.items():
        lines += [
            f'    <LocationMatch "^{base}{pattern}$">',
            f'        ForceType "{kind}"',
            "    </LocationMatch>",
        ]
    lines += [
        f"    ErrorDocument 404 {base}/404.html",
        "    # Lo retirado responde 410 con su aviso.",
        "    ErrorDocument 410 /%{reqenv:gone}410.html",
        "    RewriteEngine On",
    ]
    lines += [
        f'    RewriteRule "^{re.escape(base + old)}$" "{base}{new}" [R=301,L]'
        for old, new in sorted(moved.items())
    ]
    here = root + "%1" if base else f"{root}%{{REQUEST_URI}}"
    part = f"    RewriteCond %{{REQUEST_URI}} ^{base}(.*)$"
    lines += [
        *([part] if base else []),
        f"    RewriteCond {here}410.html -f",
        "    RewriteRule ^/(.*)$ - [E=gone:$1,R=410,L]",
        "    # Las formas comprimidas ya vienen hechas.",
    ]
    for encoding, ending in (("br", "br"), ("gzip", "gz")):
        for asked, file in (("/$", "index.html"), ("[^/]$", "")):
            lines += [
                f"    RewriteCond %{{HTTP:Accept-Encoding}} \\b{encoding}\\b",
                f"    RewriteCond %{{REQUEST_URI}} ^{base}(.*{asked.removesuffix('$')})$",
                f"    RewriteCond {root}%1{file}.{ending} -f",
                f"    RewriteRule ^ {root}%1{file}.{ending} [L,E=pregonero:{encoding}]",
            ]
        for kind, names in (
            ("text/html", "html"), ("text/css", "css"), ("text/javascript", "js"),
            ("image/svg+xml", "svg"),
            ("application/json", "json"), ("application/xml", "xml"), ("text/plain", "txt"),
            ("text/csv", "csv"), ("application/geo+json", "geojson"),
        ):  # fmt: skip
            lines += [
                f'    <FilesMatch "\\.{names}\\.{ending}$">',
                f'        ForceType "{kind}; charset=utf-8"',
                f"        Header set Content-Encoding {encoding}",
                "        Header append Vary Accept-Encoding",
                "    </FilesMatch>",
            ]
    return "\n".join(lines) + "\n</VirtualHost>\n"
