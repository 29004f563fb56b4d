"""Requesters who change their mind about secrecy and publication, and one who is put under pressure."""

from datetime import datetime, timedelta
from random import Random

from huiying.cases import actions
from huiying.cases.choices import CaseState, PublicState, RequestState
from huiying.cases.models import Case, PublicVersion, Request
from huiying.cases.permissions import Requester

PRESSURE = "昨天有人到家里来，说再反映就不给办低保。我只是想把事情办好，请县里管一管。"


def decide_for_themselves(chance: Random, now: datetime) -> None:
    """Called once the city has lived: each wish on one request, if there is one it fits."""
    open_ones = Request.objects.filter(is_confidential=False, state=RequestState.ON_CASE)
    working = open_ones.filter(case__state=CaseState.IN_PROGRESS).order_by("pk")
    if (shy := working.first()) is not None:
        actions.ask_secrecy(shy, by=Requester(shy.pk), now=now - timedelta(hours=5))
    if (pressed := working.exclude(contact_phone="").last()) is not None:
        by, when = Requester(pressed.pk), now - timedelta(hours=2)
        actions.report_pressure(pressed, by=by, now=when, text=PRESSURE, chance=chance)
    # The first one stays: even the smallest city has something to read.
    shown = PublicVersion.objects.filter(state=PublicState.PUBLISHED).order_by("pk")
    public = next(iter(shown[1:2]), None)
    if public is not None and Case.objects.filter(pk=public.case_id).exists():
        asked = public.case.requests.order_by("pk").first()
        if asked is not None:
            actions.take_consent(asked, by=Requester(asked.pk), now=now - timedelta(hours=3))
