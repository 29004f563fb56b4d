"""The one rounding rule: half away from zero, computed from integers; parts of a whole add to 100."""

from collections.abc import Sequence
from decimal import Decimal


def half_up(numerator: int, denominator: int, places: int = 2) -> Decimal:
    """numerator / denominator, half rounded up (away from zero). Raises ZeroDivisionError."""
    return Decimal(half_up_units(numerator, denominator, places)).scaleb(-places)


def half_up_units(numerator: int, denominator: int, places: int = 2) -> int:
    """The same as a whole number of units of the last place: 2/3 → 67. Raises ZeroDivisionError."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    numerator, denominator = abs(numerator), abs(denominator)
    whole = int(10**places)
    return sign * ((2 * numerator * whole + denominator) // (2 * denominator))


def percent(count: int, base: int, places: int = 2) -> Decimal | None:
    """count of base in per cent; None when there is no base."""
    return half_up(100 * count, base, places) if base else None


def largest_remainder(counts: Sequence[int], places: int = 2) -> list[Decimal]:
    """Per cent of each count in the sum of all, adding to exactly 100 (all 0 if the sum is 0).

    Rounds down and gives the missing units to the largest remainders, the earlier first.
    """
    total = sum(counts)
    if not total:
        return [Decimal(0).scaleb(-places) for _ in counts]
    whole = 100 * 10**places
    units = [count * whole // total for count in counts]
    by_rest = sorted(range(len(counts)), key=lambda i: (-(counts[i] * whole % total), i))
    for i in by_rest[: whole - sum(units)]:
        units[i] += 1
    return [Decimal(unit).scaleb(-places) for unit in units]
