from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What a file is for a reader; each has its own greatest size (settings.FILE_CAPS_MB)."""

    IMAGE = "image", _("Picture")
    VOICE = "voice", _("Voice recording")
    VIDEO = "video", _("Video")
    DOCUMENT = "document", _("Document")
    TABLE = "table", _("Table to import")
