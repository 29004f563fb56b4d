"""What a unit does with a case it has: speak with the person, look into it, reply."""

from huiying.cases import actions
from huiying.cases.choices import TryResult
from huiying.cases.demo.story import Life, Story
from huiying.cases.queries import current_lead
from huiying.people.models import Person


def contacted(story: Story, by: Person) -> Life:
    if not story.request.contact_phone:
        return
    yield story.soon(0.2, 4)
    if story.seldom(0.12):
        result = story.chance.choice((TryResult.NO_ANSWER, TryResult.BUSY))
        missed = story.word("missed")
        actions.contact(story.case, by=by, now=story.now, result=result, text=missed)
        yield story.after(2.1, 5)
    text = story.word("contact")
    actions.contact(story.case, by=by, now=story.now, result=TryResult.REACHED, text=text)


def replied(story: Story, by: Person, text: str) -> Life:
    """Work on it, mostly within the time given, and reply."""
    left = _hours_left(story)
    if story.seldom(0.2):
        yield story.soon(left * 0.1, left * 0.3)
        actions.note(story.case, by=by, now=story.now, text=story.word("note"))
        left = _hours_left(story)
    if story.stop:
        yield story.soon(left * 0.05, left * 0.2)
    elif story.seldom(0.07):
        yield story.after(left + 2, left + 40)
    else:
        yield story.soon(left * 0.15, left * 0.7)
    actions.reply(story.case, by=by, now=story.now, text=text)


def _hours_left(story: Story) -> float:
    lead = current_lead(story.case)
    assert lead is not None
    return max((lead.due - story.now).total_seconds() / 3600, 0.5)
