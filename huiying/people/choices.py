"""Languages, roles and permissions by name. What a role may do stands in `rules.PERMISSIONS_OF`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """In which language a person reads the pages; each under its own name."""

    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"


class ToldBy(TextChoices):
    """How a member of staff is told of what cannot wait, besides the inbox."""

    INBOX = "inbox", _("Only in the inbox")
    SMS = "sms", _("Also by text message")
    EMAIL = "email", _("Also by e-mail")


class Permission(TextChoices):
    """One thing a person may be allowed to do, always within an area or unit."""

    # seeing
    VIEW_CASES = "view_cases", _("See cases")
    SEE_IDENTITY = "see_identity", _("See who asked in secret")
    REVEAL_CONTACT = "reveal_contact", _("Read a full telephone number, with a reason")
    FIND_BY_CONTACT = "find_by_contact", _("Find requests by telephone number")
    EXPORT = "export", _("Export lists")
    READ_AUDIT = "read_audit", _("Read the audit record")
    # the road of a case (workflow 2.2)
    SUBMIT = "submit", _("Record a request for somebody")
    ACCEPT = "accept", _("Accept requests")
    DISPATCH = "dispatch", _("Dispatch cases")
    CONSULT = "consult", _("Hold consultations")
    MERGE = "merge", _("Merge and split cases")
    RECLASSIFY = "reclassify", _("Change category and priority")
    SIGN = "sign", _("Sign for cases")
    HANDLE = "handle", _("Handle cases")
    ASSIGN_WORK = "assign_work", _("Share out work inside a unit")
    ASK_RETURN = "ask_return", _("Ask to return a case")
    ASK_EXTENSION = "ask_extension", _("Ask for an extension")
    ASK_PLAN = "ask_plan", _("Propose a long-term plan")
    ASK_STOP = "ask_stop", _("Ask for termination")
    ASK_APPEAL = "ask_appeal", _("Appeal against a rating")
    DECIDE_RETURN = "decide_return", _("Decide returns")
    ARBITRATE = "arbitrate", _("Arbitrate dispatch disputes")
    DECIDE_APPEAL = "decide_appeal", _("Decide appeals")
    DECIDE_EXTENSION = "decide_extension", _("Decide extensions")
    APPROVE_STOP = "approve_stop", _("Consent to termination")
    APPROVE_PLAN = "approve_plan", _("Approve long-term plans")
    REOPEN_ARCHIVED = "reopen_archived", _("Reopen archived cases")
    WHISTLE = "whistle", _("Call departments together")
    ESCALATE = "escalate", _("Escalate a case")
    REVIEW = "review", _("Review replies")
    CALLBACK = "callback", _("Call requesters back")
    SUPERVISE = "supervise", _("Supervise cases")
    DECIDE_OBJECTION = "decide_objection", _("Decide objections")
    PUBLISH = "publish", _("Publish cases")
    KEEP_TEXTS = "keep_texts", _("Write reply templates and knowledge")
    CHECK_TEXTS = "check_texts", _("Check knowledge before it holds")
    # the judgement counts (domain 2.8)
    APPRAISE = "appraise", _("Keep schemes, compute and announce rankings")
    DECIDE_SCORE = "decide_score", _("Adopt schemes, decide objections to scores")
    OBJECT_SCORE = "object_score", _("Object to a score")
    CHECK_GAMING = "check_gaming", _("Look into findings about figures")
    # keeping the platform
    IMPORT_REQUESTS = "import_requests", _("Import requests from a file")
    MANAGE_ORGANISATIONS = "manage_organisations", _("Keep areas and units")
    MANAGE_CALENDAR = "manage_calendar", _("Keep the working-day calendar")
    MANAGE_DEADLINES = "manage_deadlines", _("Keep the deadline matrix and catalogue")
    MANAGE_PEOPLE = "manage_people", _("Keep staff accounts")
    MANAGE_GRANTS = "manage_grants", _("Give and take roles")
    MANAGE_INSIGHT = "manage_insight", _("Switch suggestions on and off")
    SEE_OPERATIONS = "see_operations", _("See jobs and the state of the platform")


class Role(TextChoices):
    """A bundle of permissions, granted to a person over an area or unit with dates."""

    INTAKE_CLERK = "intake_clerk", _("Intake clerk")
    DISPATCHER = "dispatcher", _("Dispatcher")
    HANDLER = "handler", _("Handler")
    UNIT_HEAD = "unit_head", _("Unit head")
    REVIEWER = "reviewer", _("Reviewer")
    CALLBACK_OFFICER = "callback_officer", _("Callback officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    PUBLISHER = "publisher", _("Publisher")
    PANELLIST = "panellist", _("Member of the appeal panel")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")
    AUDIT_ADMINISTRATOR = "audit_administrator", _("Audit administrator")
