"""Instants and days in the words people use, always in the time of China."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dateformat import format as django_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiying.design.choices import Tone
from huiying.lib.clock import SHANGHAI, local_date

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def day_text(day: date, today: date) -> str:
    """10月9日; with the year when it is not this year."""
    this_year = pgettext("date format of Django", "j M")
    other_year = pgettext("date format of Django", "j M Y")
    return str(django_format(day, this_year if day.year == today.year else other_year))


def day_time_text(instant: datetime, now: datetime) -> str:
    """10月9日 14:30."""
    local = instant.astimezone(SHANGHAI)
    return f"{day_text(local.date(), local_date(now))} {local:%H:%M}"


def due_text(due: datetime, now: datetime) -> str:
    """10月9日 24:00前: midnight belongs to the day that ends, never to the next (workflow 3.3)."""
    local = due.astimezone(SHANGHAI)
    clock = f"{local:%H:%M}"
    if clock == "00:00":
        local, clock = local - timedelta(minutes=1), "24:00"
    values = {"day": day_text(local.date(), local_date(now)), "clock": clock}
    return _("before %(clock)s on %(day)s") % values


def span_text(seconds: float) -> str:
    """A length of time in its largest whole unit: 3天, 5小时, 20分钟."""
    if seconds >= DAY:
        count = int(seconds // DAY)
        return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
    if seconds >= HOUR:
        count = int(seconds // HOUR)
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = max(1, int(seconds // MINUTE))
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def ago_text(instant: datetime, now: datetime) -> str:
    """刚刚, 5分钟前, 3小时前, 昨天 14:30, 3天前; the day itself after a week, or when it lies ahead."""
    seconds = (now - instant).total_seconds()
    days = (local_date(now) - local_date(instant)).days
    if seconds < 0 or days > 7:
        return day_time_text(instant, now)
    if seconds < MINUTE:
        return _("just now")
    if days == 1 and seconds >= HOUR:
        return _("yesterday %(clock)s") % {"clock": f"{instant.astimezone(SHANGHAI):%H:%M}"}
    if days > 1:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return _("%(span)s ago") % {"span": span_text(seconds)}


@dataclass(frozen=True)
class ClockFace:
    """What a clock badge shows: `text` first, `note` in smaller type."""

    tone: Tone
    icon: str
    text: str
    note: str = ""


def clock_face(
    due: datetime | None,
    now: datetime,
    *,
    done_at: datetime | None = None,
    paused: bool = False,
    soon: timedelta = timedelta(days=1),
) -> ClockFace:
    """How a deadline stands. Paused clocks cannot be late; a clock met late says so for good."""
    if due is None:
        return ClockFace(Tone.NEUTRAL, "clock", _("No deadline"))
    when = due_text(due, now)
    left = (due - now).total_seconds()
    if done_at is not None:
        if done_at < due:
            return ClockFace(Tone.SUCCESS, "check", _("In time"))
        late = span_text((done_at - due).total_seconds())
        return ClockFace(Tone.DANGER, "overdue", _("%(span)s late") % {"span": late})
    if paused:
        note = _("%(span)s left") % {"span": span_text(left)} if left > 0 else ""
        return ClockFace(Tone.NEUTRAL, "pause", _("Paused"), note)
    if left <= 0:
        return ClockFace(
            Tone.DANGER, "overdue", _("Overdue by %(span)s") % {"span": span_text(-left)}, when
        )
    tone, icon = (
        (Tone.WARNING, "warning") if left <= soon.total_seconds() else (Tone.ACTIVE, "clock")
    )
    return ClockFace(tone, icon, _("%(span)s left") % {"span": span_text(left)}, when)
