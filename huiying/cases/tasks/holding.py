"""Who was given a case is told; whose account was closed has nothing in hand any more."""

from datetime import datetime

from huiying.audit.models import Event
from huiying.cases.actions.holding import release_all
from huiying.cases.presenters import due_words
from huiying.cases.tasks.telling import case_of
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.people.models import Person


def given(event: Event, now: datetime) -> None:
    """Nobody is told what they did themselves."""
    holder = event.details.get("holder")
    if holder is None or event.actor == f"person:{holder}":
        return
    person = Person.objects.filter(pk=holder, is_active=True).first()
    if person is None:
        return
    case = case_of(event)
    lead = case.assignments.filter(is_current=True, holding__person=person).first()
    due = due_words(lead.due if lead else case.promised_due) or "—"
    values = {"number": case.case_no, "due": due}
    tell(Code.HANDED, [person], values=values, about=case.subject, now=now)


def account_closed(event: Event, now: datetime) -> None:
    person = Person.objects.filter(pk=int(event.subject.partition(":")[2])).first()
    if person is not None and not person.is_active:
        release_all(person, now=now)


REACTIONS = {
    "case.give_to": (given,),
    "case.co_give_to": (given,),
    "person.closed": (account_closed,),
}
