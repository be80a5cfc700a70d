import django.db.models.deletion
from django.db import migrations, models


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    """Published figures about peers: one set a month for each campaign and framework."""

    dependencies = [
        ("reports", "0002_number_register"),
        ("enterprises", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicationSet",
            fields=[
                ("id", key()),
                ("framework_ref", models.CharField(max_length=40)),
                ("month", models.DateField(verbose_name="month")),
                ("as_of", models.DateField(verbose_name="as of")),
                ("k", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publications",
                        to="enterprises.campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "set of published figures",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "framework_ref", "month"),
                        name="publication_once_a_month",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeerGroup",
            fields=[
                ("id", key()),
                ("industry", models.CharField(blank=True, max_length=2)),
                ("size", models.CharField(blank=True, max_length=8)),
                ("district", models.CharField(blank=True, max_length=6)),
                ("firms", models.PositiveIntegerField()),
                ("verified", models.PositiveIntegerField()),
                ("levels", models.JSONField()),
                ("spread", models.JSONField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="reports.publicationset",
                    ),
                ),
            ],
            options={
                "verbose_name": "group of peers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "industry", "size", "district"),
                        name="peer_group_once",
                    )
                ],
            },
        ),
    ]
