from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_invitations")]
    operations = [
        migrations.AddField(
            "collection",
            "home_position",
            models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="place on the home page"
            ),
        ),
    ]
