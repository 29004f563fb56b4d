"""Bands know the place within the county, so that a look-up finds neighbours first."""

import django.db.models.deletion
from django.db import migrations, models

FORTH = """
INSERT INTO bands (county, band, place, case_id)
SELECT b.county, b.band, CAST(substr(c.area_code, 7, 6) AS integer), b.case_id
FROM case_bands b JOIN cases c ON c.id = b.case_id
"""
BACK = "INSERT INTO case_bands (county, band, case_id) SELECT county, band, case_id FROM bands"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0035_reply_help"),
    ]

    operations = [
        migrations.RenameModel("CaseBand", "OldBand"),
        migrations.CreateModel(
            name="CaseBand",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "county",
                        "band",
                        "place",
                        "case_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("county", models.IntegerField()),
                ("band", models.IntegerField()),
                ("place", models.IntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "db_table": "bands",
            },
        ),
        migrations.RunSQL(FORTH, BACK),
        migrations.DeleteModel("OldBand"),
    ]
