"""The one console command. Slices offer theirs in `<slice>/commands.py`; this module gathers them.

Nothing but click is imported until a command is chosen, so that `huiying --help` answers at once.
"""

import ast
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

GROUPS = {
    "import": "Load areas, units, people or requests from files.",
    "people": "Open staff accounts, reset passwords, make API tokens.",
    "audit": "Look after the audit record.",
    "search": "Look after the search index.",
    "insight": "Read what people write: categories, hot issues, repeats, replies, private details.",
    "appraisal": "Score and rank units by a scheme, fairly, from a plain table.",
    "warehouse": "Take facts out of the cases, and ask measures of them.",
    "translations": "Compile and check the translations.",
}
"""Words that stand before a command's own name, each with its sentence for the help page."""

GATHERED: tuple[str, ...] = (
    "serve=huiying.config.serving:serve",
    "worker=huiying.config.serving:worker",
    "demo=huiying.config.demo:demo",
    "check=huiying.config.checking:check",
    "prepare=huiying.config.preparing:prepare",
    "import areas=huiying.organisations.commands:areas",
    "import units=huiying.organisations.commands:units",
    "import people=huiying.organisations.commands:people",
    "import requests=huiying.cases.commands:requests",
    "import calendar=huiying.organisations.commands:calendar",
    "people add=huiying.people.commands:add",
    "people reset-password=huiying.people.commands:reset",
    "people token=huiying.people.commands:token",
    "audit verify=huiying.audit.commands:verify_record",
    "search rebuild=huiying.config.searching:rebuild_index",
    "insight train=huiying.insight.commands.category:train",
    "insight evaluate=huiying.insight.commands.category:evaluate",
    "insight versions=huiying.insight.commands.category:versions",
    "insight retrain=huiying.cases.commands:retrain",
    "insight hot-issues=huiying.insight.commands.hot:hot_issues",
    "insight duplicates=huiying.insight.commands.duplicates:duplicates",
    "insight reply-quality=huiying.insight.commands.replies:reply_quality",
    "insight redact=huiying.insight.commands.redaction:redact",
    "insight bands=huiying.cases.commands:bands",
    "appraisal score=huiying.appraisal.commands.tables:score",
    "appraisal schemes=huiying.appraisal.commands.tables:schemes",
    "appraisal recompute=huiying.appraisal.commands.recomputing:recompute",
    "warehouse build=huiying.config.warehousing:build",
    "warehouse query=huiying.warehouse.commands:query",
    "warehouse table=huiying.warehouse.commands:table",
    "translations compile=huiying.config.translations:compile_catalogues",
    "translations check=huiying.config.translations:check_catalogues",
    "docs=huiying.config.documenting:docs",
    "manage=huiying.config.preparing:manage",
)
"""`words=module:function`; the words may begin with one of GROUPS. The help page shows the first
line of the function's docstring, read without importing it."""


class Gathered(click.Group):
    """A group whose commands are imported when they are run."""

    def __init__(self, name: str, sentence: str, *, words: str = "", epilog: str = "") -> None:
        settings = {"help_option_names": ["-h", "--help"]}
        super().__init__(name, help=sentence, epilog=epilog, context_settings=settings)
        paths = dict(entry.split("=") for entry in GATHERED)
        self.paths = {
            full[len(words) :]: path for full, path in paths.items() if full.startswith(words)
        }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(dict.fromkeys(name.split(" ")[0] for name in self.paths))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if path := self.paths.get(cmd_name):
            return load(path)
        if cmd_name in GROUPS and cmd_name in self.list_commands(ctx):
            return Gathered(cmd_name, GROUPS[cmd_name], words=f"{cmd_name} ")
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, self.sentence(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def sentence(self, name: str) -> str:
        """What the help page says of a command."""
        return first_line(self.paths[name]) if name in self.paths else GROUPS[name]


def first_line(path: str) -> str:
    """The first line of a function's docstring, without importing its module."""
    module, _, attribute = path.partition(":")
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return ""
    for node in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == attribute:
            return (ast.get_docstring(node) or "").partition("\n")[0]
    return ""


PURE = ("huiying.insight.", "huiying.appraisal.commands.tables:", "huiying.warehouse.")
"""Commands whose addresses begin like this need no Django."""


def load(path: str) -> click.Command:
    """Set Django up, where it is needed, and import a command."""
    if not path.startswith(PURE):
        _set_up_django()
    module, _, attribute = path.partition(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command), path
    return command


def _set_up_django() -> None:
    import django  # noqa: PLC0415 - slow to import, and not needed for the help page
    from django.apps import apps  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
    if not apps.ready:
        django.setup()


main = Gathered(
    "huiying",
    "Huiying (回应): hear, answer, and be judged by the answer.",
    epilog="`huiying COMMAND --help` tells more about one command.",
)


def run() -> None:
    """The console command's door: a refusal is one sentence and exit code 1, never a traceback."""
    from huiying.lib.errors import Refused  # noqa: PLC0415 - beside the lazy ones

    try:
        main(prog_name="huiying", args=sys.argv[1:])
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
