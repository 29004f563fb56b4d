from huiying.organisations.imports.areas import (
    ALWAYS,
    area_rows_of_file,
    area_rows_of_folder,
    rows_in_folder,
)
from huiying.organisations.imports.calendars import (
    days_of_file,
    days_of_known_year,
    days_of_text,
    known_years,
)
from huiying.organisations.imports.people import Joined, import_people
from huiying.organisations.imports.units import unit_rows

__all__ = [
    "ALWAYS",
    "Joined",
    "area_rows_of_file",
    "area_rows_of_folder",
    "days_of_file",
    "days_of_known_year",
    "days_of_text",
    "import_people",
    "known_years",
    "rows_in_folder",
    "unit_rows",
]
