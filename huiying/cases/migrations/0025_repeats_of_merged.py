from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_credit_shares")]

    operations = [
        migrations.AddField(
            model_name="movedrequest",
            name="was_repeat",
            field=models.BooleanField(default=False),
        ),
    ]
