"""Configuration of Apache 2.4 for a target."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

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
    sent,
)
from pregonero.render.http_headers import (
    BRIEFLY,
    CROSS_ORIGIN,
    FOREVER,
    HASHED,
    OPEN,
    SEARCH_POLICY,
)


def apache(target: DeployTarget, moved: Mapping[str, str], form: str = "") -> str:
    host, port, base, root = place(target)
    secure = is_secure(target)
    # As a pattern, as a file in quotes, and as a part of what mod_rewrite makes or tests.
    where, folder, made = pattern(base), quoted(root), _made(root)
    lines = ["# a2enmod headers rewrite" + (" ssl http2" if secure else "")]
    if secure:
        lines += [
            "<VirtualHost *:80>",
            f"    ServerName {host}",
            f"    Redirect permanent / https://{host}{'' if port == '443' else f':{port}'}/",
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
    lines += (
        [f'    DocumentRoot "{folder}"'] if not base else [f'    Alias "{quoted(base)}" "{folder}"']
    )
    lines += [
        f'    <Directory "{quoted(str(PurePosixPath(root).parent))}/">',
        "        Options FollowSymLinks",
        "        AllowOverride None",
        "        Require all granted",
        "        DirectoryIndex index.html",
        "    </Directory>",
        "    AddDefaultCharset utf-8",
        f"    AddCharset utf-8 {' '.join(f'.{ending}' for ending in TEXTS)}",
        *(f"    AddType {kind} .{ending}" for ending, kind in ENDINGS.items()),
        "    FileETag MTime Size",
    ]
    every = headers_of(production=target.production, secure=secure, form=form)
    lines += [f'    Header always set {name} "{value}"' for name, value in every.items()]
    lines += [
        f'    <LocationMatch "^{where}{SEARCHING}$">',
        f'        Header always set {POLICY_HEADER} "{SEARCH_POLICY}"',
        "    </LocationMatch>",
        f'    Header always set Cache-Control "{BRIEFLY}"',
        f'    <LocationMatch "^{where}{HASHED}$">',
        f'        Header always set Cache-Control "{FOREVER}"',
        "    </LocationMatch>",
        f'    <LocationMatch "^{where}{OPEN}$">',
        f'        Header always set {CROSS_ORIGIN[0]} "{CROSS_ORIGIN[1]}"',
        "    </LocationMatch>",
    ]
    for matching, kind in PATTERNS.items():
        lines += [
            f'    <LocationMatch "^{where}{matching}$">',
            f'        ForceType "{kind}"',
            "    </LocationMatch>",
        ]
    lines += [
        f"    ErrorDocument 404 {sent(base)}/404.html",
        "    # Lo retirado responde 410 con su aviso, por cualquiera de sus direcciones.",
        f"    ErrorDocument 410 {sent(base)}/%{{reqenv:gone}}410.html",
        "    RewriteEngine On",
    ]
    lines += [
        f'    RewriteRule "^{pattern(old)}$" "{_made(new)}" [R=301,NE,L]'
        for old, new in redirects(base, moved).items()
    ]
    inside = FOLDER.replace("((?:/.*)?/)", "((?:.*/)?)", 1)
    lines += [
        '    RewriteCond "%{ENV:REDIRECT_STATUS}" "!=410"',
        f'    RewriteCond "%{{REQUEST_URI}}" "^{where}/{inside}$"',
        f'    RewriteCond "{made}/%1410.html" -f',
        "    RewriteRule ^ - [E=gone:%1,R=410,L]",
        "    # Las formas comprimidas ya vienen hechas.",
    ]
    for encoding, ending in (("br", "br"), ("gzip", "gz")):
        for asked, file in (("/$", "index.html"), ("[^/]$", "")):
            lines += [
                f'    RewriteCond "%{{HTTP:Accept-Encoding}}" "\\b{encoding}\\b"',
                f'    RewriteCond "%{{REQUEST_URI}}" "^{where}(.*{asked.removesuffix("$")})$"',
                f'    RewriteCond "{made}%1{file}.{ending}" -f',
                f'    RewriteRule ^ "{made}%1{file}.{ending}" [L,E=pregonero:{encoding}]',
            ]
        for name in TEXTS:
            lines += [
                f'    <FilesMatch "\\.{name}\\.{ending}$">',
                f'        ForceType "{ENDINGS[name]}; charset=utf-8"',
                f"        Header set Content-Encoding {encoding}",
                "    </FilesMatch>",
            ]
    lines += [
        f'    <FilesMatch "\\.(?:{"|".join(TEXTS)})(?:\\.(?:br|gz))?$">',
        "        Header merge Vary Accept-Encoding",
        "    </FilesMatch>",
    ]
    return "\n".join(lines) + "\n</VirtualHost>\n"


def _made(text: str) -> str:
    """A text of which mod_rewrite takes nothing for a variable or a group. In its quotes nothing
    else can be escaped: a name with such a quote is not for this server."""
    return re.sub(r"([$%\\])", r"\\\1", text)
