from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_credit_shares"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispatchrule",
            name="legal_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
