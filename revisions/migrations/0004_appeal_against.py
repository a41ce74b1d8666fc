"""Appeals know whose decision they are against."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_whom(apps, schema_editor):
    """Of appeals that wait: whoever decided then; of others it is not known."""
    proposals = apps.get_model("revisions", "Proposal").objects
    whom = proposals.filter(pk=OuterRef("proposal")).values("decided_by")
    waiting = apps.get_model("revisions", "Message").objects.filter(
        is_appeal=True, proposal__status="waiting"
    )
    waiting.update(against=Subquery(whom))


class Migration(migrations.Migration):
    dependencies = [
        ("revisions", "0003_reasons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="against",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="moderator",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_appeal", True), ("against__isnull", True), _connector="OR"
                ),
                name="message_against_on_appeal",
            ),
        ),
        migrations.RunPython(name_whom, migrations.RunPython.noop),
    ]
