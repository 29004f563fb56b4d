"""The checklist of a reply. Every line is a fact that can be seen in the reply; there is no sum."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from huiying.insight.replies.anatomy import LETTER, is_receipt, substance
from huiying.insight.replies.elements import Element, elements_of
from huiying.insight.replies.plain import plain_notes
from huiying.insight.replies.relevance import relevance
from huiying.insight.replies.remarks import Note, Remark

WHY = re.compile(
    r"由于|因为|因(?!此|素)|原因|根据|按照|依据|考虑到|为了|鉴于|经(?:调查|核实|查|了解|现场|核查|检测|检查)|符合|属于|导致|受|目前"
    r"|《|故|所以|不具备|条件|据了解|据查"
)
REFERRAL = re.compile(
    r"(?:请|建议|可(?:以)?)[^。;；]{0,14}(?:咨询|致电|联系|拨打|反映|投诉|访问|登录|前往)"
)
MORE_WANTED = re.compile(
    r"(?:未(?:提供|填写|告知|留)|不具体|欠具体|不详|笼统|不明确|无法(?:核实|核查|查询|联系))[^。]{0,60}|(?:请|建议)[^。]{0,6}(?:补[充全]|完善|提供)[^。]{0,12}(?:信息|情况|资料|线索)"
)
ON_TOPIC = 0.12
"""Relevance from which a reply answers what was asked."""


class Grade(IntEnum):
    """How far something is so."""

    NO = 0
    PARTLY = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Check:
    """The checklist. `relevance` 0 to 1; `elements` with their evidence; `notes` what to look at.

    `on_time` is None when a time is not known; `copied` is the id of the other reply, or None.
    """

    answers: Grade
    relevance: float
    elements: dict[Element, str]
    complete: Grade
    explained: Grade
    plain: bool
    copied: str | None
    on_time: bool | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and its reply. Times may be unknown; `limit` is what was promised."""

    title: str
    detail: str
    reply: str
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    limit: timedelta | None = None
    copied: str | None = None


def check(letter: Letter) -> Check:
    """Look at one reply; `letter.copied` comes from `copies`, which sees the other replies."""
    body = substance(letter.reply)
    size = len(LETTER.findall(body))
    share = relevance(letter.title, letter.detail, letter.reply)
    elements = elements_of(letter.title, letter.detail, letter.reply)
    answers = _answers(letter.reply, body, size, share)
    unclear = plain_notes(letter.reply)
    explained = _explained(letter.reply, body, size)
    on_time = _on_time(letter)
    notes = [
        *_notes(letter.reply, body, answers),
        *_missing(answers, elements, explained),
        *unclear,
    ]
    if letter.copied is not None:
        notes.append(Note(Remark.COPY, letter.copied))
    if on_time is False:
        notes.append(Note(Remark.LATE))
    return Check(
        answers=answers,
        relevance=share,
        elements=elements,
        complete=_complete(answers, elements, size),
        explained=explained,
        plain=not unclear,
        copied=letter.copied,
        on_time=on_time,
        notes=tuple(notes),
    )


def _answers(reply: str, body: str, size: int, share: float) -> Grade:
    if is_receipt(reply):
        return Grade.NO
    if size < 60 and (REFERRAL.search(body) or MORE_WANTED.search(body)):
        return Grade.PARTLY
    return Grade.YES if share >= ON_TOPIC else Grade.PARTLY


def _complete(answers: Grade, elements: dict[Element, str], size: int) -> Grade:
    if answers == Grade.NO:
        return Grade.NO
    has_both = Element.MATTER in elements and Element.MEASURE in elements
    return Grade.YES if answers == Grade.YES and has_both and size >= 70 else Grade.PARTLY


def _explained(reply: str, body: str, size: int) -> Grade:
    if is_receipt(reply):
        return Grade.NO
    reasons = len(set(WHY.findall(body)))
    if size >= 200 or (reasons >= 2 and size >= 60):
        return Grade.YES
    return Grade.PARTLY if reasons or size >= 30 else Grade.NO


def _on_time(letter: Letter) -> bool | None:
    if letter.asked_at is None or letter.answered_at is None or letter.limit is None:
        return None
    return letter.answered_at - letter.asked_at <= letter.limit


def _notes(reply: str, body: str, answers: Grade) -> list[Note]:
    if answers == Grade.NO:
        return [Note(Remark.RECEIVED_ONLY)]
    if answers == Grade.YES:
        return []
    if more := MORE_WANTED.search(body):
        return [Note(Remark.ASKS_FOR_MORE, more.group()[:20])]
    if whom := REFERRAL.search(body):
        return [Note(Remark.WHOM_TO_ASK, whom.group()[:20])]
    return [Note(Remark.OFF_TOPIC)]


def _missing(answers: Grade, elements: dict[Element, str], explained: Grade) -> list[Note]:
    missing = [element for element in Element if element not in elements]
    notes = [Note(Remark.MISSING, " ".join(missing))] if missing else []
    if answers != Grade.NO and explained != Grade.YES:
        notes.append(Note(Remark.NO_REASONS))
    return notes
