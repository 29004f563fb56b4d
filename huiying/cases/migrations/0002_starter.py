"""The subject tree and version 1 of the deadline matrix, so that the platform works on its first day."""

from datetime import UTC, datetime

from django.db import migrations

from huiying.cases.rules.categories import starter_tree
from huiying.cases.rules.deadlines import default_cells


def fill(apps, schema_editor):
    category = apps.get_model("cases", "Category")
    category.objects.bulk_create(category(code=code, name=name) for code, name in starter_tree())
    matrix = apps.get_model("cases", "DeadlineMatrix").objects.create(
        version=1,
        valid_from=datetime(2000, 1, 1, tzinfo=UTC),
        note="The product's defaults",
        made_by="system",
    )
    rule = apps.get_model("cases", "DeadlineRule")
    rule.objects.bulk_create(
        rule(
            matrix=matrix,
            priority=priority,
            clock=clock,
            amount=limit.amount,
            unit=limit.unit.value,
        )
        for (priority, clock), limit in default_cells()
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
