"""`{% load topics %}`: what the figures of a monthly topic say, in a sentence."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.cases.rules.topics import LEAST_MONTHS, LEAST_REQUESTS, Finding, Trend
from huiying.design.choices import Tone

register = template.Library()


@register.simple_tag
def trend_words(trend: Trend) -> str:
    """Whether requests became fewer, said only as far as the numbers allow."""
    if trend.finding is Finding.TOO_EARLY:
        return ngettext(
            "Too early to tell: at least %(n)s whole month is needed before and since.",
            "Too early to tell: at least %(n)s whole months are needed before and since.",
            LEAST_MONTHS,
        ) % {"n": LEAST_MONTHS}
    if trend.finding is Finding.TOO_FEW:
        return _(
            "Too few to tell: with fewer than %(n)s requests in all, numbers go up and down by chance."
        ) % {"n": LEAST_REQUESTS}
    values = {
        "before": f"{trend.mean_before or 0:.1f}",
        "after": f"{trend.mean_after or 0:.1f}",
        "change": f"{abs(trend.change or 0):.0f}",
    }
    if trend.finding is Finding.FELL:
        words = _(
            "Fewer: %(before)s requests a month before, %(after)s since (%(change)s %% less)."
        )
    elif trend.finding is Finding.ROSE:
        words = _("More: %(before)s requests a month before, %(after)s since.")
    else:
        words = _(
            "No clear change: %(before)s requests a month before, %(after)s since. The difference may be chance."
        )
    return words % values


@register.simple_tag
def trend_tone(trend: Trend) -> str:
    tones = {Finding.FELL: Tone.SUCCESS, Finding.ROSE: Tone.WARNING}
    return str(tones.get(trend.finding, Tone.NEUTRAL))
