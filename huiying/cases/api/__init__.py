"""The API of request handling. Every step of a page is a step here, with the same form behind it."""

from ninja import Router

from huiying.cases.api.aftermath import router as aftermath
from huiying.cases.api.cases import router as cases
from huiying.cases.api.catalogue import router as catalogue
from huiying.cases.api.counter import router as counter
from huiying.cases.api.desk import router as desk
from huiying.cases.api.details import router as details
from huiying.cases.api.drafting import router as drafting
from huiying.cases.api.hot import router as hot
from huiying.cases.api.imports import router as imports
from huiying.cases.api.joint import router as joint
from huiying.cases.api.judging import router as judging
from huiying.cases.api.reading import router as reading
from huiying.cases.api.requests import router as requests
from huiying.cases.api.sharing import router as sharing
from huiying.cases.api.similar import router as similar
from huiying.cases.api.starting import router as starting
from huiying.cases.api.suggestions import router as suggestions
from huiying.cases.api.texts import router as texts
from huiying.cases.api.topics import router as topics
from huiying.cases.api.watching import router as watching

router = Router(tags=["cases"])
router.add_router("", reading)
router.add_router("", requests)
router.add_router("", starting)
router.add_router("", cases)
router.add_router("", joint)
router.add_router("", desk)
router.add_router("", sharing)
router.add_router("", imports)
router.add_router("", catalogue)
router.add_router("", texts)
router.add_router("", topics)
router.add_router("", judging)
router.add_router("", aftermath)
router.add_router("", watching)
router.add_router("", counter)
router.add_router("", suggestions)
router.add_router("", details)
router.add_router("", similar)
router.add_router("", hot)
router.add_router("", drafting)
