"""The text that the rows replaced goes; a step of its own, as PostgreSQL wants."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_commitments")]

    operations = [
        migrations.RemoveField(model_name="unit", name="commitments"),
        migrations.AlterField(
            model_name="commitment",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="commitments",
                to="organisations.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="commitment_dates_in_order",
            ),
        ),
    ]
