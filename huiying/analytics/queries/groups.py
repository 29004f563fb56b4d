"""What was heard of the groups of villages, counted at each look: a village has fewer than a hundred."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiying.analytics.queries.silence import people_in
from huiying.analytics.rules import Period, per_thousand
from huiying.cases.queries.groups import Heard, groups_heard, heard_by_group, without_group
from huiying.organisations.choices import Change
from huiying.organisations.models import Area, Group, Succession
from huiying.organisations.queries import groups_on


@dataclass(frozen=True)
class GroupLine:
    """A group with its requests, visits, and requests per 1,000 people where these are known."""

    group: Group
    heard: Heard
    per_thousand: float | None

    @property
    def is_silent(self) -> bool:
        return not self.heard.voices


@dataclass(frozen=True)
class QuietGroups:
    """How many groups a village has, and how many of them gave no sign."""

    groups: int = 0
    silent: int = 0


def groups_in(village: Area, period: Period, on: date) -> tuple[list[GroupLine], int]:
    """The groups of a village by number, and how many of its requests are counted for none of them."""
    codes = _codes([village])
    heard: Counter[int] = Counter()
    visits: Counter[int] = Counter()
    for (_code, number), each in heard_by_group(codes, *period.days).items():
        heard[number] += each.voices
        visits[number] += each.visits
    groups = list(groups_on([village.code], on))
    people = people_in(group.key for group in groups)
    lines = []
    for group in groups:
        voices = heard.pop(group.number, 0)
        told = per_thousand(voices, people.get(group.key, 0))
        lines.append(GroupLine(group, Heard(voices, visits[group.number]), told))
    return lines, heard.total() + without_group(list(codes), *period.days)


def quiet_groups(villages: Sequence[Area], period: Period, on: date) -> dict[str, QuietGroups]:
    """Village's code → its groups and the silent ones; villages without groups are absent."""
    codes = _codes(villages)
    there: Counter[str] = Counter()
    silent: Counter[str] = Counter()
    spoke = {(codes[code], number) for code, number in groups_heard(codes, *period.days)}
    for group in groups_on([village.code for village in villages], on):
        there[group.village.code] += 1
        silent[group.village.code] += (group.village.code, group.number) not in spoke
    return {code: QuietGroups(n, silent[code]) for code, n in there.items()}


def _codes(villages: Sequence[Area]) -> dict[str, str]:
    """Code in a request → code of the village: its own, and the one it had under an earlier name. What
    was merged had groups of its own."""
    earlier = Succession.objects.filter(to_area__in=villages, kind=Change.RENAME)
    renamed = dict(earlier.values_list("from_area__code", "to_area__code"))
    return renamed | {village.code: village.code for village in villages}
