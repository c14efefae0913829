"""One row a person: the day of the last mail, and until when it was looked at what there is to say."""

from django.conf import settings
from django.db import migrations, models

NEWEST_ONLY = """
DELETE FROM desk_reminder AS older USING desk_reminder AS newer
WHERE older.user_id = newer.user_id AND older.day < newer.day
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]

    operations = [
        migrations.RunSQL(NEWEST_ONLY, migrations.RunSQL.noop),
        migrations.RemoveConstraint("reminder", "reminder_once_a_day"),
        migrations.RenameField("reminder", "day", "sent"),
        migrations.AlterField("reminder", "sent", models.DateField(null=True)),
        migrations.AddField("reminder", "looked", models.JSONField(default=dict)),
        migrations.AlterField(
            "reminder",
            "user",
            models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"),
        ),
    ]
