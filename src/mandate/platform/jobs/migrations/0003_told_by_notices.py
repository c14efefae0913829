from django.db import migrations

# What ended and was not told yet is told as a notice.
UNTOLD = """
    INSERT INTO notices_notice (user_id, kind, subject, at, mail, mail_tries, mail_trouble)
    SELECT user_id, 'jobs.ended', id, ended_at, 'none', 0, '' FROM jobs_job
    WHERE ended_at IS NOT NULL AND NOT told
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_trouble_count"), ("notices", "0001_initial")]

    operations = [
        migrations.RunSQL(UNTOLD, migrations.RunSQL.noop),
        migrations.RemoveIndex("job", "job_untold"),
        migrations.RemoveField("job", "told"),
    ]
