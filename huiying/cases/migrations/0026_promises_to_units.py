"""Promises stand with the units that make them; every row moves there, ended ones too."""

from django.db import migrations

BATCH = 500


def move(apps, schema_editor):
    old = apps.get_model("cases", "Commitment")
    new = apps.get_model("organisations", "Commitment")
    names = ("unit_id", "text", "valid_from", "valid_to", "made_by_id")
    rows = [new(**each) for each in old.objects.order_by("id").values(*names)]
    new.objects.bulk_create(rows, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0025_repeats_of_merged"),
        ("organisations", "0004_one_place_for_promises"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel("Commitment"),
    ]
