"""The public's API: send a request, follow it by number and code, read what is published. No account."""

from ninja import Router

from huiying.portal.api.matters import router as matters
from huiying.portal.api.requests import router as requests

router = Router(tags=["public"])
router.add_router("", requests)
router.add_router("", matters)

__all__ = ["router"]
