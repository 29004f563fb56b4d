"""Places named in free text, matched to the area tree.

People write a village without its township, a county without "county", a road or an estate that no
table of areas knows. Names are looked up in official and everyday forms; where a name occurs in
several places, what else the text names, and the area one starts from, decide; where that decides
nothing, the answer is the area that all of them lie in, or none. Roads and estates are learnt from
cases of which the area is known.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import rjieba

from huiying.lib.codes import PREFIX_LENGTH, pad12

VILLAGE = 5
ENDINGS: Mapping[int, re.Pattern[str]] = {
    1: re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$"),
    2: re.compile(r"(?:市|地区|盟|(?:\w{1,3}族)*自治州)$"),
    3: re.compile(r"(?:新区|区|市|(?:\w{1,3}族)*自治县|县|(?:自治)?旗)$"),
    4: re.compile(r"(?:街道办事处|街道|(?:\w{1,3}族)?乡|镇|苏木|地区)$"),
    5: re.compile(r"(?:村民委员会|村委会|居民委员会|居委会)$"),
}
"""What an official name of each level (province 1 … village 5) ends with."""
NO_PLACES = frozenset(
    ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "城中村委会"]
)
PLACE_TAGS = ("ns", "nz", "nr")  # places, other proper names, persons: what places are named after
NAME_GOES_ON = frozenset("路街道巷桥站大小花广公中学医院西东南北")
"""After a short form these signs make another name: 朝阳 in 朝阳路 is no district."""
WHOLE, SHORT, ALIAS = 1.0, 0.5, 0.9  # how much a mention counts by its form
ANCESTOR, NEAR, TITLE = 0.8, 0.6, 0.3  # … for a named area above, for lying inside, in the title
TIE = 0.05
LEAST = 0.9  # points from which on a place is told
LANDMARK = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:大道|大街|路|街|巷|小区|花园|家园|花苑|公寓|广场|新村|名苑|学校|中学|小学)"
)
LEADS_IN = re.compile(r"^.*(?:位于|住在|家住|关于|就是|[在的从是到有到于至由住与和及])")
LEARNT_FROM = 3  # cases that name a landmark before it stands for an area
AGREEING = 0.9


@dataclass(frozen=True, slots=True)
class Area:
    code: str  # 12 digits
    name: str
    level: int

    @property
    def prefix(self) -> str:
        return self.code[: PREFIX_LENGTH[self.level]]

    def holds(self, other: "Area") -> bool:
        return self.level < other.level and other.code.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, and every area it may mean."""

    text: str
    start: int
    weight: float
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The area a message speaks of, how surely (0 to 1), and the names that say so."""

    area: Area
    confidence: float
    names: tuple[str, ...]


class Gazetteer:
    """An area tree made ready for finding; build it once. `aliases` are (name, area code)."""

    def __init__(
        self, areas: Iterable[tuple[str, str, int]], aliases: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._forms: defaultdict[str, dict[Area, float]] = defaultdict(dict)
        self._above: dict[tuple[int, str], Area] = {}
        for code, name, level in areas:
            if name not in NO_PLACES:
                self._add(Area(pad12(code), name, level))
        by_code = {area.code: area for area in self._above.values()}
        for name, code in aliases:
            if code in by_code:
                self._forms[name][by_code[code]] = ALIAS
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for form in self._forms:
            lengths[form[:2]].add(len(form))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}

    def mentions(self, text: str) -> list[Mention]:
        """Names of areas in the text from left to right, the longest at each place."""
        found: list[Mention] = []
        place = 0
        while place < len(text) - 1:
            mention = self._at(text, place)
            if mention:
                found.append(mention)
            place += len(mention.text) if mention else 1
        return found

    def locate(self, title: str, detail: str = "", *, near: str = "") -> Whereabouts | None:
        """The area spoken of; None where the text does not tell.

        `near` is the code of an area, shortened to its digits (such as "4301"), that speaks for
        what lies inside it: the unit's own, or the sender's.
        """
        mentions = self.mentions(f"{title}\n{detail}")
        points = self._points(mentions, len(title), near)
        best = [area for mention in mentions if (area := self._meant(mention, points)) is not None]
        if not best:
            return None
        area = max(best, key=lambda each: (round(points[each], 6), each.level, each.code))
        if points[area] < LEAST:
            return None
        apart = (each for each in best if each != area)
        rivals = (points[each] for each in apart if not (each.holds(area) or area.holds(each)))
        rival = max(rivals, default=0.0)
        names = [m.text for m in mentions if any(a == area or a.holds(area) for a in m.areas)]
        confidence = points[area] / (points[area] + rival)
        return Whereabouts(area, confidence, tuple(dict.fromkeys(names)))

    def _add(self, area: Area) -> None:
        self._above[area.level, area.prefix] = area
        for form, weight in _forms(area.name, area.level):
            known = self._forms[form]
            known[area] = max(weight, known.get(area, 0.0))

    def _at(self, text: str, place: int) -> Mention | None:
        for length in self._lengths.get(text[place : place + 2], ()):
            name = text[place : place + length]
            meant = self._forms.get(name)
            if meant is None or len(name) < length:
                continue
            weight = max(meant.values())
            if weight > SHORT or text[place + length : place + length + 1] not in NAME_GOES_ON:
                areas = tuple(area for area, each in meant.items() if each == weight)
                return Mention(name, place, weight, areas)
        return None

    def _points(self, mentions: Sequence[Mention], title_ends: int, near: str) -> dict[Area, float]:
        """How much speaks for each area that a name may mean."""
        own: dict[Area, float] = {}
        for mention in mentions:
            weight = mention.weight + (TITLE if mention.start < title_ends else 0)
            for area in mention.areas:
                own[area] = max(weight, own.get(area, 0.0))
        return {
            area: weight
            + sum(ANCESTOR * min(own.get(above, 0.0), 1.0) for above in self._ancestors(area))
            + (NEAR if near and area.code.startswith(near) else 0.0)
            for area, weight in own.items()
        }

    def _ancestors(self, area: Area) -> Iterator[Area]:
        for level in range(1, area.level):
            above = self._above.get((level, area.code[: PREFIX_LENGTH[level]]))
            if above:
                yield above

    def _meant(self, mention: Mention, points: Mapping[Area, float]) -> Area | None:
        """The one area a name means; the area all likely ones lie in, if that one is named too."""
        most = max(points[area] for area in mention.areas)
        likely = [area for area in mention.areas if points[area] > most - TIE]
        if len(likely) == 1:
            return likely[0]
        shared = set.intersection(*(set(self._ancestors(area)) for area in likely))
        named = [area for area in shared if area in points]
        return max(named, key=lambda area: area.level, default=None)


def _forms(name: str, level: int) -> Iterator[tuple[str, float]]:
    """The ways people write an area's name."""
    yield name, WHOLE
    stem = ENDINGS[level].sub("", name)
    if level == VILLAGE:
        yield from _village_forms(name, stem)
    elif len(stem) > 1 and stem != name:
        if not _is_common(stem):
            yield stem, SHORT
        if level == VILLAGE - 1 and "街道" in name:
            yield f"{stem}街道", WHOLE
            yield f"{stem}街道办", WHOLE
            yield f"{stem}办事处", WHOLE


def _is_common(stem: str) -> bool:
    """Is it a word of everyday speech (公平, 幸福), so that alone it names no place?"""
    tags = {tag for _, tag in rjieba.tag(stem)} if rjieba.has_word(stem) else set()
    return bool(tags) and not any(tag.startswith(PLACE_TAGS) for tag in tags)


def _village_forms(name: str, stem: str) -> Iterator[tuple[str, float]]:
    bare = re.sub(r"(?:社区|村)$", "", stem)
    kinds = ("社区", "居委会") if "居" in name[len(bare) :] or "社区" in name else ("村", "村委会")
    if len(bare) > 1:
        yield from ((f"{bare}{kind}", WHOLE) for kind in kinds)
    if len(bare) > 2 and not _is_common(bare):
        yield bare, SHORT


def landmarks(text: str) -> list[str]:
    """Roads, estates and schools that a text names, each once."""
    found = (LEADS_IN.sub("", hit) for hit in LANDMARK.findall(text))
    return [name for name in dict.fromkeys(found) if len(name) > 2]


def learn_landmarks(cases: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Landmarks that stand for one area, as aliases (name, area code), from (text, area code)."""
    codes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, code in cases:
        for name in landmarks(text):
            codes[name][code] += 1
    return sorted(
        (name, code)
        for name, counted in codes.items()
        for code, times in counted.most_common(1)
        if times >= LEARNT_FROM and times >= AGREEING * counted.total()
    )
