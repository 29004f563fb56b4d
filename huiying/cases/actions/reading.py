"""Keeping what the worker read out of words, and what people made of it."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiying.cases.actions.suggestions import note_choice
from huiying.cases.choices import RequestState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, Category, Reading, Request
from huiying.cases.permissions import By
from huiying.cases.queries import suggests
from huiying.cases.rules.reading import Likely
from huiying.organisations.models import Area, Unit


@dataclass(frozen=True)
class Found:
    """One text read: whose, the likely categories by which model, the place and the names of it."""

    about: Request | Case
    likely: Likely
    model: str
    place: Area | None = None
    place_chance: float = 0.0
    place_words: tuple[str, ...] = ()


def keep_readings(found: Iterable[Found], *, now: datetime) -> int:
    """Keep what was read; a text that was read meanwhile stays as it is. Returns how many."""
    rows = [
        Reading(
            request=each.about if isinstance(each.about, Request) else None,
            case=each.about if isinstance(each.about, Case) else None,
            read_at=now,
            model=each.model if each.likely.is_measured else "",
            likely=json.dumps([[code, round(chance, 3)] for code, chance in each.likely.codes]),
            words=json.dumps(each.likely.words, ensure_ascii=False),
            place=each.place,
            place_chance=round(each.place_chance, 3),
            place_words=json.dumps(each.place_words, ensure_ascii=False),
        )
        for each in found
    ]
    Reading.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def read_again() -> None:
    """Forget what was read in requests that still wait, so that the model now in use reads them."""
    Reading.objects.filter(request__state=RequestState.SUBMITTED).delete()


def forget_readings(*, request: Request | None = None, case: Case | None = None) -> None:
    """The words go, and what was read in them goes too."""
    if request is not None:
        Reading.objects.filter(request=request).delete()
    if case is not None:
        Reading.objects.filter(case=case).delete()


@transaction.atomic
def note_category(about: Request | Case, chosen: Category, *, by: By, now: datetime) -> None:
    """Keep what a person made of the category suggested, as deep as the suggestion went."""
    if not suggests(SuggestionKind.CATEGORY):
        return
    named = {"request": about.pk} if isinstance(about, Request) else {"case": about.pk}
    reading = Reading.objects.filter(**named).first()
    if reading is None:
        return
    suggested = next((code for code, _ in reading.found.codes), "")
    note_choice(
        SuggestionKind.CATEGORY,
        f"request:{about.pk}" if isinstance(about, Request) else about.subject,
        suggested=suggested,
        chosen=chosen.pk[: len(suggested)] if suggested else chosen.pk,
        by=by,
        now=now,
    )


def note_routing(
    case: Case, offered: Collection[Unit], chosen: Unit, *, by: By, now: datetime
) -> None:
    """Keep whether a dispatcher took one of the units proposed; the first stands for all."""
    if not suggests(SuggestionKind.ROUTING):
        return
    first = next(iter(offered), None)
    suggested = chosen if chosen in offered else first
    note_choice(
        SuggestionKind.ROUTING,
        case.subject,
        suggested=suggested.code if suggested else "",
        chosen=chosen.code,
        by=by,
        now=now,
    )
