import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

USER = settings.AUTH_USER_MODEL
CASCADE, SET_NULL = django.db.models.deletion.CASCADE, django.db.models.deletion.SET_NULL


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def person():
    return models.ForeignKey(null=True, on_delete=SET_NULL, related_name="+", to=USER)


class Migration(migrations.Migration):
    """Sections given to people, comments on questions, and three views of the key items."""

    dependencies = [
        ("diagnosis", "0006_evidence_states"),
        ("enterprises", "0005_campaign_by_rule"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        migrations.CreateModel(
            name="OpinionRound",
            fields=[
                ("id", key()),
                ("refs", models.JSONField(default=list)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=CASCADE, related_name="opinion_round", to="diagnosis.assessment"
                    ),
                ),
                ("opened_by", person()),
            ],
            options={"verbose_name": "round of views"},
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", key()),
                (
                    "standpoint",
                    models.CharField(
                        choices=[
                            ("management", "Management"),
                            ("it", "IT"),
                            ("workshop", "Workshop"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("document", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                ("user", person()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="opinions", to="diagnosis.opinionround"
                    ),
                ),
            ],
            options={
                "verbose_name": "view",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "standpoint"), name="opinion_per_standpoint"
                    ),
                    models.UniqueConstraint(fields=("round", "user"), name="opinion_per_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", key()),
                ("ref", models.CharField(max_length=60)),
                ("value", models.JSONField()),
                ("reason", models.CharField(max_length=400)),
                ("revision", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=60)),
                ("by", person()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="settlements", to="diagnosis.opinionround"
                    ),
                ),
            ],
            options={
                "verbose_name": "settled difference",
                "constraints": [
                    models.UniqueConstraint(fields=("round", "ref"), name="settled_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", key()),
                ("key", models.CharField(max_length=60)),
                (
                    "text",
                    models.TextField(blank=True, max_length=2000, verbose_name="comment"),
                ),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=60)),
                ("by_role", models.CharField(max_length=24)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="comments", to="diagnosis.assessment"
                    ),
                ),
                ("by", person()),
            ],
            options={
                "verbose_name": "comment",
                "indexes": [models.Index(fields=["assessment", "key"], name="comment_thread")],
            },
        ),
        migrations.CreateModel(
            name="CommentsSeen",
            fields=[
                ("id", key()),
                ("key", models.CharField(max_length=60)),
                ("newest", models.PositiveBigIntegerField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="+", to="diagnosis.assessment"
                    ),
                ),
                ("user", models.ForeignKey(on_delete=CASCADE, related_name="+", to=USER)),
            ],
            options={
                "verbose_name": "comments seen",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "assessment", "key"), name="seen_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Keeper",
            fields=[
                ("id", key()),
                ("section", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("given_at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="keepers", to="diagnosis.assessment"
                    ),
                ),
                ("given_by", person()),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=SET_NULL,
                        related_name="+",
                        to="enterprises.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "keeper of a section",
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "section"), name="keeper_once")
                ],
            },
        ),
    ]
