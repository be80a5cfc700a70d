from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="enterprise",
            name="search_text",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
    ]
