import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The consultant's words in a diagnosis report, version by version."""

    dependencies = [
        ("diagnosis", "0011_agreed_plans"),
        ("reports", "0004_own_data_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Narrative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("texts", models.JSONField(default=dict)),
                ("solutions", models.JSONField(default=list)),
                (
                    "interest",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "none",
                                "Neither the provider nor a company tied to it sells any of them",
                            ),
                            ("own", "The provider or a company tied to it sells some of them"),
                        ],
                        max_length=4,
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved at")),
                ("saved_name", models.CharField(max_length=60)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="narratives",
                        to="diagnosis.assessment",
                    ),
                ),
                (
                    "restores",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reports.narrative",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "text of the consultant",
            },
        ),
        migrations.AddField(
            model_name="report",
            name="narrative",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="reports.narrative",
            ),
        ),
        migrations.AddConstraint(
            model_name="narrative",
            constraint=models.UniqueConstraint(
                fields=("assessment", "language", "number"), name="narrative_once"
            ),
        ),
    ]
