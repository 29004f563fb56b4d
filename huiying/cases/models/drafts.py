"""Replies that are still being written: text and files, kept on the server."""

from django.db import models

from huiying.cases.choices import ProofSlot
from huiying.cases.models.assignments import Assignment
from huiying.files.models import Attachment
from huiying.organisations.models.words import CodeField


class ReplyDraft(models.Model):
    """What one person has written so far; gone when the reply is submitted."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="drafts")
    by_id = models.BigIntegerField()
    text = models.TextField(max_length=5000, blank=True)
    legal_basis = models.CharField(max_length=500, blank=True)
    missing = models.CharField(max_length=500, blank=True, default="")
    """What late co-units have not reported."""
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "reply_drafts"
        constraints = [
            models.UniqueConstraint(fields=["assignment", "by_id"], name="reply_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.by_id}"


class DraftFile(models.Model):
    """A file chosen for a reply that is not submitted yet."""

    draft = models.ForeignKey(ReplyDraft, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    slot = CodeField(max_length=12, choices=ProofSlot)

    class Meta:
        db_table = "draft_files"
        constraints = [
            models.UniqueConstraint(fields=["draft", "attachment"], name="draft_file_once")
        ]

    def __str__(self) -> str:
        return str(self.slot)
