"""What one person said, through one channel."""

from django.db import models

from huiying.cases.choices import Channel, Kind, RefusalReason, RequestState
from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.files.models import Attachment
from huiying.organisations.models import Area, Unit
from huiying.organisations.models.words import CodeField


class Category(models.Model):
    """A node of the subject tree; codes of 2 digits a level, so a prefix is a subtree."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    words = models.CharField(max_length=300, blank=True)
    """Words that point here, with spaces between; for suggestions before a model is trained."""

    class Meta:
        db_table = "categories"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """A voice: what a person asks or reports, with own contact, secrecy and right to rate.

    `pin_hash` proves the holder of the receipt. Contact fields are read through
    `permissions.may_see_identity` and `actions.reveal_contact` only; lists never load them.
    """

    receipt_no = models.CharField(max_length=20, unique=True)
    pin_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=RequestState)
    state_since = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    channel = models.CharField(max_length=14, choices=Channel)
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=5000)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=12)
    place = models.CharField(max_length=200, blank=True)
    group_no = models.PositiveSmallIntegerField(null=True, blank=True)
    """The group of its village that the words name (`queries.groups`); None where they name none."""
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    contact_name = models.CharField(max_length=30, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_address = models.CharField(max_length=200, blank=True)
    is_confidential = models.BooleanField(default=False)
    wants_callback = models.BooleanField(default=True)
    may_publish = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    is_repeat = models.BooleanField(default=False)
    is_pressure = models.BooleanField(default=False)
    """Somebody is put under pressure for having spoken up (P8): straight to the county."""
    about = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    """The earlier request it follows from, as far as its holder said so."""
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    contact_email = models.EmailField(max_length=100, blank=True)
    told_by = CodeField(max_length=6, choices=ToldBy, default=ToldBy.SMS)
    told_what = CodeField(max_length=6, choices=ToldWhat, default=ToldWhat.ALL)
    notice_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="zh-hans")
    recorder_id = models.BigIntegerField(null=True, blank=True)
    accused_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="requests", null=True, blank=True
    )
    earlier = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="later", null=True, blank=True
    )
    """The person's own earlier request about it, proved by number and code or by the telephone."""
    repeat_of = models.ForeignKey(
        "cases.Case", on_delete=models.SET_NULL, related_name="repeats", null=True, blank=True
    )
    """The decided matter whose result was told again (R23)."""
    submitted_at = models.DateTimeField()
    asked = models.CharField(max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ask_rounds = models.PositiveSmallIntegerField(default=0)
    refusal = models.CharField(max_length=12, choices=RefusalReason, blank=True)
    answer = models.TextField(max_length=5000, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True)
    external_no = models.CharField(max_length=60, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "requests"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_no"],
                condition=~models.Q(external_no=""),
                name="request_external_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="request_state_ix"),
            models.Index(fields=["contact_phone"], name="request_phone_ix"),
            models.Index(
                fields=["area_code", "submitted_at", "group_no"],
                condition=models.Q(group_no__isnull=False, is_confidential=False),
                name="request_group_ix",
            ),
            models.Index(
                fields=["recorder_id", "-id"],
                condition=models.Q(recorder_id__isnull=False),
                name="request_recorder_ix",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_no

    @property
    def is_secret_kind(self) -> bool:
        return self.kind in {Kind.COMPLAINT, Kind.TIP_OFF}


class RequestFile(models.Model):
    """A photo, voice message or paper that came with a request."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "request_files"

    def __str__(self) -> str:
        return str(self.attachment_id)
