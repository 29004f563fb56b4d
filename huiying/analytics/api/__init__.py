"""Figures, the silence map, bulletins and builds for programs: the same, to the same people, as on
the pages."""

from ninja import Router

from huiying.analytics.api.behind import router as behind
from huiying.analytics.api.boards import router as boards
from huiying.analytics.api.builds import router as builds
from huiying.analytics.api.bulletins import router as bulletins
from huiying.analytics.api.silence import router as silence

router = Router(tags=["figures"])
for part in (boards, behind, silence, bulletins, builds):
    router.add_router("", part)
