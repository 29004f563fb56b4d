"""Whether a scheme that could be read can be right: its sums, its columns, and what it may not count."""

from fractions import Fraction

from huiying.appraisal.rules.items import Measure
from huiying.appraisal.rules.schemes import Scheme, SchemeFault
from huiying.appraisal.rules.voices import counts_voices
from huiying.lib.errors import gettext_noop

RESERVED = frozenset({"unit", "group", "class", "cases"})


def check_sums(scheme: Scheme, name: str) -> None:
    found = sum(item.points for item in scheme.items)
    if found != scheme.total:
        raise SchemeFault(
            gettext_noop("%(name)s does not add up: its items have %(found)s points together, its total is %(total)s, a difference of %(difference)s. Please correct the points of the items or the total."),
            name=name, found=decimal(found), total=decimal(scheme.total),
            difference=decimal(abs(found - scheme.total)),
        )  # fmt: skip
    for key, (title, points) in scheme.groups.items():
        parts = sum(item.points for item in scheme.items if item.group == key)
        if parts != points:
            raise SchemeFault(
                gettext_noop("%(name)s does not add up: the items of the group %(title)s have %(found)s points together, the group has %(total)s. Please correct one of them."),
                name=name, title=title, found=decimal(parts), total=decimal(points),
            )  # fmt: skip
    for item in scheme.items:
        if (item.group or scheme.groups) and item.group not in scheme.groups:
            raise SchemeFault(
                gettext_noop("%(name)s: the item %(item)s belongs to no [[group]] of the scheme. Please name one."),
                name=name, item=item.key,
            )  # fmt: skip


def check_columns(scheme: Scheme) -> None:
    keys = [item.key for item in scheme.items]
    for key in keys:
        if keys.count(key) > 1:
            raise SchemeFault(
                gettext_noop("Two items are called %(item)s. Please give each an id of its own."),
                item=key,
            )
    measures: dict[str, Measure] = {}
    for column in scheme.every_column():
        if counts_voices(column.name) or counts_voices(column.title):
            raise SchemeFault(
                gettext_noop("“%(title)s” (%(column)s) counts requests or complaints. They may neither cost nor earn points: whoever is punished for many voices silences them. Please judge how they were dealt with instead, by a rate such as solve_rate."),
                title=column.title, column=column.name,
            )  # fmt: skip
        if column.name in RESERVED or measures.get(column.name, column.measure) != column.measure:
            raise SchemeFault(
                gettext_noop("The column %(column)s is used for two different things. Please call one of them differently."),
                column=column.name,
            )  # fmt: skip
        measures[column.name] = column.measure


def decimal(value: Fraction | int) -> str:
    """A number as people write it: 100, 12.5."""
    return f"{float(value):g}"
