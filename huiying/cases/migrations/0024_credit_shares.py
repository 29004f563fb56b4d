"""Shares of the credit belong to a round, so that a later round does not change an earlier one."""

import django.db.models.deletion
from django.db import migrations, models


def by_round(apps, schema_editor):
    """Carry shares over to each round that was counted by them until now."""
    part, reply = (apps.get_model("cases", name) for name in ("Assignment", "Reply"))
    share = apps.get_model("cases", "CreditShare")
    helping = part.objects.filter(part="CO", share__gt=0, share__lt=1)
    for case in helping.values_list("case_id", flat=True).distinct().order_by("case_id").iterator():
        others = dict(
            helping.filter(case=case)
            .exclude(state__in=["RETURNED", "RECALLED"])
            .values_list("id", "share")
        )
        leads = part.objects.filter(case=case, part="LEAD", share__gte=0.5, share__lt=1)
        for lead in leads.filter(share=1 - sum(others.values())):
            released = reply.objects.filter(assignment=lead, state="RELEASED")
            for number in released.values_list("round", flat=True).distinct():
                share.objects.bulk_create(
                    share(case_id=case, round=number, assignment_id=pk, share=value)
                    for pk, value in {lead.pk: lead.share, **others}.items()
                )


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_consultation_papers")]

    operations = [
        migrations.CreateModel(
            name="CreditShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("share", models.DecimalField(decimal_places=2, max_digits=3)),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.assignment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credit_shares",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "db_table": "credit_shares",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "round", "assignment"), name="one_share_a_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 1)),
                        name="share_of_one",
                    ),
                ],
            },
        ),
        migrations.RunPython(by_round, migrations.RunPython.noop),
        migrations.RemoveField(model_name="assignment", name="share"),
    ]
