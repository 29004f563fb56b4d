"""Enumerations of request handling. Codes follow the field's glossary; labels are what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    SUBMITTED = "SUBMITTED", _("Waiting to be accepted")
    NEEDS_INFO = "NEEDS_INFO", _("Waiting for details")
    NOT_COMPLETED = "NOT_COMPLETED", _("Closed without the details asked for")
    NOT_ACCEPTED = "NOT_ACCEPTED", _("Not accepted")
    ANSWERED = "ANSWERED", _("Answered directly")
    ON_CASE = "ON_CASE", _("Being handled")
    REPLIED = "REPLIED", _("Replied")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    CLOSED = "CLOSED", _("Closed")
    ARCHIVED = "ARCHIVED", _("Archived")


class CaseState(TextChoices):
    PENDING_DISPATCH = "PENDING_DISPATCH", _("Waiting for dispatch")
    CONSULTING = "CONSULTING", _("In consultation")
    PENDING_SIGN = "PENDING_SIGN", _("Waiting to be signed for")
    RETURN_PENDING = "RETURN_PENDING", _("Return being decided")
    IN_PROGRESS = "IN_PROGRESS", _("Being handled")
    ESCALATED = "ESCALATED", _("Departments called or escalated")
    PENDING_REVIEW = "PENDING_REVIEW", _("Reply under review")
    PENDING_CALLBACK = "PENDING_CALLBACK", _("Waiting for callback")
    REWORK = "REWORK", _("Being done again")
    LONG_TERM = "LONG_TERM", _("On a long-term plan")
    SUSPENDED_LEGAL = "SUSPENDED_LEGAL", _("On a legal route")
    TERMINATED = "TERMINATED", _("Terminated")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    MERGED = "MERGED", _("Merged")
    CLOSED = "CLOSED", _("Closed")
    ARCHIVED = "ARCHIVED", _("Archived")


class AssignmentState(TextChoices):
    PENDING_SIGN = "PENDING_SIGN", _("Waiting to be signed for")
    IN_PROGRESS = "IN_PROGRESS", _("Being handled")
    RETURN_PENDING = "RETURN_PENDING", _("Return being decided")
    RETURNED = "RETURNED", _("Returned")
    REPLIED = "REPLIED", _("Replied")
    REWORK = "REWORK", _("Being done again")
    ACCEPTED = "ACCEPTED", _("Reply accepted")
    ON_PLAN = "ON_PLAN", _("On a long-term plan")
    RECALLED = "RECALLED", _("Recalled")


class Part(TextChoices):
    """The two ways a unit takes part in a case."""

    LEAD = "LEAD", _("Lead unit")
    CO = "CO", _("Co-unit")


class Kind(TextChoices):
    """What sort of request it is (业务类型)."""

    HELP = "HELP", _("Asking for help")
    QUESTION = "QUESTION", _("Question")
    COMPLAINT = "COMPLAINT", _("Complaint")
    TIP_OFF = "TIP_OFF", _("Report of wrongdoing")
    SUGGESTION = "SUGGESTION", _("Suggestion")
    THANKS = "THANKS", _("Thanks")


class Channel(TextChoices):
    WEB = "WEB", _("Website")
    PHONE_ENTRY = "PHONE_ENTRY", _("Telephone, written down by staff")
    WINDOW = "WINDOW", _("At the counter")
    MOBILE = "MOBILE", _("Written down in the field")
    VISIT = "VISIT", _("Household visit")
    PAPER = "PAPER", _("Letter")
    TRANSFER_UP = "TRANSFER_UP", _("Passed on by an upper platform")
    TRANSFER_110 = "TRANSFER_110", _("Passed on by 110")
    SURVEY = "SURVEY", _("Survey")
    IMPORTED = "IMPORTED", _("Imported from another system")


class Priority(TextChoices):
    P1 = "P1", _("P1 Emergency")
    P2 = "P2", _("P2 Water, power, gas, heat")
    P3 = "P3", _("P3 Question")
    P4 = "P4", _("P4 General")
    P5 = "P5", _("P5 Complaint or report")
    P6 = "P6", _("P6 Complex")


class ClockKind(TextChoices):
    ACCEPT = "ACCEPT", _("Accept")
    INFO = "INFO", _("Details from the requester")
    DISPATCH = "DISPATCH", _("Dispatch")
    SIGN = "SIGN", _("Sign")
    CONTACT = "CONTACT", _("First contact")
    HANDLE = "HANDLE", _("Handle")
    REWORK = "REWORK", _("Handle again")
    RETURN = "RETURN", _("Decide the return")
    REVIEW = "REVIEW", _("Review")
    CALLBACK = "CALLBACK", _("Start the callback")
    LINK = "LINK", _("Answer by link")
    OBJECTION = "OBJECTION", _("Objection window")
    DECIDE_OBJECTION = "DECIDE_OBJECTION", _("Decide the objection")
    UNDO = "UNDO", _("Undo window")
    REOPEN = "REOPEN", _("Completion window")


class DueCause(TextChoices):
    """Everything that may move a due date (invariant I7)."""

    EXTENSION = "EXTENSION", _("Extension granted")
    PAUSE = "PAUSE", _("Waited for the requester")
    SEND_BACK = "SEND_BACK", _("Sent back to complete")
    REWORK = "REWORK", _("To be done again")
    BROKEN_PLAN = "BROKEN_PLAN", _("Plan broken")
    RECLASSIFIED = "RECLASSIFIED", _("Category or priority changed")
    LATE_DECISION = "LATE_DECISION", _("Decision above came late")
    CALENDAR = "CALENDAR", _("Calendar loaded or corrected")


class ReplyState(TextChoices):
    SUBMITTED = "SUBMITTED", _("Under review")
    SENT_BACK = "SENT_BACK", _("Sent back to complete")
    REFUSED = "REFUSED", _("Found not done")
    RELEASED = "RELEASED", _("Released")


class EvidenceGroup(TextChoices):
    CERTIFICATE = "CERTIFICATE", _("Certificates and papers")
    CONTACT = "CONTACT", _("Proof of contact")
    HANDLING = "HANDLING", _("Proof of the work done")


class TryResult(TextChoices):
    """What came of one attempt to reach a person."""

    REACHED = "REACHED", _("Reached")
    NO_ANSWER = "NO_ANSWER", _("No answer")
    BUSY = "BUSY", _("Busy")
    OFF = "OFF", _("Switched off")
    WRONG_NUMBER = "WRONG_NUMBER", _("Wrong number")
    REFUSED = "REFUSED", _("Does not want to be asked")


class CallbackState(TextChoices):
    DUE = "DUE", _("To be called")
    CALLING = "CALLING", _("Tried, not reached")
    LINK_SENT = "LINK_SENT", _("Link sent")
    ANSWERED = "ANSWERED", _("Answered")
    DISPOSED = "DISPOSED", _("Answered and dealt with")
    NOT_REACHED = "NOT_REACHED", _("Not reached")
    DECLINED = "DECLINED", _("Does not want to be asked")
    CANCELLED = "CANCELLED", _("Cancelled")


class Solved(TextChoices):
    YES = "YES", _("Yes, solved")
    PARTLY = "PARTLY", _("Partly")
    NO = "NO", _("No")
    NOT_ASKED = "NOT_ASKED", _("Not asked")


class Grade(TextChoices):
    """Five grades for the result and for the manner of service."""

    VERY_SATISFIED = "5", _("Very satisfied")
    SATISFIED = "4", _("Satisfied")
    BASICALLY = "3", _("Basically satisfied")
    DISSATISFIED = "2", _("Dissatisfied")
    VERY_DISSATISFIED = "1", _("Very dissatisfied")


BAD_GRADES = frozenset({Grade.DISSATISFIED, Grade.VERY_DISSATISFIED})


class RatingMode(TextChoices):
    CALL = "CALL", _("Asked by telephone")
    LINK = "LINK", _("Rated by link")
    PAGE = "PAGE", _("Rated with number and code")


class ReturnState(TextChoices):
    ASKED = "ASKED", _("Asked")
    AGREED = "AGREED", _("Agreed")
    REFUSED = "REFUSED", _("Refused")
    AT_PANEL = "AT_PANEL", _("Before the panel")
    DESIGNATED = "DESIGNATED", _("Unit designated")
    DROPPED = "DROPPED", _("Taken back")


class ObjectionState(TextChoices):
    FILED = "FILED", _("Filed")
    UPHELD = "UPHELD", _("Upheld")
    DISMISSED = "DISMISSED", _("Dismissed")


class PublicState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Published")
    REMOVED = "REMOVED", _("Taken down")


class RefusalReason(TextChoices):
    """Why a request is not accepted; each carries the proper channel (domain 2.5)."""

    EMERGENCY = "EMERGENCY", _("An emergency for 110, 119, 120 or 122")
    LEGAL_ROUTE = "LEGAL_ROUTE", _("Already before a court, in arbitration, review or discipline")
    PETITION = "PETITION", _("A petition that has been started")
    SECRET = "SECRET", _("Touches state or trade secrets or another person's privacy")
    UNLAWFUL = "UNLAWFUL", _("Against the law or public morals")
    DECIDED = "DECIDED", _("Already decided, nothing new")
    HARASSMENT = "HARASSMENT", _("Harassment")
    INVALID = "INVALID", _("No request in it")


class CloseReason(TextChoices):
    """Why a case closes although nobody can be called back (C22)."""

    NO_CHANNEL = "NO_CHANNEL", _("The requester left no way to be reached")
    THANKS = "THANKS", _("A message of thanks")
    SELF_RAISED = "SELF_RAISED", _("Raised by ourselves")
    CHILD = "CHILD", _("Answered with its parent case")


class Step(TextChoices):
    """Every step of the three machines and their parts, as a person names it."""

    # request
    SUBMIT = "submit", _("Submit")
    ASK_INFO = "ask_info", _("Ask for details")
    SUPPLY = "supply", _("Give the details")
    LAPSE_INFO = "lapse_info", _("Details not given in time")
    REFUSE = "refuse", _("Do not accept")
    UPHOLD_REFUSED = "uphold_refused", _("Uphold the objection to the refusal")
    ANSWER = "answer", _("Answer directly")
    NOT_ANSWERED = "not_answered", _("This does not answer me")
    ACCEPT = "accept", _("Accept as a new case")
    ATTACH = "attach", _("Attach to an open case")
    TELL_RESULT = "tell_result", _("Tell the result of the decided matter")
    WITHDRAW = "withdraw", _("Withdraw")
    UNDO_WITHDRAWAL = "undo_withdrawal", _("Take the withdrawal back")
    MOVE_REQUEST = "move_request", _("Move to another case")
    # case
    OPEN = "open", _("Open the case")
    SOLVE_ON_SPOT = "solve_on_spot", _("Record as solved on the spot")
    CONSULT = "consult", _("Open a consultation")
    CONCLUDE_CONSULT = "conclude_consult", _("Conclude the consultation")
    DISPATCH = "dispatch", _("Dispatch")
    SIGN = "sign", _("Sign")
    ASK_RETURN = "ask_return", _("Ask to return")
    AGREE_RETURN = "agree_return", _("Agree to the return")
    REFUSE_RETURN = "refuse_return", _("Refuse the return")
    DROP_RETURN = "drop_return", _("Take the return back")
    DISPUTE_RETURN = "dispute_return", _("Dispute before the panel")
    DESIGNATE = "designate", _("Designate a unit")
    CALL_UNITS = "call_units", _("Call departments or escalate")
    CONCLUDE_CALLS = "conclude_calls", _("Conclude calls and escalations")
    TAKE_OVER = "take_over", _("Take over above")
    ADD_CO_UNIT = "add_co_unit", _("Add a co-unit")
    REPLACE_LEAD = "replace_lead", _("Replace the lead unit")
    RECLASSIFY = "reclassify", _("Change category or priority")
    MERGE = "merge", _("Merge into another case")
    UNMERGE = "unmerge", _("Take the merge apart")
    SPLIT = "split", _("Split off a child case")
    CONTACT = "contact", _("Record a contact with the requester")
    NOTE = "note", _("Add a note")
    REPLY = "reply", _("Submit the reply")
    RELEASE = "release", _("Accept and release the reply")
    CLOSE_UNCALLED = "close_uncalled", _("Accept the reply and close, nobody to call")
    SEND_BACK = "send_back", _("Send back to complete")
    FIND_NOT_DONE = "find_not_done", _("Find it not done")
    CONCLUDE = "conclude", _("Close after callback")
    REWORK = "rework", _("Have it done again")
    POSTPONE = "postpone", _("Postpone with a plan")
    HAND_OVER = "hand_over", _("Hand over to the right unit")
    WITHDRAW_CASE = "withdraw_case", _("All requests withdrawn")
    TAKE_UP_AGAIN = "take_up_again", _("Take up again")
    SPOT_CHECK = "spot_check", _("Reopen after a spot check")
    UPHOLD = "uphold", _("Uphold the objection")
    DISMISS = "dismiss", _("Dismiss the objection")
    REOPEN_ELSEWHERE = "reopen_elsewhere", _("Reopen for another unit")
    TO_LEGAL = "to_legal", _("Pass to a legal route")
    LEGAL_DONE = "legal_done", _("Legal route took it over")
    LEGAL_DECLINED = "legal_declined", _("Legal body declined")
    TERMINATE = "terminate", _("Terminate")
    UPHOLD_TERMINATED = "uphold_terminated", _("Uphold the appeal against termination")
    REOPEN_ARCHIVED = "reopen_archived", _("Reopen from the archive")
    REOPEN_ARCHIVED_ELSEWHERE = "reopen_archived_new", _("Reopen from the archive, other lead")
    ARCHIVE = "archive", _("Archive")
    BREAK_PLAN = "break_plan", _("Plan broken or cancelled")
    ARCHIVE_MERGED = "archive_merged", _("Archive with the surviving case")
    APPROVE_PLAN = "approve_plan", _("Approve the long-term plan")
    CHILD_REWORK = "child_rework", _("Child is done again with its parent")
    # assignment
    ASSIGN = "assign", _("Assign")
    RECALL = "recall", _("Recall")
    PLAN_DONE = "plan_done", _("Plan carried out")
    ACCEPT_REPORT = "accept_report", _("Accept the reply")
    REDO = "redo", _("Do again")
    # parts
    CALLBACK_OPEN = "callback_open", _("Open a callback")
    CALLBACK_TRY = "callback_try", _("Tried, not reached")
    CALLBACK_ANSWER = "callback_answer", _("Record the answer")
    CALLBACK_LINK = "callback_link", _("Send the rating link")
    RATE = "rate", _("Rate")
    CALLBACK_UNREACHED = "callback_unreached", _("Not reached")
    CALLBACK_DECLINE = "callback_decline", _("Does not want to be asked")
    DISPOSE = "dispose", _("Deal with a dissatisfied answer")
    CALLBACK_CANCEL = "callback_cancel", _("Cancel the callback")
    ASK_EXTENSION = "ask_extension", _("Ask for an extension")
    GRANT_EXTENSION = "grant_extension", _("Grant the extension")
    REFUSE_EXTENSION = "refuse_extension", _("Refuse the extension")
    DROP_EXTENSION = "drop_extension", _("Take the extension back")
    ASK_QUESTION = "ask_question", _("Ask the requester")
    ANSWER_QUESTION = "answer_question", _("Answer the question")
    LAPSE_QUESTION = "lapse_question", _("Question not answered")
    WHISTLE = "whistle", _("Call departments")
    ARRIVE = "arrive", _("Report on the spot")
    MISS = "miss", _("Did not come")
    CONCLUDE_WHISTLE = "conclude_whistle", _("Conclude the call")
    ESCALATE = "escalate", _("Escalate")
    CONCLUDE_ESCALATION = "conclude_escalation", _("Conclude the escalation")
    PROPOSE_PLAN = "propose_plan", _("Propose a long-term plan")
    REFUSE_PLAN = "refuse_plan", _("Refuse the plan")
    MEET_PLAN = "meet_plan", _("Plan finished")
    ASK_STOP = "ask_stop", _("Ask for termination")
    GRANT_STOP = "grant_stop", _("Consent to termination")
    REFUSE_STOP = "refuse_stop", _("Refuse termination")
    ASK_OPINION = "ask_opinion", _("Ask an outside body")
    GIVE_OPINION = "give_opinion", _("Outside body answers")
    LAPSE_OPINION = "lapse_opinion", _("Outside opinion lapsed")
    DRAFT_PUBLIC = "draft_public", _("Draft the public version")
    PUBLISH = "publish", _("Publish")
    UNPUBLISH = "unpublish", _("Take down")
    OBJECT = "object", _("Object")
    FILE_APPEAL = "file_appeal", _("Appeal")
    GRANT_APPEAL = "grant_appeal", _("Grant the appeal")
    REFUSE_APPEAL = "refuse_appeal", _("Refuse the appeal")
    REMIND = "remind", _("Remind")
    LETTER = "letter", _("Supervision letter")
    LIST_CASE = "list_case", _("List the case")
    TALK = "talk", _("Summon for a talk")
    LIFT = "lift", _("Lift the supervision")
    ACCUSE = "accuse", _("Name an accused unit")
    RECUSE = "recuse", _("Step aside")
    REVEAL = "reveal", _("Read the telephone number")
