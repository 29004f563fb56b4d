"""The public's API: send a request, follow it by number and code, read what is published. No account."""

from ninja import Router

from huiying.portal.api.following import router as following
from huiying.portal.api.matters import router as matters
from huiying.portal.api.published import router as published
from huiying.portal.api.sending import router as sending

router = Router(tags=["public"])
for part in (sending, following, published, matters):
    router.add_router("", part)

__all__ = ["router"]
