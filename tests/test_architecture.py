"""What the import linter cannot see. Each test says what to do in its message."""

import re
import tomllib
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model

TOP = Path(__file__).parents[1]
SOURCE = TOP / "huiying"
PUBLIC = {"models", "choices", "rules", "workflow", "queries", "permissions", "actions"}
"""The modules through which a slice is reached by others."""
OFFERED = {
    "design": {"presenters", "forms", "middleware"},  # what pages are made of
    "files": {"views"},  # delivering bytes, once the owner has checked
    "cases": {
        "presenters",
        "api",
    },  # shapes without what a reader may not know; answering programs once
    "jobs": {"presenters"},
    "notifications": {"presenters"},
    "organisations": {"views"},  # who may, on pages
    "people": {"api", "middleware", "views"},  # who asks, on pages and by program
}
"""Modules that a slice offers beyond PUBLIC."""
LONGEST_FILE = 400
LONGEST_NAME = 30
CONTRACTS = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = CONTRACTS["tool"]["importlinter"]["contracts"][0]["layers"]
RANK = {
    name.strip(): rank for rank, line in enumerate(reversed(LAYERS)) for name in line.split("|")
}


def own(pattern: str) -> list[Path]:
    return sorted(path for path in SOURCE.rglob(pattern) if "static/vendor" not in path.as_posix())


def test_slices_meet_only_through_their_public_modules():
    graph = grimp.build_graph("huiying", cache_dir=None)
    strays = [
        f"{importer} imports {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if is_private_to_another(importer.split("."), imported.split("."))
    ]
    assert not strays, "Reach a neighbour through its public modules:\n" + "\n".join(sorted(strays))


def is_private_to_another(importer: list[str], imported: list[str]) -> bool:
    if len(imported) < 3 or len(importer) < 2 or "tests" in importer:
        return False
    if importer[1] in {"config", "__main__", imported[1]} or imported[1] in {
        "lib",
        "insight",
        "warehouse",
        "config",
    }:
        return False
    return imported[2] not in PUBLIC | OFFERED.get(imported[1], set())


def test_files_stay_short():
    long = [
        f"{path.relative_to(TOP)}: {lines} lines"
        for pattern in ("*.py", "*.html", "*.css", "*.js")
        for path in own(pattern)
        if "migrations" not in path.parts
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not long, (
        f"Split these by thing, not by layer (at most {LONGEST_FILE} lines):\n" + "\n".join(long)
    )


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("huiying.")]


def test_foreign_keys_point_down_the_map():
    """A key named by a string is a dependency that the import linter cannot see."""
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model
        if rank_of(field.related_model) > rank_of(model)
    ]
    assert not upward, "Keys never point up; keep (kind, code) text instead:\n" + "\n".join(upward)


def rank_of(model: type[Model]) -> int:
    root, _, rest = model.__module__.partition(".")
    return RANK[rest.split(".")[0]] if root == "huiying" else -1


def test_names_in_the_database_are_short():
    """Some databases of the field cut names after 30 characters."""
    long = [
        f"{model._meta.label}: {name}"
        for model in own_models()
        for name in names_of(model)
        if len(name) > LONGEST_NAME
    ]
    assert not long, f"Name these in at most {LONGEST_NAME} characters:\n" + "\n".join(long)


def names_of(model: type[Model]) -> list[str]:
    meta = model._meta
    return [
        meta.db_table,
        *(field.column for field in meta.local_fields if field.column),
        *(constraint.name for constraint in meta.constraints),
        *(index.name for index in meta.indexes),
        *(field.m2m_db_table() for field in meta.local_many_to_many),
    ]


@pytest.mark.parametrize(
    ("found", "advice"),
    [
        (r"<style\b", "styles belong into static files"),
        (r"\sstyle\s*=", "style attributes are blocked; use a class or a data attribute"),
        (r"\son[a-z]+\s*=\s*[\"']", "event attributes are blocked; listen in a module"),
        (r"javascript:", "use a button and a module"),
        (
            r"<script\b(?![^>]*(\bsrc=|type=\"(application/json|speculationrules)\"))",
            "scripts belong into static files",
        ),
    ],
)
def test_templates_hold_no_inline_script_or_style(found, advice):
    """The content policy blocks them in the browser, silently."""
    broken = [
        f"{path.relative_to(TOP)}:{number}: {line.strip()[:80]}"
        for path in own("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(found, line)
    ]
    assert not broken, f"{advice}:\n" + "\n".join(broken)


@pytest.mark.django_db
def test_no_table_of_ours_lacks_a_model():
    ours = {name for model in own_models() for name in names_of(model)}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    strange = {
        table
        for table in tables - ours
        if not table.startswith(("django_", "auth_", "axes_", "search_"))
    }
    assert not strange, (
        f"Drop these tables in a migration, or name their model's db_table: {strange}"
    )


def test_nothing_of_a_machine_is_in_the_repository():
    """Paths of the one who builds, addresses of package mirrors: others cannot use them."""
    strange = re.compile(
        r"/(root|home|work)/|--(extra-)?index-url|find-links|https?://[^/\s]*pypi", re.IGNORECASE
    )
    listed = [
        f"{path.relative_to(TOP)}"
        for pattern in (
            "Makefile",
            "*.lock",
            "*.toml",
            "scripts/*",
            ".ci/*",
            "docs/**/*.md",
            "*.md",
        )
        for path in TOP.glob(pattern)
        if path.is_file() and strange.search(path.read_text(encoding="utf-8"))
    ]
    assert not listed, f"Take machine paths and package addresses out of: {listed}"


def test_tests_keep_to_a_data_directory_of_their_own():
    """What a clone holds, such as its signing key, is not for a test to read or to write."""
    assert not settings.DATA_DIR.is_relative_to(settings.ROOT)
    assert not settings.MEDIA_ROOT.is_relative_to(settings.ROOT)
