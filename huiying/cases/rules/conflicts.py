"""Who may not take part: the accused, those below them, and those with an interest (I11, I13, I22)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.lib.verdict import YES, Verdict, no


@dataclass(frozen=True)
class Parties:
    """Who stands where in a case; units as ids."""

    accused_units: AbstractSet[int] = frozenset()
    accused_people: AbstractSet[int] = frozenset()
    recused_people: AbstractSet[int] = frozenset()
    handling_units: AbstractSet[int] = frozenset()


def may_take_part(parties: Parties, *, person_id: int, lines: AbstractSet[int]) -> Verdict:
    """A person takes part unless accused, recused, or of an accused unit or one below it.

    `lines` are the person's own units with everything above them.
    """
    if person_id in parties.accused_people or parties.accused_units & lines:
        return no(NotAllowed(gettext_noop("This case does not reach those it complains about.")))
    if person_id in parties.recused_people:
        return no(NotAllowed(gettext_noop("You have stepped aside from this case.")))
    return YES


def may_judge(parties: Parties, *, lines: AbstractSet[int]) -> Verdict:
    """Review and callback are never by the units that did the work, nor by units below them."""
    if parties.handling_units & lines:
        return no(
            NotAllowed(gettext_noop("Your unit handles this case, so somebody else must judge it."))
        )
    return YES


def may_receive(parties: Parties, *, unit_line: AbstractSet[int]) -> Verdict:
    """A unit receives a case unless it, or a unit above it, is accused in it (P4)."""
    if parties.accused_units & unit_line:
        return no(
            NotAllowed(
                gettext_noop(
                    "The case complains about this unit or one above it. Choose the unit above."
                )
            )
        )
    return YES
