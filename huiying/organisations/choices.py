"""Levels of the area tree, kinds of units, titles of posts, kinds of successions."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(IntegerChoices):
    """Stored with every area and never inferred: zero-padded codes repeat between levels."""

    PROVINCE = 1, pgettext_lazy("level", "Province")
    CITY = 2, pgettext_lazy("level", "City")
    COUNTY = 3, pgettext_lazy("level", "County")
    TOWNSHIP = 4, pgettext_lazy("level", "Township")
    VILLAGE = 5, pgettext_lazy("level", "Village")


class Change(TextChoices):
    """How one area or unit came out of another."""

    RENAME = "rename", pgettext_lazy("succession", "Renamed")
    MERGE = "merge", pgettext_lazy("succession", "Merged")
    SPLIT = "split", pgettext_lazy("succession", "Split")


class UnitKind(TextChoices):
    HOTLINE = "hotline", _("Hotline body")
    GOVERNMENT = "government", pgettext_lazy("unit", "Government")
    DEPARTMENT = "department", pgettext_lazy("unit", "Department")
    TOWNSHIP = "township", _("Township or street office")
    VILLAGE_ORG = "village_org", _("Villagers' or residents' committee")
    CENTRE = "centre", _("Service centre")
    STATION = "station", _("Service station")
    PARTY_COMMITTEE = "party_committee", _("Party committee")
    GENERAL_BRANCH = "general_branch", _("General Party branch")
    BRANCH = "branch", _("Party branch")
    PARTNER = "partner", _("Partner body")
    UTILITY = "utility", _("Public utility")
    OTHER = "other", _("Other body")


class Title(TextChoices):
    """SD-05: every unit has a named head who answers for it and deputies who run it."""

    HEAD = "head", pgettext_lazy("post", "Head")
    DEPUTY = "deputy", pgettext_lazy("post", "Deputy")


class DayKind(TextChoices):
    """What a notice says of a date, against the rule Monday to Friday."""

    HOLIDAY = "holiday", _("Day off")
    WORKDAY = "workday", _("Make-up workday")


class ListKind(TextChoices):
    """What can be brought in from a file on a page."""

    AREAS = "areas", pgettext_lazy("list", "Areas")
    GROUPS = "groups", pgettext_lazy("list", "Groups of villages")
    UNITS = "units", pgettext_lazy("list", "Units")
    PEOPLE = "people", pgettext_lazy("list", "People and roles")
