"""Promises of a unit become rows of their own; what stood in one text is carried over line by line."""

import django.db.models.deletion
from django.db import migrations, models

BATCH = 500


def carry_over(apps, schema_editor):
    unit, commitment = (apps.get_model("organisations", name) for name in ("Unit", "Commitment"))
    rows = []
    for each in unit.objects.exclude(commitments="").iterator(BATCH):
        for line in dict.fromkeys(filter(None, map(str.strip, each.commitments.splitlines()))):
            rows.append(
                commitment(unit=each, text=line, valid_from=each.valid_from, valid_to=each.valid_to)
            )
    commitment.objects.bulk_create(rows, batch_size=BATCH)


def carry_back(apps, schema_editor):
    unit, commitment = (apps.get_model("organisations", name) for name in ("Unit", "Commitment"))
    lines = {}
    for each in commitment.objects.filter(valid_to=None).order_by("id"):
        lines.setdefault(each.unit_id, []).append(each.text)
    for pk, texts in lines.items():
        unit.objects.filter(pk=pk).update(commitments="\n".join(texts)[:2000])


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_lists")]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("text", models.TextField(max_length=2000)),
                ("made_by_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        # the old text still has the name
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={"db_table": "unit_commitments", "ordering": ("id",)},
        ),
        migrations.RunPython(carry_over, carry_back),
    ]
