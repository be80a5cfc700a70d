"""Plans that were agreed to before there were checks get theirs; what is done has a day."""

from datetime import date

from django.db import migrations
from django.utils import timezone

MONTHS = (3, 6, 12)


def months_after(day, months):
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


def forwards(apps, schema_editor):
    for plan in apps.get_model("diagnosis", "Plan").objects.all():
        agreed_on = timezone.localdate(plan.agreed_at)
        for months in MONTHS:
            due_on = months_after(agreed_on, months)
            plan.checks.create(months=months, due_on=due_on)
    for item in apps.get_model("diagnosis", "PlanItem").objects.filter(state="done"):
        item.done_on = timezone.localdate(item.changed_at)
        item.save(update_fields=["done_on"])


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0012_plan_checks")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
