"""What each role may do, as one table; separation of the three administrators (GB/T 22239)."""

from collections.abc import Mapping

from huiying.people.choices import Permission as P
from huiying.people.choices import Role

_CASES = frozenset({P.VIEW_CASES})
_UNIT = _CASES | {P.SIGN, P.HANDLE, P.REVEAL_CONTACT, P.SUBMIT}

PERMISSIONS_OF: Mapping[Role, frozenset[P]] = {
    Role.INTAKE_CLERK: _CASES
    | {P.SUBMIT, P.ACCEPT, P.SEE_IDENTITY, P.REVEAL_CONTACT, P.FIND_BY_CONTACT, P.IMPORT_REQUESTS},
    Role.DISPATCHER: _CASES
    | {P.DISPATCH, P.CONSULT, P.MERGE, P.RECLASSIFY, P.DECIDE_RETURN, P.ACCEPT, P.IMPORT_REQUESTS},
    Role.HANDLER: _UNIT,
    Role.UNIT_HEAD: _UNIT
    | {P.ASK_RETURN, P.ASK_EXTENSION, P.ASK_PLAN, P.ASK_STOP, P.ASK_APPEAL, P.WHISTLE, P.ESCALATE},
    Role.REVIEWER: _CASES | {P.REVIEW},
    Role.CALLBACK_OFFICER: _CASES | {P.CALLBACK, P.SEE_IDENTITY, P.REVEAL_CONTACT},
    Role.SUPERVISOR: _CASES
    | {
        P.SUPERVISE,
        P.ESCALATE,
        P.DECIDE_EXTENSION,
        P.APPROVE_STOP,
        P.APPROVE_PLAN,
        P.DECIDE_OBJECTION,
        P.REOPEN_ARCHIVED,
        P.EXPORT,
    },
    Role.PUBLISHER: _CASES | {P.PUBLISH},
    Role.PANELLIST: _CASES | {P.ARBITRATE, P.DECIDE_APPEAL},
    Role.AUDITOR: _CASES | {P.READ_AUDIT},
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {P.MANAGE_ORGANISATIONS, P.MANAGE_CALENDAR, P.MANAGE_DEADLINES, P.SEE_OPERATIONS}
    ),
    Role.SECURITY_ADMINISTRATOR: frozenset({P.MANAGE_PEOPLE, P.MANAGE_GRANTS}),
    Role.AUDIT_ADMINISTRATOR: frozenset({P.READ_AUDIT}),
}

ADMINISTRATORS = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)
"""No person holds two of these at once."""


def roles_with(permission: P) -> frozenset[Role]:
    """The roles whose holders have the permission."""
    return frozenset(role for role, held in PERMISSIONS_OF.items() if permission in held)
