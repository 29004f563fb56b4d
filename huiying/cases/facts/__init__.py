"""What cases give the warehouse: each fact as workflow 4 wants it judged, case by case."""

from huiying.cases.facts.calling import callbacks, ratings
from huiying.cases.facts.handling import assignments, clocks, dispatches
from huiying.cases.facts.matters import cases, changed_cases, closings
from huiying.cases.facts.reporting import follow_ups, records, reports
from huiying.warehouse import facts
from huiying.warehouse.facts import Source

SOURCES = (
    Source(facts.CASES, cases, changed_cases),
    Source(facts.ASSIGNMENTS, assignments, changed_cases),
    Source(facts.CLOCKS, clocks, changed_cases),
    Source(facts.DISPATCHES, dispatches, changed_cases),
    Source(facts.CLOSINGS, closings, changed_cases),
    Source(facts.CALLBACKS, callbacks, changed_cases),
    Source(facts.RATINGS, ratings, changed_cases),
    Source(facts.REPORTS, reports, changed_cases),
    Source(facts.RECORDS, records, changed_cases),
    Source(facts.FOLLOW_UPS, follow_ups, changed_cases),
)
