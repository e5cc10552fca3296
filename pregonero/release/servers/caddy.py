"""Configuration of Caddy 2 for a target."""

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


def caddy(target: DeployTarget, moved: Mapping[str, str], form: str = "") -> str:
    host, port, base, root = place(target)
    secure = is_secure(target)
    # Caddy gets and renews the certificate of an https address by itself.
    site = f"{host}:{port}" if secure else f"http://{host}:{port}"
    site = site.removesuffix(":443" if secure else ":80")
    where = pattern(base)
    every = headers_of(production=target.production, secure=secure, form=form)
    said = ["    header {", *(f'        {name} "{value}"' for name, value in every.items())]
    said += ["        -Server", "    }"]
    policy = every.pop(POLICY_HEADER)
    rest = [line for line in said if POLICY_HEADER not in line]
    lines = [
        f"{site} {{",
        *rest,
        f'    @searching path_regexp "^{where}{SEARCHING}$"',
        f'    header @searching {POLICY_HEADER} "{SEARCH_POLICY}"',
        f'    @elsewhere not path_regexp "^{where}{SEARCHING}$"',
        f'    header @elsewhere {POLICY_HEADER} "{policy}"',
        f'    @hashed path_regexp "^{where}{HASHED}$"',
        f'    header @hashed Cache-Control "{FOREVER}"',
        f'    @changing not path_regexp "^{where}{HASHED}$"',
        f'    header @changing Cache-Control "{BRIEFLY}"',
        f'    @open path_regexp "^{where}{OPEN}$"',
        f'    header @open {CROSS_ORIGIN[0]} "{CROSS_ORIGIN[1]}"',
    ]
    # Where the plain form is sent a cache has to know that there is another.
    lines += [
        f'    @texts path_regexp "^{where}/(?:.*/)?(?:[^/]+\\.(?:{"|".join(TEXTS)}))?$"',
        "    header @texts ?Vary Accept-Encoding",
    ]
    kinds: dict[str, list[str]] = {}
    for ending, kind in ENDINGS.items():
        text = "; charset=utf-8" if kind.startswith("text/") else ""
        kinds.setdefault(f"{kind}{text}", []).append(ending)
    names = {rf"/.*\.(?:{'|'.join(endings)})": kind for kind, endings in kinds.items()}
    for matching, kind in PATTERNS.items():
        fed = matching.startswith("/feeds")
        names[matching] = f"{kind}; charset=utf-8" if fed or kind.startswith("text/") else kind
    for number, (matching, kind) in enumerate(names.items()):
        lines += [
            f'    @type{number} path_regexp "^{where}{matching}$"',
            f'    header @type{number} Content-Type "{kind}"',
        ]
    if found := redirects(base, moved):
        # In a map an address is compared as it is: a path matcher has stars and braces of its own.
        lines += ["    map {path} {moved} {"]
        lines += [f'        {_compared(old)} "{new}"' for old, new in found.items()]
        lines += ['        default ""', "    }"]
        lines += ['    @moved expression `{moved} != ""`', "    redir @moved {moved} 301"]
    inside = [
        f"root * {_quoted(root)}",
        "# Lo retirado responde 410 con su aviso, por cualquiera de sus direcciones.",
        "@gone {",
        '    file "{gone}410.html"',
        "}",
        "handle @gone {",
        "    rewrite * {gone}410.html",
        "    file_server {",
        "        status 410",
        "    }",
        "}",
        "handle {",
        "    file_server {",
        "        precompressed br gzip",
        "    }",
        "}",
    ]
    lines += ["    map {path} {gone} {", f'        "~^{FOLDER}$" "${{1}}"']
    lines += ['        default "-"', "    }"]
    if base:
        lines += [f'    @bare path_regexp "^{where}$"', f'    redir @bare "{sent(base)}/" 301']
        lines += [f'    @within path_regexp "^{where}/"', "    handle @within {"]
        lines += [f"        uri strip_prefix {_quoted(base)}"]
        lines += [f"        {line}" for line in inside]
        lines += ["    }", "    handle {", "        error 404", "    }"]
    else:
        lines += [f"    {line}" for line in inside]
    lines += [
        "    handle_errors {",
        *(f"    {line}" for line in said),
        f"        root * {_quoted(root)}",
        "        @missing expression {http.error.status_code} == 404",
        "        handle @missing {",
        '            header Content-Type "text/html; charset=utf-8"',
        "            rewrite * /404.html",
        "            file_server",
        "        }",
        "    }",
        "}",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as one word, in which braces name no placeholder."""
    plain = text.replace('"', '\\"').replace("{", "\\{")
    return f'"{plain}"'


def _compared(path: str) -> str:
    """A path as a map compares it."""
    return f'"{path}"' if not set(path) & set('"\\{}`') else f'"~^{pattern(path)}$"'
