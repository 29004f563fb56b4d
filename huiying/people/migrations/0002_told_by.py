from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="email",
            field=models.EmailField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="person",
            name="told_by",
            field=models.CharField(
                choices=[
                    ("inbox", "Only in the inbox"),
                    ("sms", "Also by text message"),
                    ("email", "Also by e-mail"),
                ],
                default="inbox",
                max_length=10,
            ),
        ),
    ]
