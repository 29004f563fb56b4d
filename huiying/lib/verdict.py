"""An answer to "may this be done?" that keeps the reason for a no."""

from dataclasses import dataclass

from huiying.lib.errors import Refused


@dataclass(frozen=True)
class Verdict:
    refusal: Refused | None = None

    def __bool__(self) -> bool:
        return self.refusal is None

    def require(self) -> None:
        """Raise the refusal, if there is one."""
        if self.refusal is not None:
            raise self.refusal


YES = Verdict()


def no(refusal: Refused) -> Verdict:
    return Verdict(refusal)
