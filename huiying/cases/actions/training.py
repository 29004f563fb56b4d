"""Having a category model trained, taking a version into use, and the words of categories."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.audit import actions as audit
from huiying.audit.actions import Named
from huiying.cases.actions.reading import read_again
from huiying.cases.models import Category
from huiying.cases.permissions.training import may_train
from huiying.cases.queries.reading import WHOLE, shelf
from huiying.cases.rules.keywords import MOST, words_in
from huiying.insight.category.shelf import use
from huiying.jobs import actions as jobs
from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

TASK = "huiying.cases.tasks.training.train"
DONE = gettext_noop(
    "Version %(number)s learnt from %(cases)s cases and is in use; right branch for %(right)s%% of cases it had not seen."
)
WORDS_BETTER = gettext_noop(
    "Version %(number)s learnt from %(cases)s cases and is kept, but not in use: right branch for %(right)s%% of cases it had not seen, the words of the category tree for %(words)s%%."
)
LONG = gettext_noop("At most %(most)s characters of words for one category.")


def kind_of(prefix: str) -> str:
    """How the runs that train for an area are called."""
    return f"insight.train.{prefix or WHOLE}"


def subject_of(prefix: str) -> str:
    """How the audit record names the models of an area."""
    return f"category_model:{prefix or WHOLE}"


@transaction.atomic
def start_training(prefix: str, *, by: Person, now: datetime) -> Run:
    """Have the worker train a new version on what was decided in an area, and take it into use."""
    may_train(prefix, by=by, now=now).require()
    run = open_run(prefix, by=by, now=now)
    jobs.enqueue(TASK, run.pk, prefix)
    return run


def open_run(prefix: str, *, by: Named, now: datetime) -> Run:
    """The run of one training; there is one at a time for an area."""
    if Run.objects.filter(kind=kind_of(prefix), state=RunState.RUNNING).exists():
        raise NotPossible(gettext_noop("A model for this area is being trained already."))
    return jobs.start_run(kind_of(prefix), _("Training of the category model"), by=by, now=now)


@transaction.atomic
def note_trained(
    prefix: str, run: Run, number: int, evaluation: Mapping[str, object], *, now: datetime
) -> None:
    """A new version is kept; if it is in use, what still waits is read again."""
    right, words = (_percent(evaluation[name]) for name in ("accuracy", "words"))
    values = {"number": number, "cases": evaluation["cases"], "right": right, "words": words}
    is_used = is_better(evaluation)
    if is_used:
        read_again()
    jobs.finish_run(run, now=now, template=DONE if is_used else WORDS_BETTER, values=values)
    data = {name: evaluation[name] for name in ("cases", "macro_f1", "accuracy", "words")}
    audit.record(
        "insight.trained",
        subject_of(prefix),
        by=audit.TIMER,
        now=now,
        data={"version": number, "in_use": is_used, **data},
    )


def is_better(evaluation: Mapping[str, object]) -> bool:
    """Whether a new version finds the branch at least as often as the words of the tree do."""
    return _percent(evaluation["accuracy"]) >= _percent(evaluation["words"])


def _percent(share: object) -> float:
    return round(float(str(share)) * 100, 1)


@transaction.atomic
def use_version(prefix: str, number: int, *, by: Named, now: datetime) -> None:
    """Take another version of an area's model into use, or none (0), so that the words of the tree
    suggest or the model of an area above. Raises NotPossible for an unknown one."""
    if isinstance(by, Person):
        may_train(prefix, by=by, now=now).require()
    read_again()
    data = {"version": number}
    audit.record("insight.use", subject_of(prefix), by=by, now=now, data=data)
    use(shelf(prefix), number)


@transaction.atomic
def keep_words(words: Mapping[str, str], *, by: Person, now: datetime) -> int:
    """Change the words of categories, by code; returns how many changed."""
    may(by, Permission.MANAGE_INSIGHT, on=local_date(now)).require()
    changed = 0
    for row in Category.objects.select_for_update().filter(code__in=words):
        told = " ".join(words_in(words[row.code]))
        if len(told) > MOST:
            raise NotPossible(LONG, most=MOST)
        if told != row.words:
            row.words = told
            row.save(update_fields=["words"])
            data = {"words": told}
            audit.record("category.words", f"category:{row.code}", by=by, now=now, data=data)
            changed += 1
    if changed:
        read_again()
    return changed
