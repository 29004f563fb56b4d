"""Keeping, claiming and dropping files. Who may is decided by the slice whose thing they belong to."""

from huiying.files.actions.keeping import check_table, claim, drop, keep
from huiying.files.actions.purging import purge, sweep

__all__ = ["check_table", "claim", "drop", "keep", "purge", "sweep"]
