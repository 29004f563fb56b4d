"""Reply quality: a checklist of what can be seen in a reply, before it is sent and in review."""

from huiying.insight.replies.checking import Check, Grade, Letter, check
from huiying.insight.replies.copies import copies
from huiying.insight.replies.elements import Element
from huiying.insight.replies.remarks import Note, Remark

__all__ = ["Check", "Element", "Grade", "Letter", "Note", "Remark", "check", "copies"]
