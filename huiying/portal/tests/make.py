"""What the tests of the public's pages type."""

import uuid

from huiying.cases.tests import make as cases

TEXT = "村口的自来水管漏了三天，路面都是水。老人走路不方便。"


def typed(here: cases.County, **more: object) -> dict[str, object]:
    """Everything a person types on all pages, as the last page carries it."""
    usual: dict[str, object] = {
        "key": str(uuid.UUID(int=1)),
        "draft": str(uuid.UUID(int=2)),
        "step": "4",
        "kind": "HELP",
        "text": TEXT,
        "area": str(here.village.pk),
        "place": "小卖部旁",
        "contact_phone": "139 0000 1234",
        "contact_name": "周阿姨",
        "wants_callback": "yes",
    }
    return usual | more
