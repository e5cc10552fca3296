"""A build without Pelican, when a run of it said that all it would do is call the builder.

Importing Pelican takes longer than most builds that follow an edit. What it adds to a site is what
its settings and plugins say; with none but ours the builder makes the same bytes by itself.
"""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from pregonero.engine import staging
from pregonero.engine.incremental.manifest import Recipe
from pregonero.engine.output_writer import Files
from pregonero.engine.site_builder import Builder

#: How templates are read; pelicanconf.py takes it from here.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "undefined": StrictUndefined,
    "extensions": ["jinja2.ext.i18n"],
}
#: What only Pelican gives to templates.
_PELICAN = re.compile(r"\|\s*strftime|plugin_enabled|[\"']!(?:simple|theme)")


def recipe(settings: Mapping[str, Any], surroundings: str) -> Recipe | None:
    """What builds the site of these settings again, of which all that decides is in what a command
    names its call by; None if there may be more. Not for where others have a part in the site
    (`other_plugins.shared`)."""
    templates = (Path(settings["THEME"]) / "templates").rglob("*.html")
    alone = (
        settings["JINJA_ENVIRONMENT"] == JINJA_ENVIRONMENT
        and not any(settings[f"JINJA_{what}"] for what in ("FILTERS", "GLOBALS", "TESTS"))
        and not settings["THEME_TEMPLATES_OVERRIDES"]
    )
    if not alone:
        return None
    return Recipe(
        settings["SITEURL"],
        bool(settings.get("UNAPPROVED")),
        bool(settings.get("INDEX", True)),
        settings.get("NOTICE") or "",
        tuple(settings["OUTPUT_RETENTION"]),
        surroundings,
        settings["TEMPLATE_EXTENSIONS"] != [".html"]
        or any(_PELICAN.search(path.read_text("utf-8")) for path in templates),
    )


def build(settings: Mapping[str, Any], recipe: Recipe) -> Builder | None:
    """Build a site again as a recipe says. Gives what built it; None if the last build was asked
    something else.

    `settings` are those that a command gives, and NEWSROOM. Raises as `run.build`.
    """
    told = {
        **settings,
        "SITEURL": recipe.site_url,
        "UNAPPROVED": recipe.unapproved,
        "INDEX": recipe.indexed,
        "NOTICE": recipe.notice,
    }
    site = SimpleNamespace(
        output_path=settings["OUTPUT_PATH"], output_retention=recipe.retained, settings=told
    )
    try:
        staging.begin(site)
        theme, output = Path(settings["THEME"]), Path(site.output_path)
        env = _environment(theme)
        builder = Builder(
            told,
            env,
            lambda name: env.get_template(f"{name}.html"),
            theme,
            [],
            output,
            recipe.surroundings,
            recipe,
        )
        if builder.asked_key != settings["LOOKED"].ledger.asked:
            return None
        builder.read()
        builder.write(Files(str(output)))
        staging.finish(site)
    finally:
        staging.abandon(site)
    return builder


def _environment(theme: Path) -> Environment:
    pelican = find_spec("pelican")
    folders = pelican.submodule_search_locations if pelican else None
    simple = [FileSystemLoader(f"{folder}/themes/simple/templates") for folder in folders or ()]
    options: dict[str, Any] = JINJA_ENVIRONMENT
    loader = ChoiceLoader([FileSystemLoader(theme / "templates"), *simple])
    return Environment(loader=loader, **options)  # noqa: S701 - they say autoescape
