from django.db import migrations, models


class Migration(migrations.Migration):
    """Files are scanned, pictured, and erased only some minutes after they were removed."""

    dependencies = [("diagnosis", "0005_after_submitting")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="scan",
            field=models.CharField(
                choices=[
                    ("none", "Not scanned for viruses"),
                    ("clean", "Scanned for viruses"),
                    ("waiting", "Waiting for the virus scan"),
                    ("infected", "Virus found"),
                ],
                default="none",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="threat",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="evidence",
            name="picture",
            field=models.CharField(
                choices=[
                    ("none", "No picture"),
                    ("pending", "Picture to come"),
                    ("ready", "Picture there"),
                ],
                default="none",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        # What was removed before this release was erased at once.
        migrations.RunSQL(
            "UPDATE diagnosis_evidence SET erased_at = removed_at WHERE removed_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("erased_at__isnull", True), ("removed_at__isnull", False)),
                fields=["removed_at"],
                name="evidence_to_erase",
            ),
        ),
    ]
