import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Archives of everything about a firm, made on its wish."""

    dependencies = [
        ("enterprises", "0007_partner_traces"),
        ("reports", "0003_peers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnDataFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stored", models.CharField(max_length=80, unique=True)),
                ("size", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(verbose_name="archived at")),
                ("expires_at", models.DateTimeField(verbose_name="available until")),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_data_files",
                        to="enterprises.enterprise",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "archive of own data"},
        ),
    ]
