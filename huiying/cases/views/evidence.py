"""Files behind a reply: kept as drafts at once, so that a mistake elsewhere in the form loses none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from huiying.cases.choices import ProofSlot
from huiying.cases.models import ConsultationPaper, Evidence, PlanProof, RequestFile
from huiying.cases.permissions import may_see_identity
from huiying.cases.views.access import case_of, request_of
from huiying.design.presenters import sentence
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.files.queries import drafts_of
from huiying.files.views import deliver
from huiying.lib import clock
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.people.views.access import person_of, staff

MOST = 20
"""Files with one form."""
TOO_MANY = gettext_noop("At most %(most)s files go with one form; “%(name)s” was left out.")
NOT_ALL = gettext_noop("Some files were not taken. Look at the list, then send again.")


class Proofs:
    """Files chosen now and those kept from an earlier attempt; `groups` is what the form shows."""

    def __init__(
        self,
        request: HttpRequest,
        groups: list[tuple[str, Any]] | None = None,
        *,
        earlier: Sequence[tuple[Attachment, str]] = (),
    ) -> None:
        """`earlier`: files of a draft on the server, with their groups."""
        self.by, self.now = person_of(request), clock.now()
        self.names = groups or [(one.value, one.label) for one in ProofSlot]
        self.faults: list[str] = []
        self.earlier = [each for each, _ in earlier]
        self.kept: list[tuple[Attachment, str]] = []
        if request.method != "POST":
            self.kept = list(earlier)
        if request.method == "POST":
            self._again(request)
            self._new(request)

    def _again(self, request: HttpRequest) -> None:
        for group, _ in self.names:
            keys = [_uuid(each) for each in request.POST.getlist(f"kept-{group}")]
            found = drafts_of(self.by.audit_name, [key for key in keys if key])
            self.kept += [(each, group) for each in found]
            self.kept += [(each, group) for each in self.earlier if each.pk in keys]

    def _new(self, request: HttpRequest) -> None:
        for group, _ in self.names:
            for upload in request.FILES.getlist(f"files-{group}"):
                try:
                    if len(self.kept) >= MOST:
                        raise NotPossible(TOO_MANY, most=MOST, name=upload.name)
                    self.kept.append((files.keep(upload, by=self.by, now=self.now), group))
                except Refused as refused:
                    self.faults.append(sentence(refused))

    @property
    def groups(self) -> list[tuple[str, Any, list[Attachment]]]:
        return [
            (name, label, [each for each, group in self.kept if group == name])
            for name, label in self.names
        ]

    def attachments(self) -> list[Attachment]:
        if self.faults:
            raise NotPossible(NOT_ALL)
        return [each for each, _ in self.kept]

    def inputs(self, by: object, now: datetime) -> dict[str, Any]:
        """What `actions.reply` takes."""
        self.attachments()
        return {"evidence": self.proofs()}

    def proofs(self) -> list[tuple[Attachment, ProofSlot]]:
        return [(each, ProofSlot(group)) for each, group in self.kept]


class Papers(Proofs):
    """Files of one sort that go with a step other than a reply."""

    def __init__(self, request: HttpRequest, named: tuple[str, Any]) -> None:
        self.name, label = named
        super().__init__(request, [(self.name, label)])

    def inputs(self, by: object, now: datetime) -> dict[str, Any]:
        """What the step's action takes."""
        return {self.name: self.attachments()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@staff
@require_GET
def evidence(request: HttpRequest, case_no: str, pk: UUID) -> FileResponse:
    """A file behind a reply, for those who see the case."""
    case = case_of(request, case_no)
    found = Evidence.objects.filter(reply__assignment__case=case).select_related("attachment")
    return deliver(get_object_or_404(found, attachment=pk).attachment)


@staff
@require_GET
def paper(request: HttpRequest, case_no: str, pk: UUID) -> FileResponse:
    """A file that shows a step of the case's plan done."""
    case = case_of(request, case_no)
    found = PlanProof.objects.filter(step__plan__assignment__case=case).select_related("attachment")
    return deliver(get_object_or_404(found, attachment=pk).attachment)


@staff
@require_GET
def request_file(request: HttpRequest, receipt_no: str, pk: UUID) -> FileResponse:
    """A file of a request, for those who may know who asked: pictures show houses and faces."""
    asked = request_of(request, receipt_no)
    may_see_identity(asked, by=person_of(request), now=clock.now()).require()
    found = RequestFile.objects.filter(request=asked).select_related("attachment")
    return deliver(get_object_or_404(found, attachment=pk).attachment)


@staff
@require_GET
def consult_paper(request: HttpRequest, case_no: str, pk: UUID) -> FileResponse:
    """Signed minutes and other papers of a consultation."""
    case = case_of(request, case_no)
    found = ConsultationPaper.objects.filter(consultation__case=case).select_related("attachment")
    return deliver(get_object_or_404(found, attachment=pk).attachment)
