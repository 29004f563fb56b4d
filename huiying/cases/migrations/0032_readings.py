"""What the worker reads out of words; and words for the categories that have none yet."""

import django.db.models.deletion
from django.db import migrations, models

from huiying.cases.rules.keywords import starter_words


def fill(apps, schema_editor):
    category = apps.get_model("cases", "Category")
    words = dict(starter_words())
    rows = list(category.objects.filter(code__in=words, words=""))
    for row in rows:
        row.words = words[row.code]
    category.objects.bulk_update(rows, ["words"])


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0031_case_bands"),
        ("organisations", "0004_one_place_for_promises"),
    ]
    operations = [
        migrations.AddField(
            model_name="category",
            name="words",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField()),
                ("model", models.CharField(blank=True, max_length=24)),
                ("likely", models.TextField(default="[]")),
                ("words", models.TextField(default="[]")),
                ("place_chance", models.FloatField(default=0)),
                ("place_words", models.TextField(default="[]")),
                (
                    "case",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading",
                        to="cases.case",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.area",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading",
                        to="cases.request",
                    ),
                ),
            ],
            options={
                "db_table": "readings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("request__isnull", True)),
                            models.Q(("case__isnull", True), ("request__isnull", False)),
                            _connector="OR",
                        ),
                        name="reading_of_one",
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
