"""Bringing in requests from another system, a batch of rows in one transaction each.

A row without a reply becomes a submitted request whose accept clock starts now. A row with one is
history: a closed case with its original times, marked as imported, without clocks, outside every
assessment, unpublished; nobody hears of it. Rows are known again by source and number.
"""

from huiying.cases.actions.importing.storing import Stored, Target, answering_unit, store_batch

__all__ = ["Stored", "Target", "answering_unit", "store_batch"]
