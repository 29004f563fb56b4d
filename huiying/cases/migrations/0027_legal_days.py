from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0026_promises_to_units"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispatchrule",
            name="legal_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
