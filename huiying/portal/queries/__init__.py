"""What the public's pages read."""

from huiying.portal.queries.likely import Guess, likely_category
from huiying.portal.queries.notices import Notice, Part, current_version, notice
from huiying.portal.queries.places import (
    area_coded,
    area_named,
    areas_called,
    unit_coded,
    unit_named,
    units_called,
)
from huiying.portal.queries.published import (
    PublicFilter,
    categories,
    published,
    published_case,
    similar_to,
)
from huiying.portal.queries.questions import question, question_categories, questions
from huiying.portal.queries.ratings import callback_of, visit_of
from huiying.portal.queries.stories import Story, open_steps, story_of

__all__ = [
    "Guess",
    "Notice",
    "Part",
    "PublicFilter",
    "Story",
    "area_coded",
    "area_named",
    "areas_called",
    "callback_of",
    "categories",
    "current_version",
    "likely_category",
    "notice",
    "open_steps",
    "published",
    "published_case",
    "question",
    "question_categories",
    "questions",
    "similar_to",
    "story_of",
    "unit_coded",
    "unit_named",
    "units_called",
    "visit_of",
]
