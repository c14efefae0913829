"""The sources of members with which an organisation begins; it makes them its own."""

from typing import Any

from django.db import migrations

SOURCES = (
    (
        "students",
        {
            "en": "students",
            "vi": "sinh viên, học sinh",
            "fr": "étudiants et élèves",
            "de": "Studierende, Schülerinnen und Schüler",
            "sv": "studerande",
            "pl": "studenci i uczniowie",
            "ru": "студенты и школьники",
        },
    ),
    (
        "workers",
        {
            "en": "workers",
            "vi": "công nhân, người lao động",
            "fr": "ouvriers et employés",
            "de": "Arbeiter und Angestellte",
            "sv": "arbetare och tjänstemän",
            "pl": "robotnicy i pracownicy",
            "ru": "рабочие и служащие",
        },
    ),
    (
        "farmers",
        {
            "en": "farmers",
            "vi": "nông dân",
            "fr": "agriculteurs",
            "de": "Landwirte",
            "sv": "jordbrukare",
            "pl": "rolnicy",
            "ru": "крестьяне и фермеры",
        },
    ),
    (
        "public_service",
        {
            "en": "public service",
            "vi": "cán bộ, công chức, viên chức",
            "fr": "fonction publique",
            "de": "öffentlicher Dienst",
            "sv": "offentlig tjänst",
            "pl": "służba publiczna",
            "ru": "государственная служба",
        },
    ),
    (
        "others",
        {
            "en": "others",
            "vi": "đối tượng khác",
            "fr": "autres",
            "de": "andere",
            "sv": "övriga",
            "pl": "inni",
            "ru": "прочие",
        },
    ),
)


def make(apps: Any, _schema: Any) -> None:
    """The sources, in their order."""
    for position, (code, names) in enumerate(SOURCES, start=1):
        apps.get_model("people", "MemberSource").objects.create(code=code, names=names, position=position)


def unmake(apps: Any, _schema: Any) -> None:
    """Those of them from which nobody came."""
    sources = apps.get_model("people", "MemberSource").objects
    codes = [code for code, _names in SOURCES]
    sources.filter(code__in=codes, memberships=None, applications=None).delete()


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("people", "0003_admissions")]
    operations = [migrations.RunPython(make, unmake)]
