from django.db import migrations

# Whoever had switched the reminders off chose "never" for them.
NEVER = """
    INSERT INTO notices_preference (user_id, "group", choice)
    SELECT id, 'reminders', 'never' FROM access_user WHERE NOT mail_reminders
"""
BACK = """
    UPDATE access_user SET mail_reminders = NOT EXISTS (
        SELECT FROM notices_preference
        WHERE user_id = access_user.id AND "group" = 'reminders' AND choice = 'never'
    )
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("access", "0004_sort_keys")]

    operations = [migrations.RunSQL(NEVER, BACK)]
