import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("image", "Picture"),
                            ("voice", "Voice recording"),
                            ("video", "Video"),
                            ("document", "Document"),
                            ("table", "Table to import"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored_as", models.CharField(max_length=80, unique=True)),
                ("uploaded_at", models.DateTimeField()),
                ("uploaded_by", models.CharField(max_length=80)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "attachments",
                "indexes": [
                    models.Index(
                        condition=models.Q(("claimed_at", None)),
                        fields=["uploaded_at"],
                        name="attachment_unclaimed",
                    )
                ],
            },
        ),
    ]
