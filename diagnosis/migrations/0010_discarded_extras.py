import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diagnosis", "0009_filled_workbook"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="discarded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="discarded at"),
        ),
        migrations.AddField(
            model_name="assessment",
            name="discarded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("discarded_at__isnull", True),
                    models.Q(("is_extra", True), ("status", "draft")),
                    _connector="OR",
                ),
                name="assessment_discarded_is_an_extra_draft",
            ),
        ),
    ]
