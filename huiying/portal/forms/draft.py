"""A request on its way through the pages. Everything travels in the page itself, so that going back
and forth, or an error, loses nothing, and nothing is stored before it is sent."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language

from huiying.cases.actions import Voice
from huiying.cases.choices import Kind
from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.cases.models import Category, FormQuestion
from huiying.cases.queries.asking import questions_for
from huiying.files.models import Attachment
from huiying.lib.clock import local_date
from huiying.portal.actions import waiting_files
from huiying.portal.forms.about import AboutForm
from huiying.portal.forms.report import ABOUT_OFFICES, KindForm, MatterForm
from huiying.portal.queries import current_version
from huiying.portal.rules import MOST_FILES, title_of

KIND, MATTER, ABOUT, CHECK = 1, 2, 3, 4
FORMS: dict[int, type[forms.Form]] = {KIND: KindForm, MATTER: MatterForm, ABOUT: AboutForm}
STARTING = {"wants_callback": "yes"}


def category_coded(code: str) -> Category | None:
    return Category.objects.filter(pk=code, is_active=True).first() if code else None


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


class Draft:
    """What was typed so far. `data` is what the last page sent, or what a fresh one starts with."""

    def __init__(self, data: QueryDict, now: datetime) -> None:
        self.data = data
        self.now = now
        self.key = str(_uuid(data.get("key", "")) or uuid.uuid4())
        self.draft = str(_uuid(data.get("draft", "")) or uuid.uuid4())
        kept = [found for each in data.getlist("kept")[:MOST_FILES] if (found := _uuid(each))]
        self.files: list[Attachment] = waiting_files(self.draft, kept) if kept else []
        self.stopped = data.get("stopped") == "yes"

    @property
    def step(self) -> int:
        """The page that was sent."""
        sent = self.data.get("step", "")
        return int(sent) if sent in {"1", "2", "3", "4"} else KIND

    @property
    def kind(self) -> Kind | None:
        typed = self.data.get("kind", "")
        return Kind(typed) if typed in Kind.values else None

    @property
    def asks_about_office(self) -> bool:
        return self.kind in ABOUT_OFFICES

    def renew(self) -> None:
        """What follows is another request than the one sent with this page before."""
        self.key = str(uuid.uuid4())

    def shown(self, step: int) -> Any:
        """The form of a page as it was left, without finding fault."""
        made = FORMS[step](**self._more(step))
        made.initial = {
            name: field.widget.value_from_datadict(self.data, {}, name)
            for name, field in made.fields.items()
            if name != "uploads"
        }
        for name, value in STARTING.items():
            if name in made.fields and not made.initial.get(name):
                made.initial[name] = value
        return made

    def checked(self, step: int) -> Any:
        """The form of a page with what was typed, to be judged."""
        return FORMS[step](self.data, **self._more(step))

    def _more(self, step: int) -> dict[str, Any]:
        if step == KIND:
            return {}
        more: dict[str, Any] = {"on": local_date(self.now)}
        return more | {"questions": self.questions} if step == MATTER else more

    @cached_property
    def questions(self) -> list[FormQuestion]:
        """The extra questions of the category chosen."""
        code = self.data.get("category", "")
        return questions_for(code) if code.isascii() and code.isdigit() else []

    @property
    def was_asked(self) -> bool:
        """Whether the page that was sent showed the extra questions of its category."""
        return all(f"q{each.pk}" in self.asked for each in self.questions)

    @property
    def asked(self) -> set[str]:
        """The names of the extra questions that the page showed or carried."""
        return set(self.data.getlist("asked"))

    def hidden(self, step: int) -> list[tuple[str, str]]:
        """What a page carries along unseen."""
        carried = [("key", self.key), ("draft", self.draft), ("step", str(step))]
        carried += [("kept", str(each.pk)) for each in self.files]
        if self.stopped:
            carried.append(("stopped", "yes"))
        carried += [("asked", f"q{each.pk}") for each in self.questions]
        for number, form in FORMS.items():
            if number != step:
                carried += self._values(number, form)
        return carried

    def _values(self, number: int, form: type[forms.Form]) -> list[tuple[str, str]]:
        names = [name for name in form.base_fields if name != "uploads"]
        if number == MATTER:
            names += [f"q{each.pk}" for each in self.questions]
        return [(name, value) for name in names for value in self.data.getlist(name) if value]

    def voice(self, kind: forms.Form, matter: MatterForm, about: forms.Form) -> Voice:
        """What is sent, from the three forms once they are right."""
        said, where, who = kind.cleaned_data, matter.cleaned_data, about.cleaned_data
        chosen = Kind(said["kind"])
        about_office_kind = chosen in ABOUT_OFFICES
        about_office = about_office_kind and who["about_staff"]
        return Voice(
            title=where["title"] or title_of(where["text"]),
            text=where["text"],
            kind=chosen,
            area=where["area"],
            place=where["place"],
            contact_name=who["contact_name"],
            contact_phone=who["contact_phone"],
            wants_secrecy=who["wants_secrecy"],
            wants_callback=who["wants_callback"] != "no",
            may_publish=who["may_publish"],
            is_urgent=said["danger"],
            category=category_coded(where["category"]),
            answers=matter.answers(),
            latitude=where["latitude"] if where["longitude"] is not None else None,
            longitude=where["longitude"] if where["latitude"] is not None else None,
            contact_email=who["contact_email"],
            told_by=ToldBy(who["told_by"] or ToldBy.SMS),
            told_what=ToldWhat(who["told_what"] or ToldWhat.ALL),
            accused_unit=who["accused"] if about_office else None,
            about_staff=about_office,
            is_pressure=about_office_kind and who["is_pressure"],
            notice_version=current_version(),
            language=get_language() or "zh-hans",
        )

    def room(self) -> int:
        """How many files may still be added."""
        return MOST_FILES - len(self.files)

    def add(self, kept: Sequence[Attachment]) -> None:
        self.files += kept

    def take(self, category: str) -> None:
        """Take over a category that was suggested."""
        data = self.data.copy()
        data["category"] = category
        self.data = data

    def drop(self, key: str) -> None:
        """Leave a file out; it is deleted with the other forgotten drafts."""
        self.files = [each for each in self.files if str(each.pk) != key]
