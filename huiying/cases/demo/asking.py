"""Extra questions of the report form, and what offices promise."""

from datetime import datetime, timedelta

from huiying.cases import actions
from huiying.cases.actions.asking import Question
from huiying.cases.choices.asking import AnswerKind
from huiying.cases.models import Category
from huiying.lib.clock import SHANGHAI
from huiying.organisations.actions import promise
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Grant
from huiying.people.choices import Permission, Role
from huiying.people.rules import roles_with

QUESTIONS = (
    ("1001", "停水多久了？", AnswerKind.CHOICE, "半天以内\n半天到一天\n一天以上", "", ""),
    ("1002", "是一户停电，还是周围都停电？", AnswerKind.CHOICE, "只有一户\n周围都停", "", ""),
    ("1003", "现在闻得到燃气味吗？", AnswerKind.YES_NO, "", "是", "请先开窗离开，拨打 119。"),
    ("0903", "路灯杆上的编号是多少？", AnswerKind.TEXT, "", "", ""),
    ("0501", "拖欠了几个月？", AnswerKind.NUMBER, "", "", ""),
    ("1201", "多数在什么时候出现？", AnswerKind.CHOICE, "白天\n夜里\n全天", "", ""),
)
PROMISES = {
    UnitKind.DEPARTMENT: (
        "两小时内签收，一个工作日内先联系您。",
        "做不到的，当面说清原因和下一步。",
    ),
    UnitKind.TOWNSHIP: ("能在乡镇办的不让您跑县里。", "老人和残疾人的事，派人上门办。"),
    UnitKind.UTILITY: ("停水停电两小时内到场抢修。",),
}


def ask_and_promise(now: datetime) -> None:
    """Called before the city lives: what the form asks, and what heads of offices promise."""
    long_ago = now - timedelta(days=120)
    keeper = Grant.objects.filter(role=Role.SYSTEM_ADMINISTRATOR).select_related("person").first()
    known = Category.objects.in_bulk([code for code, *_ in QUESTIONS])
    if keeper is not None:
        for code, text, kind, choices, stop, instead in QUESTIONS:
            if code not in known:
                continue
            question = Question(
                known[code], text, kind, choices=choices, stop_answer=stop, stop_text=instead
            )
            actions.keep_question(question, by=keeper.person, now=long_ago)
    heads = Grant.objects.filter(
        unit__kind__in=PROMISES, role__in=roles_with(Permission.CHECK_TEXTS)
    ).select_related("person", "unit__area")
    for grant in heads.order_by("pk"):
        unit = grant.unit
        if unit is None or not unit.is_valid_on(long_ago.date()):
            continue
        for text in PROMISES[UnitKind(unit.kind)]:
            promise(unit, by=grant.person, now=max(long_ago, _since(grant)), text=text)


def _since(grant: Grant) -> datetime:
    return datetime(
        grant.valid_from.year, grant.valid_from.month, grant.valid_from.day, 9, tzinfo=SHANGHAI
    )
