"""The kinds of body and of post with which an organisation begins; it makes them its own."""

from typing import Any

from django.db import migrations

LANGUAGES = ("en", "vi", "fr", "de", "sv", "pl", "ru")

# code: names in the order of the languages; bodies stand in this order
BODIES = {
    "congress": ("Congress", "Đại hội", "Congrès", "Kongress", "Kongress", "Kongres", "Съезд"),
    "committee": ("Committee", "Ban Chấp hành", "Comité", "Vorstand", "Styrelse", "Komitet", "Комитет"),
    "standing_committee": (
        *("Standing committee", "Ban Thường vụ", "Comité permanent", "Geschäftsführender Vorstand"),
        *("Arbetsutskott", "Prezydium komitetu", "Бюро комитета"),
    ),
    "secretariat": (
        *("Secretariat", "Ban Bí thư", "Secrétariat", "Geschäftsstelle des Vorstands", "Sekretariat"),
        *("Sekretariat", "Секретариат"),
    ),
    "council": ("Council", "Hội đồng", "Conseil", "Rat", "Råd", "Rada", "Совет"),
    "inspection": (
        *("Inspection commission", "Ủy ban Kiểm tra", "Commission de contrôle", "Kontrollkommission"),
        *("Kontrollkommission", "Komisja rewizyjna", "Контрольная комиссия"),
    ),
    "steering": (
        *("Steering committee", "Ban Chỉ đạo", "Comité de pilotage", "Lenkungsausschuss"),
        *("Styrgrupp", "Komitet sterujący", "Руководящая группа"),
    ),
    "department": (
        "Department",
        "Ban chuyên môn",
        "Département",
        "Abteilung",
        "Avdelning",
        "Wydział",
        "Отдел",
    ),
    "office": ("Office", "Văn phòng", "Bureau", "Büro", "Kansli", "Biuro", "Канцелярия"),
}

# the same of posts, which stand in the order of protocol
POSTS = {
    "secretary": ("Secretary", "Bí thư", "Secrétaire", "Sekretär", "Sekreterare", "Sekretarz", "Секретарь"),
    "chair": (
        *("Chair", "Chủ tịch", "Présidence", "Vorsitz", "Ordförande", "Przewodniczący", "Председатель"),
    ),
    "standing_deputy_secretary": (
        *("Standing deputy secretary", "Phó Bí thư Thường trực", "Secrétaire adjoint permanent"),
        *("Ständiger stellvertretender Sekretär", "Ständig vice sekreterare"),
        *("Stały zastępca sekretarza", "Постоянный заместитель секретаря"),
    ),
    "deputy_secretary": (
        *("Deputy secretary", "Phó Bí thư", "Secrétaire adjoint", "Stellvertretender Sekretär"),
        *("Vice sekreterare", "Zastępca sekretarza", "Заместитель секретаря"),
    ),
    "deputy_chair": (
        *("Deputy chair", "Phó Chủ tịch", "Vice-présidence", "Stellvertretender Vorsitz"),
        *("Vice ordförande", "Wiceprzewodniczący", "Заместитель председателя"),
    ),
    "standing_member": (
        *("Member of the standing committee", "Ủy viên Ban Thường vụ", "Membre du comité permanent"),
        *("Mitglied des geschäftsführenden Vorstands", "Ledamot av arbetsutskottet"),
        *("Członek prezydium", "Член бюро"),
    ),
    "head": ("Head", "Trưởng ban", "Responsable", "Leitung", "Chef", "Kierownik", "Руководитель"),
    "deputy_head": (
        *("Deputy head", "Phó Trưởng ban", "Responsable adjoint", "Stellvertretende Leitung"),
        *("Vice chef", "Zastępca kierownika", "Заместитель руководителя"),
    ),
    "member": ("Member", "Ủy viên", "Membre", "Mitglied", "Ledamot", "Członek", "Член"),
    "head_of_village": (
        *("Head of the village", "Trưởng thôn", "Chef de village", "Dorfvorstand", "Byordförande"),
        *("Sołtys", "Староста"),
    ),
}


def make(apps: Any, _schema: Any) -> None:
    """Both kinds, in their order, with room between them."""
    bodies, posts = (apps.get_model("posts", name).objects for name in ("BodyKind", "PostKind"))
    for number, (code, names) in enumerate(BODIES.items(), start=1):
        bodies.create(code=code, names=dict(zip(LANGUAGES, names, strict=True)), position=number * 10)
    for number, (code, names) in enumerate(POSTS.items(), start=1):
        posts.create(code=code, names=dict(zip(LANGUAGES, names, strict=True)), rank=number * 10)


def unmake(apps: Any, _schema: Any) -> None:
    """Those of them that nothing is of."""
    apps.get_model("posts", "BodyKind").objects.filter(code__in=BODIES, bodies=None).delete()
    apps.get_model("posts", "PostKind").objects.filter(code__in=POSTS, posts=None).delete()


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("posts", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
