"""Numbers and addresses that point at a person: by their shape, their check and the words before."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from huiying.insight.redaction.spans import Finding, Kind, fold, without_overlaps
from huiying.lib.codes import check_id_number

BEFORE = 12
"""Characters before a number in which the word for it is looked for."""

NOT_A_PHONE = re.compile(
    r"(?:单|编|合同|受理|案|文|序列|流水|项目|批次|设备|户|学|考|条码|条形码|发票|货|工单|保单|病历|证书|档案|证)"
    r"号?码?(?:是|为)?[:# ]*$"
)
PHONE_WORD = re.compile(
    r"(?:电\s?话|座机|固话|传真|手机|热线|拨打|致电|联系方式|来电|回电|号码|tel|phone)"
    r"[^\d。；;]{0,4}$",
    re.IGNORECASE,
)
ID_WORD = re.compile(r"(?:身份证|证件|身份号|身份证件)[^\d。；;]{0,8}$")
CARD_WORD = re.compile(r"(?:卡|账号|帐号|账户|帐户)[^\d。；;]{0,6}$")
NOT_A_CARD = re.compile(
    r"(?:(?:运|订|快递|工|保|货|流水|面|清)单号?|(?:流水|编|表|序列|户|条码|监控|合同|发票|设备)号)码?[:# ]*$"
)
AMOUNT_AFTER = re.compile(r" ?(?:元|万|亿|块|人|件|次|平方|㎡|吨|公里|户|年|页|条)")

_GAP = r"[ .·-]"
MOBILE = re.compile(
    r"(?<![\d.])(?:(?:\+|00)?86[- ]?)?"
    rf"(?:1[3-9]\d(?:{_GAP}{{0,2}}\d{{4}}){{2}}|1[3-9]\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{4}}"
    rf"|1[3-9]\d{_GAP}\d{{8}}|1[3-9]\d{{6}}{_GAP}\d{{3}}|1 [3-9](?: \d){{9}})(?![\d*])(?!\.\d)"
)
_HAN = "零〇一二三四五六七八九幺"
SPOKEN_MOBILE = re.compile(
    rf"(?<![{_HAN}])[一幺][三四五六七八九][{_HAN}](?:[ -]?[{_HAN}]{{4}}){{2}}(?![{_HAN}])"
)
AREA = r"0(?:10|2\d|[3-9]\d{2})"
LANDLINE = re.compile(
    rf"(?<![\d.])(?:\+86[- ]?)?(?:\({AREA}\)|{AREA})[- ]{{0,2}}"
    r"[2-8]\d{2,3}[- ]?\d{4}(?:(?:-| ?转 ?)\d{1,6})?(?![\d*])|"
    rf"(?<![\d.])(?:\({AREA}\)|{AREA})[- ][2-8]\d{{3}}[- ]\d{{3}}(?![\d*])"
)
LOCAL = re.compile(r"(?<![\d.+-])[2-8]\d{6,7}(?:(?:-| ?转 ?)\d{1,6})?(?![\d*.年-])")
ABROAD = re.compile(r"\+(?!86)[1-9]\d{0,2}(?:[ -]?\d){7,11}(?!\d)")
CHAIN = re.compile(r"^[ ,、/;或和,]{1,2}$")

ID_SHAPE = re.compile(r"(?<![\da-z])\d{6}[- ]?\d{8}[- ]?\d{3}[\dx](?![\da-z])", re.IGNORECASE)
OLD_ID = re.compile(r"(?<!\d)\d{15}(?!\d)")
CARD_SHAPE = re.compile(r"(?<![\d.])(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE_SHAPE = re.compile(
    rf"[{PROVINCES}][A-Z][ ·•.-]?(?=[A-Z]{{0,6}}\d)"
    r"(?:[A-HJ-NP-Z0-9]{4}[学警挂港澳领急]|[A-HJ-NP-Z0-9]{5,6}挂?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
EMAIL_SHAPE = re.compile(
    r"(?<![\w.+-])[\w.+-]+ ?(?:@|\[at\]|\(at\)) ?[\w-]+(?:\.[\w-]+)+", re.ASCII | re.IGNORECASE
)
ACCOUNT_SHAPE = re.compile(
    r"(?:微信|wechat|weixin|vx)(?:号|号码|账号|id)?(?:是|为)?[: ]{0,2}([A-Za-z][\w-]{5,19})"
    r"|(?:qq|扣扣)(?:号|号码)?(?:是|为)?[: ]{0,2}([1-9]\d{4,10})(?!\d)",
    re.ASCII | re.IGNORECASE,
)


def find_numbers(text: str) -> list[Finding]:
    """Every number or address that points at a person, in the order of the text."""
    folded = fold(text)
    rules: tuple[Callable[[str], Iterator[Finding]], ...] = (
        _emails,
        _ids,
        _plates,
        _cards,
        _accounts,
        _phones,
    )
    found = without_overlaps([finding for rule in rules for finding in rule(folded)])
    return without_overlaps(found + list(_chained(folded, found)))


def _emails(text: str) -> Iterator[Finding]:
    for hit in EMAIL_SHAPE.finditer(text):
        yield Finding(*hit.span(), Kind.EMAIL, "address")


def _ids(text: str) -> Iterator[Finding]:
    for hit in ID_SHAPE.finditer(text):
        plain = re.sub(r"[ -]", "", hit.group())
        if check_id_number(plain) and _lived(plain[6:14]):
            yield Finding(*hit.span(), Kind.ID, "check digit")
        elif ID_WORD.search(_before(text, hit.start())):
            yield Finding(*hit.span(), Kind.ID, "word before")
    for hit in OLD_ID.finditer(text):
        if _lived(f"19{hit.group()[6:12]}") and ID_WORD.search(_before(text, hit.start())):
            yield Finding(*hit.span(), Kind.ID, "word before")


def _lived(day: str) -> bool:
    """Could somebody alive be born on this day (YYYYMMDD)?"""
    try:
        return 1900 <= date(int(day[:4]), int(day[4:6]), int(day[6:])).year <= 2100
    except ValueError:
        return False


def _plates(text: str) -> Iterator[Finding]:
    for hit in PLATE_SHAPE.finditer(text):
        yield Finding(*hit.span(), Kind.PLATE, "shape")


def _cards(text: str) -> Iterator[Finding]:
    for hit in CARD_SHAPE.finditer(text):
        before = _before(text, hit.start())
        if NOT_A_CARD.search(before):
            continue
        if luhn(re.sub(r"\D", "", hit.group())):
            yield Finding(*hit.span(), Kind.CARD, "check digit")
        elif CARD_WORD.search(before):
            yield Finding(*hit.span(), Kind.CARD, "word before")


def luhn(digits: str) -> bool:
    """Is the last digit the right check of the others (ISO/IEC 7812)?"""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _accounts(text: str) -> Iterator[Finding]:
    for hit in ACCOUNT_SHAPE.finditer(text):
        yield Finding(*hit.span(1 if hit[1] else 2), Kind.ACCOUNT, "word before")


def _phones(text: str) -> Iterator[Finding]:
    for pattern in (MOBILE, SPOKEN_MOBILE, LANDLINE, ABROAD):
        for hit in pattern.finditer(text):
            if not _is_other(text, hit):
                yield Finding(*hit.span(), Kind.PHONE, "shape")
    for hit in LOCAL.finditer(text):
        if PHONE_WORD.search(_before(text, hit.start())) and not _is_other(text, hit):
            yield Finding(*hit.span(), Kind.PHONE, "word before")


def _is_other(text: str, hit: re.Match[str]) -> bool:
    """Do the words around say that the number is an amount, or the number of some paper?"""
    before = _before(text, hit.start())
    if re.search(r"[A-Za-z]$", before) and not PHONE_WORD.search(before):
        return True
    named = NOT_A_PHONE.search(before) and not PHONE_WORD.search(before)
    return bool(named or AMOUNT_AFTER.match(text, hit.end()))


def _chained(text: str, found: list[Finding]) -> Iterator[Finding]:
    """Local numbers that follow another number: 3322792、3321147."""
    ends = {finding.end for finding in found if finding.kind == Kind.PHONE}
    for hit in LOCAL.finditer(text):
        for gap in (1, 2):
            start = hit.start() - gap
            if start in ends and CHAIN.match(text[start : hit.start()]):
                ends.add(hit.end())
                yield Finding(*hit.span(), Kind.PHONE, "beside another")


def _before(text: str, start: int) -> str:
    return text[max(0, start - BEFORE) : start]
