"""Reading a scheme as it may be used today: what it adds up to, and what its columns stand for."""

from huiying.appraisal.queries.indicators import every_indicator, retired
from huiying.appraisal.rules.indicators import COUNTED, counts
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.rules.schemes import Scheme, SchemeFault
from huiying.lib.errors import gettext_noop

INFORMATION = gettext_noop(
    "“%(title)s” (%(column)s) is told as information only: neither more nor fewer of it is better. It may neither cost nor earn points."
)
VOICES = gettext_noop(
    "“%(title)s” (%(column)s) counts requests or complaints. They may neither cost nor earn points: whoever is punished for many voices silences them. Please judge how they were dealt with instead, by a rate such as solve_rate."
)
RETIRED = gettext_noop(
    "The indicator “%(title)s” (%(column)s) was retired. Please take another one."
)


def checked_scheme(text: str, name: str, *, for_new: bool = True) -> Scheme:
    """A scheme of which no column is an indicator that may not count, whatever it is called; `for_new`
    refuses retired indicators too. Raises SchemeFault."""
    scheme = read_scheme(text, name)
    known, gone = every_indicator(), retired() if for_new else set()
    for column in scheme.every_column():
        found = known.get(column.name)
        if found is None:
            continue
        if counts(found):
            raise SchemeFault(VOICES, title=found.title, column=column.name)
        if found.direction in COUNTED:
            raise SchemeFault(INFORMATION, title=found.title, column=column.name)
        if column.name in gone:
            raise SchemeFault(RETIRED, title=found.title, column=column.name)
    return scheme
