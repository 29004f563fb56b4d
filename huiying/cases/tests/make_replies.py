"""Replies, drafts of a machine, and the worker's readings of them."""

from huiying.cases import actions
from huiying.cases.choices import TryResult
from huiying.cases.models import DetailLook, ReplyLook
from huiying.cases.tasks import details, looking
from huiying.cases.tasks.drafting import write_draft
from huiying.cases.tests import make

NOW = make.MORNING
GOOD = (
    "您好，您反映的村口水管漏水问题，我局3月4日派人到现场查看。经核实，漏水是由于接头老化导致，"
    "已于当天更换接头并清理了路面积水，老人可以正常通行。根据《城市供水条例》第二十条，管网由供水单位维护。"
    "如再漏水，请拨打水务局电话0471-1234567。"
)
DRAFTED = "您反映的村口水管漏水，我局已派人查看，将于【待填】前修好。依据供水条例，可到水务局咨询。"


def reached(here, **more):
    """A case whose unit has signed for it and reached the person."""
    found = make.signed(here, **more)
    return actions.contact(found, by=here.handler, now=NOW, result=TryResult.REACHED)


def drafted(lead, by, now=NOW):
    """A machine's draft, asked for and written."""
    draft = actions.ask_machine(lead, by=by, now=now)
    write_draft(draft.pk)
    draft.refresh_from_db()
    return draft


def read_all():
    """The worker reads the words of the replies that wait for it."""
    for pk in ReplyLook.objects.filter(done_at=None).values_list("pk", flat=True):
        looking.look(pk)


def find_names():
    """The worker looks for names and numbers in the answers that wait for it."""
    for digest in DetailLook.objects.filter(done_at=None).values_list("digest", flat=True):
        details.look(digest)
