"""Levels of the area tree, kinds of units, titles of posts, kinds of successions."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """Stored with every area and never inferred: zero-padded codes repeat between levels."""

    PROVINCE = 1, _("Province")
    CITY = 2, _("City")
    COUNTY = 3, _("County")
    TOWNSHIP = 4, _("Township")
    VILLAGE = 5, _("Village")


class Change(TextChoices):
    """How one area or unit came out of another."""

    RENAME = "rename", _("Renamed")
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")


class UnitKind(TextChoices):
    HOTLINE = "hotline", _("Hotline body")
    GOVERNMENT = "government", _("Government")
    DEPARTMENT = "department", _("Department")
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

    HEAD = "head", _("Head")
    DEPUTY = "deputy", _("Deputy")


class DayKind(TextChoices):
    """What a notice says of a date, against the rule Monday to Friday."""

    HOLIDAY = "holiday", _("Day off")
    WORKDAY = "workday", _("Make-up workday")
