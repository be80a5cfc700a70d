import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Solutions that a firm names as the cause of a better answer."""

    dependencies = [
        ("diagnosis", "0007_teamwork"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=60)),
                ("solution", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=60)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="causes",
                        to="diagnosis.assessment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "cause of an improvement",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "question", "solution"), name="cause_once"
                    )
                ],
            },
        ),
    ]
