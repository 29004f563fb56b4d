"""Plain decisions about what people say of an answer."""

from huiying.cases.choices import CaseState


def is_changeable(case_state: str, *, rating_round: int, lead_round: int) -> bool:
    """Whether a person may still change what they said: until the case closes (C23), and only about
    the round that is being asked about."""
    return case_state == CaseState.PENDING_CALLBACK and rating_round == lead_round
