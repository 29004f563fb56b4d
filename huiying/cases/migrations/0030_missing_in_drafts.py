"""A draft of a reply keeps what late co-units have not reported."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_detail_looks")]

    operations = [
        migrations.AddField(
            model_name="replydraft",
            name="missing",
            field=models.CharField(blank=True, default="", max_length=500),
        )
    ]
