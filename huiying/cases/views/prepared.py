"""Prepared texts beside a form that answers somebody: templates that fit, and the knowledge base."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from huiying.cases.models import KnowledgeEntry, ReplyTemplate
from huiying.cases.queries.knowledge import Wanted, entries_in_force
from huiying.cases.rules.texts import filled
from huiying.lib import clock
from huiying.lib.codes import as_id

SHOWN = 8
"""Templates and answers that stand beside the form."""
LONGEST = 60


@dataclass(frozen=True)
class Shelf:
    """What may be put into one text: the templates that fit it, what fills their marks, and where and
    about what the knowledge base is asked."""

    templates: list[ReplyTemplate]
    marks: Mapping[str, str]
    area_code: str
    category: str = ""

    def shown(self, request: HttpRequest) -> dict[str, Any]:
        """For `cases/_prepared.html`: answers of the knowledge base by words, or else by category."""
        words = words_of(request)
        wanted = Wanted(words, "" if words else self.category[:4], self.area_code)
        return {
            "templates": [(each, filled(each.text, self.marks)) for each in self.templates[:SHOWN]],
            "answers": list(entries_in_force(clock.local_date(clock.now()), wanted)[:SHOWN]),
            "q": words,
        }

    def chosen(self, request: HttpRequest) -> ReplyTemplate | KnowledgeEntry | None:
        """What a button asks to put in: "t12" a template, "k7" an answer of the knowledge base."""
        named = request.POST.get("_insert", "")
        key = as_id(named[1:])
        if key is None:
            return None
        if named.startswith("t"):
            return next((each for each in self.templates if each.pk == key), None)
        return entries_in_force(clock.local_date(clock.now())).filter(pk=key).first()


def words_of(request: HttpRequest) -> str:
    """What is looked up in the knowledge base."""
    asked = request.GET.get("q") or request.POST.get("q", "")
    return asked.replace("\x00", "").strip()[:LONGEST]
