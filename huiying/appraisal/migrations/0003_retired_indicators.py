from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0002_rankings")]

    operations = [
        migrations.AddField(
            model_name="indicatorversion",
            name="is_retired",
            field=models.BooleanField(default=False),
        )
    ]
