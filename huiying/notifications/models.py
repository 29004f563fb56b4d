"""The outbox and inbox: one row for each message. The rows are themselves the record of what was
said, so they are not audited; telephone numbers stay out of the audit record."""

from django.db import models
from django.db.models import Q

from huiying.notifications.choices import Channel, Code, MessageState
from huiying.organisations.models.words import CodeField
from huiying.people.models import Person


class Message(models.Model):
    """One message to one address. `masked` replaces `text` once a real gateway has taken it."""

    channel = models.CharField(max_length=10, choices=Channel)
    to = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    code = CodeField(max_length=20, choices=Code)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    text = models.TextField()
    masked = models.TextField(blank=True, default="")
    about = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=100, blank=True, default="")
    gateway = models.CharField(max_length=20, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages"
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=Q(state="queued")),
            models.Index(fields=["person", "-id"], name="message_inbox"),
            models.Index(fields=["about"], name="message_about"),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_has_address",
                condition=Q(channel="in_app", person__isnull=False)
                | ~Q(channel="in_app") & ~Q(to=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"
