from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("reporting", "0009_expectation_chain"),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("files.attachment",),
        ),
    ]
