"""Who can stand as `by` of a step."""

from dataclasses import dataclass

from huiying.audit.actions import Actor as Timer
from huiying.people.models import Person


@dataclass(frozen=True)
class Requester:
    """Somebody who proved, by number and code or by a link, that this request is theirs."""

    request_id: int

    @property
    def audit_name(self) -> str:
        return f"requester:{self.request_id}"


@dataclass(frozen=True)
class Public:
    """Somebody at a public page, not known to us and not asked."""

    audit_name: str = "public"


PUBLIC = Public()


@dataclass(frozen=True)
class Outside:
    """A body outside the platform, at the page behind the link it was sent; it sees no case."""

    opinion_id: int

    @property
    def audit_name(self) -> str:
        return f"outside:{self.opinion_id}"


By = Person | Requester | Timer | Public | Outside
