"""What a case counts as, in words."""

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from huiying.analytics.choices import TOOK, Shown
from huiying.appraisal.rules.rolling import HOUR
from huiying.lib.rounding import half_up


def number(value: Fraction) -> str:
    """“12”, “0.67”: parts of a case to the hundredth."""
    places = 0 if value.denominator == 1 else 2
    shown = half_up(value.numerator, value.denominator, places)
    return number_format(shown, use_l10n=True, force_grouping=True)


def counts_as(shown: Shown, k: Fraction, n: Fraction) -> str:
    """“1 / 1”: how much of what a rate is taken of; of a count what is counted, of a duration hours."""
    if shown.key in TOOK:
        hours = half_up(k.numerator, k.denominator * HOUR, 1)
        return _("%(n)s h") % {"n": hours}
    if shown.counts:
        return number({"k": k, "n": n}[shown.counts])
    return f"{number(k)} / {number(n)}"
