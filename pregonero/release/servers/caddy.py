"""Configuration of Caddy 2 for a target."""

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


def caddy(target: Target, moved: Mapping[str, str], form: str = "") -> str:
    host, port, base, root = place(target)
    secure = is_secure(target)
    # Caddy gets and renews the certificate of an https address by itself.
    site = target.url.removesuffix(base) if not secure else f"{host}:{port}".removesuffix(":443")
    every = headers_of(production=target.production, secure=secure, form=form)
    said = ["    header {", *(f'        {name} "{value}"' for name, value in every.items())]
    said += ["        -Server", "    }"]
    policy = every.pop(POLICY_HEADER)
    rest = [line for line in said if POLICY_HEADER not in line]
    lines = [
        f"{site} {{",
        *rest,
        f'    @searching path_regexp "^{base}{SEARCHING}$"',
        f'    header @searching {POLICY_HEADER} "{SEARCH_POLICY}"',
        f'    @elsewhere not path_regexp "^{base}{SEARCHING}$"',
        f'    header @elsewhere {POLICY_HEADER} "{policy}"',
        f'    @hashed path_regexp "^{base}{HASHED}$"',
        f'    header @hashed Cache-Control "{FOREVER}"',
        f'    @changing not path_regexp "^{base}{HASHED}$"',
        f'    header @changing Cache-Control "{BRIEFLY}"',
    ]
    for number, (pattern, kind) in enumerate(PATTERNS.items()):
        text = "; charset=utf-8" if pattern.startswith("/feeds") or kind.startswith("text/") else ""
        lines += [
            f'    @type{number} path_regexp "^{base}{pattern}$"',
            f'    header @type{number} Content-Type "{kind}{text}"',
        ]
    lines += [
        f'    redir "{base}{quoted(old)}" {base}{new} 301' for old, new in sorted(moved.items())
    ]
    inside = [
        f"root * {root}",
        "# Lo retirado responde 410 con su aviso.",
        "@gone {",
        "    path */",
        "    file {path}410.html",
        "}",
        "handle @gone {",
        "    rewrite * {path}410.html",
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
    if base:
        lines += [f"    redir {base} {base}/ 301", f"    handle_path {base}/* {{"]
        lines += [f"        {line}" for line in inside]
        lines += ["    }", "    handle {", "        error 404", "    }"]
    else:
        lines += [f"    {line}" for line in inside]
    lines += [
        "    handle_errors {",
        *(f"    {line}" for line in said),
        f"        root * {root}",
        "        @missing expression {http.error.status_code} == 404",
        "        handle @missing {",
        "            rewrite * /404.html",
        "            file_server",
        "        }",
        "    }",
        "}",
    ]
    return "\n".join(lines) + "\n"
