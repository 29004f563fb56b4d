"""What people enter and look into in the demo city: marks of a work report, a finding."""

from datetime import datetime

from huiying.appraisal.actions import following, schemes
from huiying.appraisal.actions.marks import Entry, enter_mark
from huiying.appraisal.actions.rankings import Period
from huiying.appraisal.choices.schemes import FindingState
from huiying.appraisal.models import GamingFinding
from huiying.lib.clock import local_date
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Area, Unit
from huiying.people.models import Person

GIVEN = (("17", "较好"), ("18", "好"), ("15", "一般"))
"""Points of the visit and the grade from above, unit by unit."""
VOTES = (("peers_mark", "88", 9), ("members_mark", "90", 21), ("residents_mark", "85", 60))


def enter_marks(
    area: Area, period: Period, keeper: Person, panellist: Person, now: datetime
) -> None:
    """The scheme of work reports adopted, and what a visit and the votes brought for three offices."""
    draft = schemes.import_template("work-report", area, by=keeper, now=now)
    scheme = schemes.adopt(draft, period.first, by=panellist, now=now)
    departments = Unit.objects.as_of(local_date(now)).within((area.prefix,))
    offices = departments.filter(kind=UnitKind.DEPARTMENT).order_by("code", "pk")
    for unit, (points, grade) in zip(offices, GIVEN, strict=False):
        entries = [
            Entry("site_check", points, note="现场核查：台账、回访记录各抽十份。"),
            Entry("superior_grade", grade, note="分管领导点评，事实附后。"),
            *(Entry(name, mark, voters, "不记名测评。") for name, mark, voters in VOTES),
        ]
        for entry in entries:
            enter_mark(scheme, unit, period, entry, by=keeper, now=now)


def review_one(by: Person, now: datetime) -> None:
    """Of several findings the oldest is looked into and explained; one at least waits to be tried."""
    waiting = list(GamingFinding.objects.filter(state=FindingState.OPEN).order_by("pk")[:2])
    if len(waiting) > 1:
        found = waiting[0]
        note = "抽查五件并电话核实：同一处停水，答复内容相同属实，诉求人均已联系。"
        following.review_finding(found, FindingState.EXPLAINED, note, by=by, now=now)
