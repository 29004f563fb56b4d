"""Schemes, rankings, results and what follows from them, for programs. Every POST that changes
something may carry an `Idempotency-Key`: sent again it gets the first answer again."""

from ninja import Router

from huiying.appraisal.api.following import router as following
from huiying.appraisal.api.objecting import router as objecting
from huiying.appraisal.api.rankings import router as rankings
from huiying.appraisal.api.schemes import router as schemes

router = Router(tags=["appraisal"])
router.add_router("", schemes)
router.add_router("", rankings)
router.add_router("", objecting)
router.add_router("", following)
