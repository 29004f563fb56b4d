"""`huiying insight train` and `huiying insight evaluate`."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from huiying.insight import tables
from huiying.insight.category import store
from huiying.insight.category.cases import Cases
from huiying.insight.commands.options import DATA
from huiying.insight.groups import near_duplicate_groups
from huiying.insight.message import Message
from huiying.lib.clock import now
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.spreadsheet import BadFile

TASK = click.option(
    "--task", required=True, type=click.Choice(["category"]), help="What the model suggests."
)
SIZE = click.option(
    "--size",
    type=click.Choice(["small", "best"]),
    default="small",
    show_default=True,
    help="small is quick and fits a web process; best is a little surer and much larger.",
)
TREE = click.option(
    "--tree",
    type=click.Path(path_type=Path),
    help="A table of the category tree, one level a column: start cold from its names.",
)


@click.command()
@TASK
@DATA
@SIZE
@TREE
@click.option("--model", required=True, type=click.Path(path_type=Path), help="A folder.")
def train(task: str, data: Path, size: str, tree: Path | None, model: Path) -> None:
    """Train a model on decided cases and keep it as a new version.

    The table needs the columns title, detail and label. A label may name a path in the category
    tree, such as 城乡建设/供水. The new version is evaluated on messages it was not trained on, and
    the evaluation is kept beside it. With --tree no label is needed: the names of the tree decide
    the messages they are surest of, and the model learns from these.
    """
    from huiying.insight.category import cold, training  # noqa: PLC0415 - loads scikit-learn

    if tree:
        sheet = tables.read(data, "title", "detail")
        messages = _messages(sheet)
        trained, evaluation = cold.learn_undecided(messages, _groups(sheet, messages), _tree(tree))
    else:
        trained, evaluation = training.train(_cases(data), size)
    number = store.save(model, trained, evaluation, now=now())
    click.echo(f"Version {number} is in use.")
    click.echo(json.dumps(evaluation, ensure_ascii=False, indent=1))


@click.command()
@TASK
@DATA
@SIZE
@TREE
@click.option("--model", type=click.Path(path_type=Path), help="The folder of a trained model.")
@click.option("--folds", type=click.IntRange(2, 20), help="Cross-validate instead of --model.")
def evaluate(
    task: str, data: Path, size: str, tree: Path | None, model: Path | None, folds: int | None
) -> None:
    """Measure how well categories are suggested, as JSON.

    With --model a trained model judges the table; with --folds the table itself is split, messages
    that nearly repeat each other (column near_duplicate_group, computed when absent) staying
    together; with --tree the names of the category tree judge alone.
    """
    if sum(way is not None for way in (model, folds, tree)) != 1:
        raise NotPossible(gettext_noop("Please give one of --model, --folds and --tree."))
    from huiying.insight.category import cold, training  # noqa: PLC0415 - loads scikit-learn

    cases = _cases(data, grouped=folds is not None)
    if folds:
        found = training.cross_validate(cases, folds, size)
    elif model:
        found = training.judge(store.load(model), cases.messages, cases.paths)
    else:
        assert tree is not None
        found = cold.judge_names(_tree(tree), cases.messages, cases.paths)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@click.command()
@click.option("--model", required=True, type=click.Path(path_type=Path), help="A folder.")
@click.option("--use", type=click.IntRange(1), help="Take this version into use.")
def versions(model: Path, use: int | None) -> None:
    """List a model's versions and how good each is; --use rolls back to one."""
    if use is not None:
        store.use(model, use)
    for version in store.versions(model):
        figures = " ".join(
            f"{name} {version.evaluation.get(name, '-')}"
            for name in ("macro_f1", "accuracy", "made")
        )
        click.echo(f"{'*' if version.in_use else ' '} {version.number} {figures}")


def _cases(data: Path, *, grouped: bool = True) -> Cases:
    sheet = tables.read(data, "title", "detail", "label")
    messages = _messages(sheet)
    groups = _groups(sheet, messages) if grouped else list(range(len(messages)))
    return Cases(messages, _paths(sheet), groups)


def _groups(sheet: tables.Sheet, messages: Sequence[Message]) -> Sequence[object]:
    if sheet.has("group"):
        return sheet.column("group")
    return near_duplicate_groups([message.whole for message in messages])


def _tree(path: Path) -> list[tuple[str, ...]]:
    """The paths of a tree, one a row; empty cells end a path."""
    return [tuple(cell for cell in row if cell) for row in tables.read(path).rows]


def _messages(sheet: tables.Sheet) -> list[Message]:
    pairs = zip(sheet.column("title"), sheet.column("detail"), strict=True)
    return [Message(title, detail) for title, detail in pairs]


def _paths(sheet: tables.Sheet) -> list[tuple[str, ...]]:
    """The labels as paths; raises BadFile when one is empty."""
    labels = sheet.column("label")
    for number, label in zip(sheet.ids, labels, strict=True):
        if not label.strip("/ "):
            raise BadFile(
                gettext_noop("Row %(row)s of %(name)s has no label."), row=number, name=sheet.name
            )
    return [tuple(part.strip() for part in label.strip("/ ").split("/")) for label in labels]
