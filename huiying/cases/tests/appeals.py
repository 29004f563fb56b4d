"""Builders for appeals: members of a panel, proof, an appeal that is filed or voted on."""

from django.core.files.uploadedfile import SimpleUploadedFile

from huiying.cases import actions
from huiying.cases.choices.appealing import AppealReason, AppealTarget
from huiying.cases.tests import make
from huiying.files.actions import keep

NOW = make.MORNING
MALICIOUS = {"target": AppealTarget.RATING, "reason": AppealReason.MALICIOUS, "text": "多次辱骂"}


def panel_of(here):
    return [panellist(here, f"panel{number}") for number in range(4)]


def panellist(here, name, unit=None):
    person = make.organisations.person(name, name=name)
    make.organisations.grant(person, make.Role.PANELLIST, here.county, unit)
    return person


def paper(by):
    upload = SimpleUploadedFile("说明.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    return keep(upload, by=by, now=NOW)


def judged(here, judgement=make.BAD):
    return make.answered(here, judgement)[0]


def filed(here, case=None, *, now=NOW, **more):
    case = case or judged(here)
    inputs = {**MALICIOUS, **more}
    inputs.setdefault("files", [paper(here.head)])
    return case, actions.file_appeal(case, by=here.head, now=now, **inputs)


def voted(case, panel, *votes):
    for person, vote in zip(panel, votes, strict=False):
        actions.vote_appeal(case, by=person, now=NOW, vote=vote, reason="看过材料")
