from huiying.organisations.models.areas import Area, Areas, Succession
from huiying.organisations.models.calendars import AreaDay, CalendarDay, CalendarYear, OfficeHours
from huiying.organisations.models.commitments import Commitment
from huiying.organisations.models.grants import Grant
from huiying.organisations.models.groups import Group
from huiying.organisations.models.lists import ListImport, UploadedList
from huiying.organisations.models.stamps import Stamp
from huiying.organisations.models.units import Post, Unit, Units, UnitSuccession

__all__ = [
    "Area",
    "AreaDay",
    "Areas",
    "CalendarDay",
    "CalendarYear",
    "Commitment",
    "Grant",
    "Group",
    "ListImport",
    "OfficeHours",
    "Post",
    "Stamp",
    "Succession",
    "Unit",
    "UnitSuccession",
    "Units",
    "UploadedList",
]
