"""Staff take a request down; the person gets number and code read out or printed."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huiying.cases import actions
from huiying.cases.forms import Record
from huiying.cases.models import Request
from huiying.cases.views.access import person_of, require, staff, status_of
from huiying.cases.views.evidence import Proofs
from huiying.cases.views.stepping import filled, hash_of, key_of
from huiying.design.presenters import sentence
from huiying.files import actions as files
from huiying.jobs.actions import Answer, once
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.people.choices import Permission

PAPERS = [("PAPERS", _("Photos and papers"))]


@sensitive_post_parameters()
@staff
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    require(request, Permission.SUBMIT)
    form, status = filled(request, Record), 200
    proofs = Proofs(request, PAPERS)
    if isinstance(form, Record) and form.is_bound and form.is_valid():
        try:
            return _recorded(request, form, proofs)
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = status_of(refused)
    context = {"form": form, "key": key_of(request), "proofs": proofs}
    return render(request, "cases/record.html", context, status=status)


def _recorded(request: HttpRequest, form: Record, proofs: Proofs) -> HttpResponse:
    """Take it down once. The code is kept under the key of this form alone, so that a second press
    shows the same receipt."""
    person, now, key = person_of(request), clock.now(), key_of(request)
    papers = proofs.attachments()

    def act() -> Answer:
        voice = form.voice(language=get_language() or settings.LANGUAGE_CODE)
        receipt = actions.submit(voice, by=person, now=now, files=papers)
        files.claim(papers, now=now)
        sealed = _cipher(key).encrypt(receipt.pin.encode()).decode()
        return Answer(201, {"request": receipt.request.receipt_no, "code": sealed})

    hidden = hashlib.sha256(f"record:{key}".encode()).hexdigest()  # the key itself opens the code
    body = once(person, hidden, hash_of(request), act, now=now).body
    asked = Request.objects.get(receipt_no=body["request"])
    pin = _cipher(key).decrypt(body["code"].encode()).decode()
    return render(request, "cases/receipt.html", {"asked": asked, "pin": pin})


def _cipher(key: str) -> Fernet:
    derived = hmac.new(settings.SECRET_KEY.encode(), f"record:{key}".encode(), hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(derived.digest()))
