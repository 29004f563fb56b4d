"""The worker trains a category model, and takes it into use where it beats the words of the tree."""

from collections.abc import Callable
from datetime import datetime

from huiying.cases.actions.training import is_better, note_trained
from huiying.cases.queries.reading import LEARNT_FROM, decided, shelf, tree_rows
from huiying.cases.rules.tree import Tree
from huiying.jobs.actions import fail_run, report_progress
from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.lib import clock
from huiying.lib.errors import Refused


def train(run_pk: int, prefix: str) -> None:
    """Put off by `actions.training`; does nothing for a run that has ended."""
    run = Run.objects.filter(pk=run_pk, state=RunState.RUNNING).first()
    if run is not None:
        train_now(prefix, run, clock.now)


def train_now(prefix: str, run: Run, at: Callable[[], datetime]) -> int:
    """Train, evaluate and keep; returns the version, 0 where too little was decided."""
    from huiying.cases.rules import learning  # noqa: PLC0415 - loads scikit-learn
    from huiying.insight.category import store  # noqa: PLC0415 - loads numpy

    def tell(done: int) -> None:
        report_progress(run, done=done, total=learning.STEPS, now=at())

    rows = decided(prefix).filter(category__is_active=True)
    known = list(rows.values_list("title", "text", "category_id")[:LEARNT_FROM])
    tell(1)
    try:
        model, evaluation = learning.learnt(known, tell)
    except Refused as why:
        fail_run(run, now=at(), why=why)
        return 0
    tell(learning.STEPS)
    evaluation |= {"words": Tree(tree_rows()).accuracy(known)}
    in_use = is_better(evaluation)
    number = store.save(shelf(prefix), model, evaluation, now=at(), in_use=in_use)
    note_trained(prefix, run, number, evaluation, now=at())
    return number
