"""Requests and cases in words that anybody understands."""

from huiying.portal.presenters.progress import Face, face_of, happenings, promise, standing_of
from huiying.portal.presenters.receipts import accept_limit, next_steps
from huiying.portal.presenters.tiles import GRADE_FACES, KIND_EXAMPLES, tiles
from huiying.portal.presenters.words import BUTTONS, STATES, state_of

__all__ = [
    "BUTTONS",
    "GRADE_FACES",
    "KIND_EXAMPLES",
    "STATES",
    "Face",
    "accept_limit",
    "face_of",
    "happenings",
    "next_steps",
    "promise",
    "standing_of",
    "state_of",
    "tiles",
]
