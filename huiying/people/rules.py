"""What each role may do, as one table; separation of the three administrators (GB/T 22239)."""

from collections.abc import Mapping

from huiying.people.choices import Permission, Role

_CASES = frozenset({Permission.VIEW_CASES})
_UNIT = _CASES | {Permission.SIGN, Permission.HANDLE, Permission.REVEAL_CONTACT, Permission.SUBMIT}

PERMISSIONS_OF: Mapping[Role, frozenset[Permission]] = {
    Role.INTAKE_CLERK: _CASES
    | {
        Permission.SUBMIT,
        Permission.ACCEPT,
        Permission.SEE_IDENTITY,
        Permission.REVEAL_CONTACT,
        Permission.FIND_BY_CONTACT,
        Permission.IMPORT_REQUESTS,
    },
    Role.DISPATCHER: _CASES
    | {
        Permission.DISPATCH,
        Permission.CONSULT,
        Permission.MERGE,
        Permission.RECLASSIFY,
        Permission.DECIDE_RETURN,
        Permission.ACCEPT,
        Permission.IMPORT_REQUESTS,
    },
    Role.HANDLER: _UNIT,
    Role.UNIT_HEAD: _UNIT
    | {
        Permission.ASK_RETURN,
        Permission.ASK_EXTENSION,
        Permission.ASK_PLAN,
        Permission.ASK_STOP,
        Permission.ASK_APPEAL,
        Permission.WHISTLE,
        Permission.ESCALATE,
    },
    Role.REVIEWER: _CASES | {Permission.REVIEW},
    Role.CALLBACK_OFFICER: _CASES
    | {Permission.CALLBACK, Permission.SEE_IDENTITY, Permission.REVEAL_CONTACT},
    Role.SUPERVISOR: _CASES
    | {
        Permission.SUPERVISE,
        Permission.ESCALATE,
        Permission.DECIDE_EXTENSION,
        Permission.APPROVE_STOP,
        Permission.APPROVE_PLAN,
        Permission.DECIDE_OBJECTION,
        Permission.REOPEN_ARCHIVED,
        Permission.EXPORT,
    },
    Role.PUBLISHER: _CASES | {Permission.PUBLISH},
    Role.PANELLIST: _CASES | {Permission.ARBITRATE, Permission.DECIDE_APPEAL},
    Role.AUDITOR: _CASES | {Permission.READ_AUDIT},
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_ORGANISATIONS,
            Permission.MANAGE_CALENDAR,
            Permission.MANAGE_DEADLINES,
            Permission.SEE_OPERATIONS,
        }
    ),
    Role.SECURITY_ADMINISTRATOR: frozenset({Permission.MANAGE_PEOPLE, Permission.MANAGE_GRANTS}),
    Role.AUDIT_ADMINISTRATOR: frozenset({Permission.READ_AUDIT}),
}

ADMINISTRATORS = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)
"""No person holds two of these at once."""


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles whose holders have the permission."""
    return frozenset(role for role, held in PERMISSIONS_OF.items() if permission in held)
