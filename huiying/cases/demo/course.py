"""Time passing in the demo city: whose turn it is next, and what the platform does by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush

from django.db import transaction

from huiying.audit.actions import drain
from huiying.cases.demo.story import Life
from huiying.cases.tasks import tick
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.errors import Refused
from huiying.notifications.actions import deliver

LULL = timedelta(hours=3)
"""Messages of so long a time go out together."""
DAY = timedelta(days=1)


@dataclass
class Course:
    """Lives lived side by side up to `end`; each day is one transaction."""

    end: datetime
    waiting: list[tuple[datetime, int, Life]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    steps: int = 0
    sent_at: datetime = field(init=False)

    def add(self, at: datetime, life: Life) -> None:
        heappush(self.waiting, (at, len(self.waiting), life))

    def run(self, first: date, tell: Callable[[str], None]) -> None:
        """Live every day from `first` to the end."""
        day, last = first, local_date(self.end)
        while day <= last:
            with transaction.atomic():
                self._live(day)
            if day == last or (day + DAY).day in (1, 16):
                tell(f"      {day}: {self.steps} steps")
            day += DAY

    def _live(self, day: date) -> None:
        morning = datetime(day.year, day.month, day.day, 0, 5, tzinfo=SHANGHAI)
        self._see_to(min(morning, self.end))
        midnight = min(morning + DAY, self.end)
        while self.waiting and self.waiting[0][0] < midnight:
            at, number, life = heappop(self.waiting)
            if at - self.sent_at > LULL:
                self._send(at)
            self._step(at, number, life)
        self._send(midnight)

    def _see_to(self, at: datetime) -> None:
        """What the worker does every minute: end windows that are over."""
        tick(at)
        self._send(at)

    def _send(self, at: datetime) -> None:
        """What the worker does every second: react to events, send messages."""
        drain(at)
        while deliver(at):
            pass
        self.sent_at = at

    def _step(self, at: datetime, number: int, life: Life) -> None:
        self.steps += 1
        try:
            following = next(life)
            if following <= at:  # the first yield only says when the life begins
                following = next(life)
        except StopIteration:
            return
        except Refused as why:
            self.refused.append(str(why))
            return
        heappush(self.waiting, (following, number, life))
