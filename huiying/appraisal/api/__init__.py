"""Schemes, rankings, results and what follows from them, for programs. Every POST that changes
something may carry an `Idempotency-Key`: sent again it gets the first answer again."""

from ninja import Router

from huiying.appraisal.api.behind import router as behind
from huiying.appraisal.api.following import router as following
from huiying.appraisal.api.indicators import router as indicators
from huiying.appraisal.api.marks import router as marks
from huiying.appraisal.api.objecting import router as objecting
from huiying.appraisal.api.rankings import router as rankings
from huiying.appraisal.api.schemes import router as schemes
from huiying.appraisal.api.trials import router as trials

router = Router(tags=["appraisal"])
for part in (schemes, indicators, marks, trials, rankings, behind, objecting, following):
    router.add_router("", part)
