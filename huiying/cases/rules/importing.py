"""How the columns of somebody else's list become requests: the mapping, read from TOML or proposed."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from huiying.cases.choices import Kind
from huiying.lib.errors import Listing, NotPossible, gettext_noop
from huiying.lib.text import normalise_text
from huiying.lib.toml import fault

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "external_no": (
        "external_no", "number", "id", "no", "ticket", "message_id", "编号", "工单编号", "工单号", "诉求编号",
        "事项编号", "受理编号", "留言编号", "序号",
    ),
    "title": ("title", "subject", "标题", "主题", "诉求标题", "留言主题", "工单标题"),
    "text": (
        "text", "detail", "details", "content", "description", "内容", "诉求内容", "问题描述", "留言详情", "详情", "反映内容",
    ),
    "time": (
        "time", "submitted_at", "created_at", "date", "时间", "提交时间", "留言时间", "来电时间", "诉求时间", "受理时间", "登记时间",
    ),
    "reply": ("reply", "answer", "response", "答复", "答复意见", "答复内容", "回复", "回复内容", "办理结果", "处理结果"),
    "reply_time": ("reply_time", "replied_at", "answered_at", "答复时间", "回复时间", "办结时间", "反馈时间"),
    "sent_time": ("sent_time", "dispatched_at", "派单时间", "转办时间", "交办时间"),
    "kind": ("kind", "type", "业务类型", "诉求类型", "类型", "诉求类别"),
    "category": ("category", "一级分类", "分类", "内容分类", "问题分类", "诉求分类", "类别"),
    "name": ("name", "contact", "姓名", "联系人", "来电人", "诉求人", "留言人"),
    "phone": ("phone", "telephone", "mobile", "电话", "联系电话", "手机", "手机号", "来电号码"),
    "address": ("address", "住址", "联系地址", "家庭住址"),
    "place": ("place", "location", "地点", "事发地点", "地址", "发生地址", "事发地址"),
    "area": ("area", "area_code", "所属区划", "区划代码", "区划", "所属地区", "乡镇", "属地"),
    "unit": ("unit", "承办单位", "办理单位", "主办单位", "处理单位", "答复单位"),
    "secret": ("secret", "confidential", "是否保密", "保密"),
    "status": ("status", "state", "状态", "工单状态", "办理状态"),
}  # fmt: skip
"""Every field a row can give, and the headings by which a column for it is recognised."""

NEEDED = ("text",)
WITH_WORDS = ("kind", "category", "area", "unit")
NO_CONSTANT = ("external_no", "text", "reply", "status")
MOST = {
    "external_no": 60,
    "title": 100,
    "text": 5000,
    "reply": 5000,
    "name": 30,
    "place": 200,
    "address": 200,
}
"""Characters that fit."""  # fmt: skip

KIND_WORDS: Mapping[str, Kind] = {
    "求助": Kind.HELP, "求助类": Kind.HELP, "诉求": Kind.HELP, "反映": Kind.HELP, "其他": Kind.HELP, "其它": Kind.HELP,
    "咨询": Kind.QUESTION, "咨询类": Kind.QUESTION,
    "投诉": Kind.COMPLAINT, "投诉类": Kind.COMPLAINT,
    "举报": Kind.TIP_OFF, "举报类": Kind.TIP_OFF, "投诉举报": Kind.COMPLAINT,
    "建议": Kind.SUGGESTION, "意见建议": Kind.SUGGESTION, "建议类": Kind.SUGGESTION,
    "感谢": Kind.THANKS, "表扬": Kind.THANKS, "表扬类": Kind.THANKS,
}  # fmt: skip
YES_WORDS = frozenset({"1", "y", "yes", "true", "是", "保密", "对"})

NOT_TOML = gettext_noop("The mapping is not valid TOML: %(why)s.")
UNKNOWN_PART = gettext_noop(
    "The mapping has a part “%(name)s” that means nothing. Known: %(known)s."
)
UNKNOWN_FIELD = gettext_noop("“%(name)s” in [%(part)s] is no field of a request. Known: %(known)s.")
NOT_TEXT = gettext_noop("“%(name)s” in the mapping must be text in quotation marks.")
NO_TEXT_COLUMN = gettext_noop("The mapping names no column for the text of the request.")
NO_CONSTANT_HERE = gettext_noop("“%(name)s” cannot be the same for all rows; name a column for it.")
NOT_THERE = gettext_noop("The file has no column “%(column)s”. It has: %(known)s.")
LONG_SOURCE = gettext_noop("The name of the source may have at most %(most)s characters.")

DEFAULT_SOURCE = "import"
MAX_SOURCE = 40
_PARTS = ("source", "columns", "constants", "words", "times", "skip")
_NONE: Mapping[str, str] = MappingProxyType({})


class BadMapping(NotPossible):
    """These columns cannot be read as requests."""


@dataclass(frozen=True)
class ColumnMap:
    """Which column gives which field, and what its words mean."""

    columns: Mapping[str, str]
    """Field → heading of its column."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Field → value for every row whose own cell is empty."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → word in the file → code here."""
    time_formats: tuple[str, ...] = ()
    """Tried first, in the notation of strptime; usual ways of writing a time need none."""
    skip: tuple[str, ...] = ()
    """Rows with one of these words in the status column are left out."""
    source: str = ""

    def places(self, header: Iterable[str]) -> dict[str, int]:
        """Field → index of its column. Raises BadMapping for a heading the file does not have."""
        names = list(header)
        known = {_plain(name): i for i, name in reversed(list(enumerate(names)))}
        for heading in self.columns.values():
            if _plain(heading) not in known:
                raise BadMapping(NOT_THERE, column=heading, known=Listing(filter(None, names)))
        return {name: known[_plain(heading)] for name, heading in self.columns.items()}

    def word(self, name: str, text: str) -> str:
        """What a word of the file means here, by the mapping; otherwise the word itself."""
        return self.words.get(name, _NONE).get(text, text)

    def as_dict(self) -> dict[str, object]:
        """The shape of the TOML file, without what is empty."""
        found: dict[str, object] = {
            "source": self.source,
            "columns": dict(self.columns),
            "constants": dict(self.constants),
            "words": {name: dict(words) for name, words in self.words.items() if words},
            "times": {"formats": list(self.time_formats)} if self.time_formats else {},
            "skip": {"status": list(self.skip)} if self.skip else {},
        }
        return {name: value for name, value in found.items() if value}


def column_map_of(text: str) -> ColumnMap:
    """Read a mapping file. Raises BadMapping with a sentence that names what is wrong."""
    try:
        return column_map(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(NOT_TOML, why=fault(error, text)) from error


def column_map(told: Mapping[str, object]) -> ColumnMap:
    """Check a mapping in the shape of its TOML file."""
    for name in told:
        if name not in _PARTS:
            raise BadMapping(UNKNOWN_PART, name=name, known=", ".join(_PARTS))
    columns, constants = _texts(told, "columns"), _texts(told, "constants")
    if not all(name in columns for name in NEEDED):
        raise BadMapping(NO_TEXT_COLUMN)
    for name in constants:
        if name in NO_CONSTANT:
            raise BadMapping(NO_CONSTANT_HERE, name=name)
    source = _text("source", told.get("source", ""))
    if len(source) > MAX_SOURCE:
        raise BadMapping(LONG_SOURCE, most=MAX_SOURCE)
    return ColumnMap(
        columns,
        constants,
        words=_words(told.get("words", {})),
        time_formats=_list(told.get("times", {}), "times", "formats"),
        skip=_list(told.get("skip", {}), "skip", "status"),
        source=source,
    )


def proposed(header: Iterable[str]) -> ColumnMap:
    """The mapping that the headings suggest; a field without a likely column is left out."""
    names = [name for name in header if name]
    plain = {_plain(name): name for name in reversed(names)}
    columns: dict[str, str] = {}
    for name, headings in HEADINGS.items():
        found = next((plain[_plain(each)] for each in headings if _plain(each) in plain), None)
        if found is not None and found not in columns.values():
            columns[name] = found
    return ColumnMap(columns)


def _plain(heading: str) -> str:
    return normalise_text(heading).replace(" ", "").replace("_", "")


def _texts(told: Mapping[str, object], part: str) -> dict[str, str]:
    found = _table(told.get(part, {}), part)
    for name in found:
        if name not in HEADINGS:
            raise BadMapping(UNKNOWN_FIELD, name=name, part=part, known=", ".join(HEADINGS))
    texts = {name: _text(name, value) for name, value in found.items()}
    return {name: text for name, text in texts.items() if text}


def _words(told: object) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, words in _table(told, "words").items():
        if name not in WITH_WORDS:
            raise BadMapping(UNKNOWN_FIELD, name=name, part="words", known=", ".join(WITH_WORDS))
        found[name] = {
            word: _text(word, value) for word, value in _table(words, f"words.{name}").items()
        }
    return found


def _list(told: object, part: str, name: str) -> tuple[str, ...]:
    found = _table(told, part)
    for each in found:
        if each != name:
            raise BadMapping(UNKNOWN_FIELD, name=each, part=part, known=name)
    value = found.get(name, [])
    if not isinstance(value, list):
        raise BadMapping(NOT_TEXT, name=f"{part}.{name}")
    return tuple(_text(name, each) for each in value)


def _table(value: object, part: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadMapping(UNKNOWN_PART, name=part, known=", ".join(_PARTS))
    return value


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadMapping(NOT_TEXT, name=name)
    return value.strip()


@dataclass(frozen=True)
class ImportRow:
    """One row, read and found good; ids are those of this platform."""

    number: int
    external_no: str
    title: str
    text: str
    kind: Kind
    category: str
    area_id: int
    area_code: str
    submitted_at: datetime | None = None
    reply: str = ""
    replied_at: datetime | None = None
    sent_at: datetime | None = None
    unit_id: int | None = None
    name: str = ""
    phone: str = ""
    address: str = ""
    place: str = ""
    is_confidential: bool = False
    cells: tuple[str, ...] = ()
    """The row as it stood in the file, for handing it back."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in one column of a row; `column` is the heading in the file."""

    column: str
    refusal: NotPossible


@dataclass(frozen=True)
class Rejected:
    """A row that does not come in, with all that is wrong with it."""

    number: int
    faults: tuple[Fault, ...]
    cells: tuple[str, ...] = ()
