from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0004_sort_keys"), ("notices", "0002_reminders")]

    operations = [migrations.RemoveField("user", "mail_reminders")]
