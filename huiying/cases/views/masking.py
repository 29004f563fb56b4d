"""Private details made ready for templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiying.cases.choices.details import DETAIL_LABELS, WHY_LABELS
from huiying.cases.rules.details import Detail, Masking, pieces


@dataclass(frozen=True)
class DetailRow:
    """One decision: the detail, in words, and whether its box is ticked."""

    detail: Detail
    kind: object
    why: object
    is_ticked: bool


@dataclass(frozen=True)
class MaskingCard:
    """The details of the texts beside the texts with the details marked."""

    masking: Masking
    rows: Sequence[DetailRow]
    marked: Sequence[Sequence[tuple[str, Detail | None]]]
    is_check: bool = False
    """Shown to who publishes: what the drafter left is masked only when ticked."""


def card_for(
    masking: Masking, texts: Sequence[str], ticked: Mapping[str, bool], *, is_check: bool = False
) -> MaskingCard:
    rows = [
        DetailRow(
            each,
            DETAIL_LABELS[each.kind],
            WHY_LABELS.get(each.why, WHY_LABELS["shape"]),
            ticked.get(each.token, not is_check),
        )
        for each in masking.details
    ]
    return MaskingCard(masking, rows, [pieces(text, masking.details) for text in texts], is_check)
