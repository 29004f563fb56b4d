"""Every write of request handling. One transaction, permission required, audited."""

from huiying.cases.actions.accepting import Matter, accept, raise_case
from huiying.cases.actions.accusing import accuse, recuse
from huiying.cases.actions.answers import Judgement, conclude_if_done, judgement_from
from huiying.cases.actions.appealing import (
    conclude_figure_appeal,
    file_appeal,
    file_figure_appeal,
    grant_appeal,
    refuse_appeal,
    vote_appeal,
    vote_on_figure,
)
from huiying.cases.actions.asking import drop_question, keep_question
from huiying.cases.actions.calling import (
    answer_callback,
    decline,
    dispose,
    lapse_link,
    rate,
    try_callback,
)
from huiying.cases.actions.claiming import claim, give_back, is_free, next_call
from huiying.cases.actions.closing import (
    archive,
    archive_request,
    end_children,
    record_withdrawal,
    spot_check,
    undo_withdrawal,
    withdraw,
)
from huiying.cases.actions.co_units import (
    accept_report,
    add_co_unit,
    co_sign,
    recall,
    report,
    send_report_back,
)
from huiying.cases.actions.consulting import (
    ask_opinion,
    conclude_consult,
    consult,
    give_opinion,
    give_view,
    lapse_opinion,
)
from huiying.cases.actions.dangers import dismiss_danger
from huiying.cases.actions.deadlines import publish_matrix
from huiying.cases.actions.dispatching import (
    dispatch,
    may_lead,
    sign,
    take_up_again,
)
from huiying.cases.actions.disposing import hand_over, propose_disposal, rework
from huiying.cases.actions.drafting import (
    begin_from,
    forget_drafts,
    keep_draft,
    put_in,
    put_in_machine,
    put_into,
    safe_sources,
)
from huiying.cases.actions.escalating import (
    conclude_escalation,
    escalate,
    escalate_by_rule,
    pass_up,
)
from huiying.cases.actions.extensions import (
    ask_extension,
    consent_extension,
    drop_extension,
    grant_extension,
    raise_extension,
    refuse_extension,
)
from huiying.cases.actions.following import follow, told_follower, unfollow
from huiying.cases.actions.handling import contact, note, reply
from huiying.cases.actions.hard_cases import enter_hard, note_hard, strike_hard
from huiying.cases.actions.intake import (
    answer,
    ask_info,
    lapse_info,
    not_answered,
    refuse,
    remind_info,
    supply,
)
from huiying.cases.actions.joining import attach, tell_result
from huiying.cases.actions.keeping import fold_counts, recount
from huiying.cases.actions.knowledge import (
    Knowledge,
    change_draft,
    check_knowledge,
    draft_knowledge,
    expire_knowledge,
    renew_knowledge,
    withdraw_knowledge,
)
from huiying.cases.actions.leading import replace_lead, take_over
from huiying.cases.actions.legal import check_legal, legal_declined, legal_done, to_legal
from huiying.cases.actions.looking import reading_of
from huiying.cases.actions.machine import (
    EndpointSettings,
    ask_machine,
    machine_answered,
    machine_failed,
    set_endpoint,
)
from huiying.cases.actions.merging import archive_merged, merge, merge_into, relate, unmerge
from huiying.cases.actions.objections import (
    dismiss,
    dismiss_refused,
    object_public,
    object_to,
    uphold,
    uphold_public,
    uphold_refused,
    uphold_terminated,
)
from huiying.cases.actions.panel import (
    co_designate,
    co_dispute_return,
    co_panel_view,
    designate,
    dispute_return,
    give_panel_view,
)
from huiying.cases.actions.plans import (
    approve_plan,
    break_plan,
    postpone,
    propose_plan,
    record_plan_step,
    refuse_plan,
    revise_plan,
)
from huiying.cases.actions.printing import note_print
from huiying.cases.actions.protecting import note_contact_search, note_look, reveal_contact
from huiying.cases.actions.publishing import (
    draft_public,
    publish,
    redact_public,
    take_down,
    unpublish,
)
from huiying.cases.actions.ratings import change_rating
from huiying.cases.actions.recomputing import recompute_dues, recompute_hours
from huiying.cases.actions.relaying import call_through_relay
from huiying.cases.actions.reopening import (
    child_rework,
    keep_open,
    reopen_archived,
    reopen_archived_elsewhere,
    reopen_elsewhere,
)
from huiying.cases.actions.retaining import retain, set_retention
from huiying.cases.actions.returning import (
    agree_return,
    ask_return,
    co_agree_return,
    co_ask_return,
    co_drop_return,
    co_refuse_return,
    drop_return,
    refuse_return,
)
from huiying.cases.actions.reviewing import close_uncalled, find_not_done, release, send_back
from huiying.cases.actions.sampling import make_sampling_plan
from huiying.cases.actions.season import (
    SeasonPlan,
    add_season,
    begin_season,
    change_season,
    end_season,
    finish_season_task,
    raise_from_season,
)
from huiying.cases.actions.splitting import split
from huiying.cases.actions.starting import raise_found, solve_on_spot
from huiying.cases.actions.submitting import Receipt, Voice, pin_hash, submit, title_from
from huiying.cases.actions.suggestions import note_choice, switch_suggestion
from huiying.cases.actions.taking import BY_NUMBER, Subject, refusals_kept, take
from huiying.cases.actions.terminations import ask_stop, drop_stop, refuse_stop, terminate
from huiying.cases.actions.topics import (
    TopicPlan,
    add_indicator,
    add_topic_step,
    attach_to_topic,
    change_topic,
    close_topic,
    finish_topic_step,
    measure,
    open_topic,
    publish_topic,
    unpublish_topic,
)
from huiying.cases.actions.whistling import arrive, assess_caller, conclude_whistle, miss, whistle
from huiying.cases.actions.windows import (
    Impression,
    next_number,
    rate_visit,
    record_visit,
    remedy_visit,
)
from huiying.cases.actions.wishing import (
    ask_secrecy,
    give_consent,
    lift_secrecy,
    report_pressure,
    set_messages,
    take_consent,
)
from huiying.cases.actions.wordings import (
    Wording,
    change_template,
    make_template,
    put_away_template,
)

# fmt: off
__all__ = [
    "BY_NUMBER",
    "EndpointSettings", "Impression", "Judgement", "Knowledge", "Matter", "Receipt", "SeasonPlan", "Subject",
    "TopicPlan", "Voice", "Wording", "accept", "accept_report", "accuse", "add_co_unit",
    "add_indicator", "add_season", "add_topic_step", "agree_return", "answer",
    "answer_callback", "approve_plan", "archive", "archive_merged", "archive_request", "arrive",
    "ask_extension", "ask_info", "ask_machine", "ask_opinion", "ask_return", "ask_secrecy", "ask_stop",
    "assess_caller", "attach", "attach_to_topic", "begin_from", "begin_season", "break_plan",
    "call_through_relay", "change_draft", "change_rating", "change_season", "change_template",
    "change_topic", "check_knowledge", "check_legal", "child_rework", "claim", "close_topic",
    "close_uncalled", "co_agree_return", "co_ask_return", "co_designate", "co_dispute_return", "co_drop_return", "co_panel_view", "co_refuse_return",
    "co_sign", "conclude_consult", "conclude_escalation", "conclude_figure_appeal",
    "conclude_if_done", "conclude_whistle", "consent_extension", "consult", "contact",
    "decline", "designate", "dismiss", "dismiss_danger", "dismiss_refused", "dispatch", "dispose",
    "dispute_return", "draft_knowledge", "draft_public", "drop_extension", "drop_question",
    "drop_return", "drop_stop", "end_children", "end_season", "enter_hard",
    "escalate", "escalate_by_rule", "expire_knowledge", "file_appeal", "file_figure_appeal",
    "find_not_done", "finish_season_task", "finish_topic_step", "fold_counts", "follow",
    "forget_drafts", "give_back", "give_consent", "give_opinion", "give_panel_view",
    "give_view", "grant_appeal", "grant_extension", "hand_over", "is_free", "judgement_from", "keep_draft",
    "keep_open", "keep_question", "lapse_info", "lapse_link", "lapse_opinion", "legal_declined",
    "legal_done", "lift_secrecy", "machine_answered", "machine_failed", "make_sampling_plan", "make_template", "may_lead", "measure",
    "merge", "merge_into", "miss", "next_call", "next_number", "not_answered", "note", "note_choice",
    "note_contact_search", "note_hard", "note_look", "note_print", "object_public", "object_to",
    "open_topic", "pass_up", "pin_hash", "postpone", "propose_disposal",
    "propose_plan", "publish", "publish_matrix", "publish_topic", "put_away_template", "put_in",
    "put_in_machine", "put_into",
    "raise_case", "raise_extension", "raise_found", "raise_from_season", "rate", "rate_visit", "reading_of",
    "recall", "recompute_dues", "recompute_hours", "record_plan_step", "record_visit",
    "record_withdrawal", "recount", "recuse", "redact_public", "refusals_kept",
    "refuse", "refuse_appeal", "refuse_extension", "refuse_plan", "refuse_return",
    "refuse_stop", "relate", "release", "remedy_visit", "remind_info", "renew_knowledge",
    "reopen_archived", "reopen_archived_elsewhere", "reopen_elsewhere", "replace_lead", "reply",
    "report", "report_pressure", "retain", "reveal_contact", "revise_plan", "rework",
    "safe_sources",
    "send_back", "send_report_back", "set_endpoint", "set_messages", "set_retention", "sign", "solve_on_spot",
    "split", "spot_check", "strike_hard", "submit", "supply", "switch_suggestion", "take", "take_consent",
    "take_down", "take_over", "take_up_again", "tell_result", "terminate", "title_from",
    "to_legal", "told_follower", "try_callback", "undo_withdrawal", "unfollow", "unmerge",
    "unpublish", "unpublish_topic", "uphold", "uphold_public", "uphold_refused",
    "uphold_terminated", "vote_appeal", "vote_on_figure", "whistle", "withdraw",
    "withdraw_knowledge",
]
# fmt: on
