"""What can be said of a reply: remarks, each with the words or the number behind it."""

from dataclasses import dataclass
from enum import StrEnum


class Remark(StrEnum):
    """A line of the checklist that is not as it should be."""

    RECEIVED_ONLY = "received_only"
    ASKS_FOR_MORE = "asks_for_more"
    WHOM_TO_ASK = "whom_to_ask"
    OFF_TOPIC = "off_topic"
    MISSING = "missing"
    NO_REASONS = "no_reasons"
    BROKEN_OFF = "broken_off"
    LONG_SENTENCES = "long_sentences"
    LONG = "long"
    OFFICIALESE = "officialese"
    COPY = "copy_of"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark and what shows it: words of the reply, a number, or the id of another reply."""

    remark: Remark
    words: str = ""

    def __str__(self) -> str:
        return f"{self.remark}: {self.words}" if self.words else str(self.remark)
