"""The kinds of member with which an organisation begins; it makes them its own."""

from typing import Any

from django.db import migrations

# code, whether one may begin as such, most months, the steps from it, names
KINDS = (
    (
        "probationary",
        True,
        12,
        ("full",),
        {
            "en": "probationary member",
            "vi": "thành viên dự bị",
            "fr": "membre stagiaire",
            "de": "Mitglied auf Probe",
            "sv": "provmedlem",
            "pl": "członek w okresie próbnym",
            "ru": "кандидат в члены",
        },
    ),
    (
        "full",
        True,
        None,
        ("honorary",),
        {
            "en": "full member",
            "vi": "thành viên chính thức",
            "fr": "membre titulaire",
            "de": "ordentliches Mitglied",
            "sv": "ordinarie medlem",
            "pl": "członek zwyczajny",
            "ru": "полноправный член",
        },
    ),
    (
        "honorary",
        True,
        None,
        (),
        {
            "en": "honorary member",
            "vi": "thành viên danh dự",
            "fr": "membre d’honneur",
            "de": "Ehrenmitglied",
            "sv": "hedersmedlem",
            "pl": "członek honorowy",
            "ru": "почётный член",
        },
    ),
)


def make(apps: Any, _schema: Any) -> None:
    """The kinds, then the steps between them."""
    kinds = apps.get_model("people", "MemberKind").objects
    made = {
        code: kinds.create(code=code, names=names, position=position, first=first, months=months)
        for position, (code, first, months, _steps, names) in enumerate(KINDS, start=1)
    }
    for code, _first, _months, steps, _names in KINDS:
        made[code].steps.set([made[step] for step in steps])


def unmake(apps: Any, _schema: Any) -> None:
    """Those of them that nobody has."""
    kinds = apps.get_model("people", "MemberKind").objects
    kinds.filter(code__in=[code for code, *_ in KINDS], memberships=None).delete()


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
