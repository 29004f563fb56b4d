"""Requests from Excel and CSV files of other systems."""

from huiying.cases.imports.reading import Reader
from huiying.cases.imports.running import Outcome, count_rows, header_of, import_file
from huiying.cases.imports.working import work_on

__all__ = ["Outcome", "Reader", "count_rows", "header_of", "import_file", "work_on"]
