"""Is a reply plain? Broken off, long sentences, endless, or full of officialese: each told alone."""

import re

from huiying.insight.replies.anatomy import LETTER_DATE, Part, clauses, substance
from huiying.insight.replies.remarks import Note, Remark
from huiying.insight.text import sentences

LONG_SENTENCE = 180
"""Characters of a sentence from which it is hard to follow."""
LONG_REPLY = 500
"""Characters from which a reply is hard to read through."""
PHRASES = 3
"""Set phrases in a hundred characters from which a reply is officialese."""
OFFICIALESE = re.compile(
    r"进一步|切实|狠抓|贯彻|落实(?:好|到位)|统筹|长效机制|常态化|抓手|大力|积极(?:推进|争取|配合|协调)|全面推进|不断(?:加强|提升|完善|优化)|有效(?:改善|提升|遏制)"
    r"|稳步|深入|扎实|着力|充分发挥|提质|高位推动|以人为本|为民|获得感|再上新台阶|强化|夯实|压实|牵头抓总|形成合力"
)
ENDINGS = frozenset('。!！?？.…）)】]”"~》>；;、')
BROKEN = re.compile(r"(?:[:：,，、]|如下|的来由|因为|由于|以及|和|及|与)\s*$")


def plain_notes(reply: str) -> list[Note]:
    """What makes a reply hard to understand; none of them when it is plain."""
    body = substance(reply)
    notes = []
    if _says_nothing(reply) or BROKEN.search(_without_date(reply)):
        notes.append(Note(Remark.BROKEN_OFF, reply.strip()[-12:]))
    longest = max((len(part) for part in sentences(body)), default=0)
    if longest > LONG_SENTENCE:
        notes.append(Note(Remark.LONG_SENTENCES, str(longest)))
    if len(body) > LONG_REPLY:
        notes.append(Note(Remark.LONG, str(len(body))))
    phrases = OFFICIALESE.findall(body)
    if len(phrases) >= PHRASES and len(phrases) * 100 > PHRASES * len(body):
        notes.append(Note(Remark.OFFICIALESE, " ".join(phrases[:3])))
    return notes


def _says_nothing(reply: str) -> bool:
    """Nothing but a greeting and a date."""
    return {clause.part for clause in clauses(reply)} <= {Part.GREETING, Part.DATE, Part.SIGNATURE}


def _without_date(reply: str) -> str:
    return LETTER_DATE.sub("", reply.strip()).strip()
