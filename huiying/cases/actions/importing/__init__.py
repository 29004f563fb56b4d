"""Bringing in requests from another system, a batch of rows in one transaction each.

A row without a reply becomes a submitted request whose accept clock starts now. A row with one is
history: a closed case with its original times, marked as imported, without clocks, outside every
assessment, unpublished; nobody hears of it. Rows are known again by source and number.
"""

from huiying.cases.actions.importing.storing import Stored, Target, answering_unit, store_batch
from huiying.cases.actions.importing.uploads import (
    Plan,
    forget_imports,
    start_import,
    upload_list,
)
from huiying.organisations.actions.lists import fetch_failed, note_outcome

__all__ = [
    "Plan",
    "Stored",
    "Target",
    "answering_unit",
    "fetch_failed",
    "forget_imports",
    "note_outcome",
    "start_import",
    "store_batch",
    "upload_list",
]
