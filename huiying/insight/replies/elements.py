"""The elements of a complete reply: matter, measure, time, basis, contact. Each with its evidence."""

import re
from enum import StrEnum

from huiying.insight.redaction.spans import fold
from huiying.insight.replies.anatomy import is_receipt, substance
from huiying.insight.replies.relevance import shared_words


class Element(StrEnum):
    """What a complete reply has."""

    MATTER = "matter"
    MEASURE = "measure"
    TIME = "time"
    BASIS = "basis"
    CONTACT = "contact"


MEASURE = re.compile(
    r"已经?(?!收|转|经|阅|知)|将(?!您|你)|正在|责令|要求|督促|组织|安排|派|拆除|整改|处罚|立案|查处|修[复好建缮]|维修|清[理运除]|启动|施工|建设|完[成工]|协调|约谈|开展|加强|加大|核实|检查|巡查|整治"
    r"|检测|发放|退还|办结|解决|落实|研究|规划|列入|纳入|批复|申报|取缔|关闭|可以|可(?:向|到|在|持|凭|通过|按|直接|享受)|需要?|须|应当?|凭|持|提供|办理|申请|提交|不(?:予|能|可|得|需|符合|属|存在|支持|再)|未(?:发现|纳入|列入)|暂(?:不|未)|没有|属于|符合|享受|按照"
)
TIME = re.compile(
    r"(?:19|20)\d{2}年|(?<![\d.])\d{1,2}月(?:\d{1,2}[日号]|底|初|中旬|上旬|下旬|份|前|后)?|(?:今|明|去|前|本)年|年(?:底|内|初|前)|[上下]半年|[上下]旬|月底|月内|本月|下月|(?:\d{1,4}|[一二三四五六七八九十]{1,4})个?(?:工作日|天内|日内|个月内|周内|小时内)"
    r"|[春夏秋冬]季|[一二三四]季度|当[天日晚]|(?:昨|今|明)[天日晚]"
)
RULE_NAME = re.compile(r"[《〈][^》〉]{0,60}[》〉]")
BASIS = re.compile(
    r"[《〈][^》〉]{2,60}(?:法|条例|办法|规定|通知|意见|细则|方案|规划|标准|规范|纲要|规程|准则|目录|决定|指南|制度|解释|规则|批复|公告|措施|合同|协议|纪要|函|文件|政策)(?:[^》〉]{0,16})[》〉]"
    r"|[〔\[(【](?:19|20)\d{2}[〕\])】]\s*第?\d{1,5}号|政府发文\]?\d{0,5}号|第[\d一二三四五六七八九十百]{1,6}条|\d{1,5}号(?:文件|令)"
    r"|(?:根据|按照|依据|依照|参照)[^,，。]{2,40}(?:法|条例|办法|文件|规定|政策|标准|通知|规划|要求|精神|细则|方案)"
)
STRONG_BASIS = re.compile(
    r"[《〈〔\[【]|第[\d一二三四五六七八九十百]{1,6}条|\d{1,5}号|法|条例|办法"
)
CONTACT = re.compile(
    r"(?:电话|致电|拨打|热线|联系方式|联系)[^。;；]{0,24}?(?:[\d*]{3,}[\d*-]*|\d{5})|1[3-9]\d{9}|0\d{2,3}-[\d*]{6,}|(?:联系人|窗口地址|办公地址)[:：]"
)
EVIDENCE = 24
"""Characters of a reply that a reason quotes at most."""


def elements_of(title: str, detail: str, reply: str) -> dict[Element, str]:
    """The elements a reply has, each with the words that show it."""
    body = substance(reply)
    found: dict[Element, str] = {}
    if is_receipt(reply):
        return found
    if words := shared_words(title, detail, reply):
        found[Element.MATTER] = " ".join(words[:3])
    rules_out = RULE_NAME.sub("", body)
    for element, pattern, where in (
        (Element.MEASURE, MEASURE, body),
        (Element.TIME, TIME, rules_out),
        (Element.CONTACT, CONTACT, fold(reply)),
    ):
        if hit := pattern.search(where):
            found[element] = hit.group()[:EVIDENCE]
    if basis := next(
        (hit for hit in BASIS.finditer(body) if STRONG_BASIS.search(hit.group())), None
    ):
        found[Element.BASIS] = basis.group()[:EVIDENCE]
    return found
