"""What a reply is made of: greeting, receipt, passing on, thanks; and the substance that is left."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from huiying.insight.redaction.spans import fold

CLAUSE = re.compile(r"[^,，。！!；;：:？?\s]+[,，。！!；;：:？?\s]*")
NICKNAME = re.compile(
    r"[“\"]?(?:uu|a)\d{4,}[”\"]?|(?<=网友)[“\"][^”\"]{1,20}[”\"]|[“\"][^”\"]{1,20}[”\"](?=网友)"
)
LETTER_DATE = re.compile(
    r"(?:[12]\d{3}|[二〇零一九]{4})[年.](?:\d{1,2}|[一二三四五六七八九十]+)[月.](?:\d{1,2}|[一二三四五六七八九十]+)日?"
    r"(?=\s*(?:$|尊敬|网友|网民|您好|你好|“|\"|。?\s*$))"
)
"""The date under a letter; dates inside a sentence are left."""
HAN = re.compile(r"[\u4e00-\u9fff]")
LETTER = re.compile(r"[a-z0-9\u4e00-\u9fff]")
ENOUGH = 9
"""Characters of substance below which a reply only tells that something was received."""


class Part(StrEnum):
    """What a clause does."""

    GREETING = "greeting"
    RECEIPT = "receipt"
    FORWARD = "forward"
    LATER = "later"
    THANKS = "thanks"
    HEADING = "heading"
    DATE = "date"
    SIGNATURE = "signature"
    SUBSTANCE = "substance"


_WHO = r"网友|网民|市民|居民|群众|同志|朋友|先生|女士|写信人|来信人|投诉人|信访人|家长|乘客|用户|业主|大家|各位"
_DONE = "修办做弄装搞换补铺盖接调养建抓清洗种栽备配保改护完整疏通"
"""What may be done well (修好) and is no greeting then."""
_WHERE = r"部门|单位|科室|公司|中心|集团|机关|职能|局|委|办|县|市|区|镇|乡|街道|院|社区|村|校|所|厅|处|队|会|园区|平台"
RULES: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        Part.DATE,
        re.compile(
            r"^\W*(?:[\d〇零一二三四五六七八九十]{2,4}[年./-])?[\d一二三四五六七八九十]{0,4}[月./-][\d一二三四五六七八九十]{1,4}日?\W*$|^[\W\d]*$"
        ),
    ),
    (
        Part.GREETING,
        re.compile(
            rf"^\W*(?:尊敬的?|亲爱的?|热心的?|各位)?[^,，]{{0,24}}(?:您|你|们|大家)?(?<![{_DONE}])(?<!处理|治理|整理|管理)好\W*$|^\W*(?:尊敬的?|亲爱的?|热心的?)?(?:{_WHO})\W*[^,，。]{{0,16}}\W*$"
            r"|^\W*uu\d+\W*$|^\W*[“\"][^”\"]{1,20}[”\"]\W*$|^\W*uu\d+\W*(?:您|你)好?\W*$"
        ),
    ),
    (
        Part.LATER,
        re.compile(
            r"(?:如有|有(?:了)?)(?:相关|新的?|最新|进一步|具体)?(?:情况|进展|结果|信息)|(?:及时|尽快|第一时间|随后|稍后|近期|适时|另行|再行?|再次|将)[^,，]{0,8}(?:反馈|答复|回复|告知|回应)"
            r"|后续回复|近期回复|敬请(?:关注|留意|期待)|耐心等待|^\W*[等待][^,，]{0,8}核实[^,，]{0,4}后|^\W*现?正在(?:积极)?(?:处理|办理)|作出批示|[作做]出(?:了)?(?:回复|答复)|正在(?:积极|进一步)?(?:调查|处理|办理|核实)(?:处理|核实|之)?中?\W*$|严格核实|督促办理|留下(?:您|你)的联系方式|予以(?:答复|回复|反馈)|(?:办理|处理|调查)(?:情况|结果)[^,，]{0,12}(?:反馈|答复|回复|告知)"
        ),
    ),
    (
        Part.FORWARD,
        re.compile(
            rf"(?:已|己|经|将|现|均|立即|正|并|建议|请)?[^,，]{{0,14}}(?:转交|转至|转到|转给|转办|转达|转请|转往|移交|移送|批转|交办|交由|转由|交(?:相关|有关|各相关)|汇报给|发函给|上报给|转相关|转有关|已转|己转|将[^,，]{0, 10}(?:问题|情况|来信|留言|建议|诉求)交(?=[^,，]{0, 16}(?:{_WHERE}))|转(?=[^,，]{{1,16}}(?:{_WHERE}|处理|核实|调查|办理|核查|核处|办复|答复))"
            rf"|(?:已|己|并|现)交(?=[^,，]{{0,16}}(?:{_WHERE}))|反馈[给至到](?:{_WHERE}|相关|有关))"
        ),
    ),
    (
        Part.RECEIPT,
        re.compile(
            r"收悉|已收到|收到了|已阅|获悉|知悉|已知晓|已收|敬悉|已受理|已经收到|来信收到|留言收到"
        ),
    ),
    (
        Part.THANKS,
        re.compile(
            r"感谢|谢谢|多谢|致谢|(?:欢迎|希望)[^,，]{0,14}(?:一如既往|继续|监督|提|建言|关注|来|多)|祝(?:您|你|愿|工作|生活|身体|阖家)|敬请(?:谅解|理解)|(?:理解|支持|谅解|监督|关注|配合|关心)(?:和|与|、|及)?(?:理解|支持|谅解|监督|关注|配合|信任|鼓励)?[!！。]*$"
            r"|特此(?:回复|答复|告知)|此复|请(?:您|你)?(?:予以)?(?:谅解|理解)|望(?:您|你)?(?:谅解|理解)|^\W*(?:的)?(?:关心|支持|理解|监督)|提出(?:的)?宝贵(?:的)?(?:意见|建议)|多提[^,，]{0,6}(?:意见|建议)|帮助到(?:您|你)|祝天天|请勿重复|一如既往|对市民[^,，]{0,6}有帮助|继续努力|关注[^,，]{1,8}的?发展|生活愉快|工作顺利"
        ),
    ),
    (
        Part.HEADING,
        re.compile(
            r"(?:回复|答复|说明|反馈|汇报|解答|情况|报告|公布|转载|做出回复|解释)如下|如下[:：]|^\W*(?:现|现将|现就|特)[^,，]{0,30}(?:回复|答复|说明|反馈|解答)\W*$|高度重视|十分重视|非常重视|领导重视"
            r"|^\W*(?:关于|针对|对于|就)?(?:您|你|网友|群众|所)?(?:您|你)?(?:所)?(?:反映|反应|咨询|提出|投诉|提到|留言|来信|反馈)的?[^,，]{0,14}(?:问题|情况|事项|诉求|留言|内容)?\W*$"
            r"|^\W*(?:关于|针对|就)(?:您|你)[^,，]{0,24}(?:问题|情况)\W*$|^\W*(?:经|根据)?(?:调查|核实|核查|了解|研究|调查核实|认真调查|调查处理|相关部门调查)\W*$|立即[^,，]{0,10}(?:调查|核实|了解|处理)\W*$|回复链接|^\W*https?|/(?:www\.)?baidu|^//|^\W*(?:通过|在)[^,，]{0,10}(?:平台|问政)"
        ),
    ),
    (
        Part.SIGNATURE,
        re.compile(
            rf"^\W*(?!.*(?:请|咨询|联系|致电|属于))[\u4e00-\u9fffa-z\d]{{2,18}}(?:{_WHERE}|政府|大队|支队|分局|网宣办|网信办|网管办|联社)(?:回复)?\W*$"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Some words of a reply and what they do."""

    words: str
    part: Part


@lru_cache(maxsize=512)
def clauses(reply: str) -> tuple[Clause, ...]:
    """The clauses of a reply, in order."""
    folded = fold(reply.replace("_x000D_", "")).lower()
    folded = NICKNAME.sub("", LETTER_DATE.sub("\n", folded))
    return tuple(Clause(words, part_of(words)) for words in CLAUSE.findall(folded))


def part_of(words: str) -> Part:
    """The first rule that fits tells what a clause does; a clause that none fits is substance."""
    bare = words.strip()
    return next((part for part, pattern in RULES if pattern.search(bare)), Part.SUBSTANCE)


def substance(reply: str) -> str:
    """What is left of a reply without greeting, receipt, passing on, thanks, headings and dates."""
    return "".join(clause.words for clause in clauses(reply) if clause.part == Part.SUBSTANCE)


def is_receipt(reply: str) -> bool:
    """Does it only say that something was received, passed on, or thank?"""
    return len(LETTER.findall(substance(reply))) < ENOUGH
