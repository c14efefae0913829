"""Well-known kinds of unit, by code: their name and their plural in our languages. A plural is a heading."""

from mandate.apps.units.models import UnitKind
from mandate.core.codes import Looks
from mandate.core.text import alike
from mandate.core.textkey import sort_key
from mandate.platform.i18n.languages import CODES, current, text_in

# code: (name, plural) in the order of the languages: en, vi, fr, de, sv, pl, ru
_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "nation": (
        ("Nation", "Nations"), ("Quốc gia", "Quốc gia"), ("Nation", "Nations"), ("Nation", "Nationen"),
        ("Nation", "Nationer"), ("Kraj", "Kraje"), ("Страна", "Страны"),
    ),
    "federation": (
        ("Federation", "Federations"), ("Liên đoàn", "Liên đoàn"), ("Fédération", "Fédérations"),
        ("Verband", "Verbände"), ("Förbund", "Förbund"), ("Federacja", "Federacje"),
        ("Федерация", "Федерации"),
    ),
    "union": (
        ("Union", "Unions"), ("Công đoàn", "Công đoàn"), ("Syndicat", "Syndicats"),
        ("Gewerkschaft", "Gewerkschaften"), ("Fackförbund", "Fackförbund"), ("Związek", "Związki"),
        ("Профсоюз", "Профсоюзы"),
    ),
    "society": (
        ("Society", "Societies"), ("Hội", "Hội"), ("Société", "Sociétés"), ("Gesellschaft", "Gesellschaften"),
        ("Sällskap", "Sällskap"), ("Towarzystwo", "Towarzystwa"), ("Общество", "Общества"),
    ),
    "association": (
        ("Association", "Associations"), ("Hiệp hội", "Hiệp hội"), ("Association", "Associations"),
        ("Verein", "Vereine"), ("Förening", "Föreningar"), ("Stowarzyszenie", "Stowarzyszenia"),
        ("Ассоциация", "Ассоциации"),
    ),
    "cooperative": (
        ("Cooperative", "Cooperatives"), ("Hợp tác xã", "Hợp tác xã"), ("Coopérative", "Coopératives"),
        ("Genossenschaft", "Genossenschaften"), ("Kooperativ", "Kooperativ"),
        ("Spółdzielnia", "Spółdzielnie"), ("Кооператив", "Кооперативы"),
    ),
    "state": (
        ("State", "States"), ("Bang", "Bang"), ("État", "États"), ("Land", "Länder"),
        ("Delstat", "Delstater"), ("Stan", "Stany"), ("Штат", "Штаты"),
    ),
    "region": (
        ("Region", "Regions"), ("Vùng", "Vùng"), ("Région", "Régions"), ("Region", "Regionen"),
        ("Region", "Regioner"), ("Region", "Regiony"), ("Регион", "Регионы"),
    ),
    "province": (
        ("Province", "Provinces"), ("Tỉnh", "Tỉnh"), ("Province", "Provinces"), ("Provinz", "Provinzen"),
        ("Provins", "Provinser"), ("Prowincja", "Prowincje"), ("Провинция", "Провинции"),
    ),
    "county": (
        ("County", "Counties"), ("Hạt", "Hạt"), ("Comté", "Comtés"), ("Kreis", "Kreise"),
        ("Län", "Län"), ("Powiat", "Powiaty"), ("Округ", "Округа"),
    ),
    "district": (
        ("District", "Districts"), ("Huyện", "Huyện"), ("District", "Districts"), ("Bezirk", "Bezirke"),
        ("Distrikt", "Distrikt"), ("Dystrykt", "Dystrykty"), ("Район", "Районы"),
    ),
    "city": (
        ("City", "Cities"), ("Thành phố", "Thành phố"), ("Ville", "Villes"), ("Stadt", "Städte"),
        ("Stad", "Städer"), ("Miasto", "Miasta"), ("Город", "Города"),
    ),
    "town": (
        ("Town", "Towns"), ("Thị xã", "Thị xã"), ("Petite ville", "Petites villes"),
        ("Kleinstadt", "Kleinstädte"), ("Småstad", "Småstäder"), ("Miasteczko", "Miasteczka"),
        ("Малый город", "Малые города"),
    ),
    "municipality": (
        ("Municipality", "Municipalities"), ("Đô thị", "Đô thị"), ("Municipalité", "Municipalités"),
        ("Gemeinde", "Gemeinden"), ("Kommun", "Kommuner"), ("Gmina", "Gminy"),
        ("Муниципалитет", "Муниципалитеты"),
    ),
    "township": (
        ("Township", "Townships"), ("Thị trấn", "Thị trấn"), ("Bourg", "Bourgs"), ("Marktort", "Marktorte"),
        ("Köping", "Köpingar"), ("Osada miejska", "Osady miejskie"), ("Посёлок", "Посёлки"),
    ),
    "ward": (
        ("Ward", "Wards"), ("Phường", "Phường"), ("Quartier", "Quartiers"),
        ("Stadtviertel", "Stadtviertel"), ("Stadsdel", "Stadsdelar"), ("Dzielnica", "Dzielnice"),
        ("Городской квартал", "Городские кварталы"),
    ),
    "commune": (
        ("Commune", "Communes"), ("Xã", "Xã"), ("Commune", "Communes"),
        ("Landgemeinde", "Landgemeinden"), ("Landskommun", "Landskommuner"),
        ("Gmina wiejska", "Gminy wiejskie"), ("Община", "Общины"),
    ),
    "village": (
        ("Village", "Villages"), ("Thôn", "Thôn"), ("Village", "Villages"), ("Dorf", "Dörfer"),
        ("By", "Byar"), ("Wieś", "Wsie"), ("Деревня", "Деревни"),
    ),
    "hamlet": (
        ("Hamlet", "Hamlets"), ("Xóm", "Xóm"), ("Hameau", "Hameaux"), ("Weiler", "Weiler"),
        ("Mindre by", "Mindre byar"), ("Przysiółek", "Przysiółki"), ("Хутор", "Хутора"),
    ),
    "neighbourhood": (
        ("Neighbourhood", "Neighbourhoods"), ("Tổ dân phố", "Tổ dân phố"), ("Voisinage", "Voisinages"),
        ("Nachbarschaft", "Nachbarschaften"), ("Grannskap", "Grannskap"), ("Osiedle", "Osiedla"),
        ("Микрорайон", "Микрорайоны"),
    ),
    "street": (
        ("Street", "Streets"), ("Phố", "Phố"), ("Rue", "Rues"), ("Straße", "Straßen"),
        ("Gata", "Gator"), ("Ulica", "Ulice"), ("Улица", "Улицы"),
    ),
    "cell": (
        ("Cell", "Cells"), ("Chi bộ", "Chi bộ"), ("Cellule", "Cellules"), ("Zelle", "Zellen"),
        ("Cell", "Celler"), ("Komórka", "Komórki"), ("Ячейка", "Ячейки"),
    ),
    "branch": (
        ("Branch", "Branches"), ("Chi hội", "Chi hội"), ("Antenne", "Antennes"),
        ("Ortsverband", "Ortsverbände"), ("Lokalavdelning", "Lokalavdelningar"), ("Oddział", "Oddziały"),
        ("Отделение", "Отделения"),
    ),
    "chapter": (
        ("Chapter", "Chapters"), ("Phân hội", "Phân hội"), ("Chapitre", "Chapitres"),
        ("Ortsgruppe", "Ortsgruppen"), ("Lokalförening", "Lokalföreningar"), ("Koło", "Koła"),
        ("Местное отделение", "Местные отделения"),
    ),
    "committee": (
        ("Committee", "Committees"), ("Ủy ban", "Ủy ban"), ("Comité", "Comités"),
        ("Ausschuss", "Ausschüsse"), ("Kommitté", "Kommittéer"), ("Komitet", "Komitety"),
        ("Комитет", "Комитеты"),
    ),
    "section": (
        ("Section", "Sections"), ("Phân ban", "Phân ban"), ("Section", "Sections"), ("Sektion", "Sektionen"),
        ("Sektion", "Sektioner"), ("Sekcja", "Sekcje"), ("Секция", "Секции"),
    ),
    "department": (
        ("Department", "Departments"), ("Phòng", "Phòng"), ("Département", "Départements"),
        ("Abteilung", "Abteilungen"), ("Avdelning", "Avdelningar"), ("Wydział", "Wydziały"),
        ("Отдел", "Отделы"),
    ),
    "group": (
        ("Group", "Groups"), ("Tổ", "Tổ"), ("Groupe", "Groupes"), ("Gruppe", "Gruppen"),
        ("Grupp", "Grupper"), ("Grupa", "Grupy"), ("Группа", "Группы"),
    ),
    "school": (
        ("School", "Schools"), ("Trường", "Trường"), ("École", "Écoles"), ("Schule", "Schulen"),
        ("Skola", "Skolor"), ("Szkoła", "Szkoły"), ("Школа", "Школы"),
    ),
    "diocese": (
        ("Diocese", "Dioceses"), ("Giáo phận", "Giáo phận"), ("Diocèse", "Diocèses"),
        ("Bistum", "Bistümer"), ("Stift", "Stift"), ("Diecezja", "Diecezje"), ("Епархия", "Епархии"),
    ),
    "deanery": (
        ("Deanery", "Deaneries"), ("Giáo hạt", "Giáo hạt"), ("Doyenné", "Doyennés"),
        ("Dekanat", "Dekanate"), ("Kontrakt", "Kontrakt"), ("Dekanat", "Dekanaty"),
        ("Благочиние", "Благочиния"),
    ),
    "parish": (
        ("Parish", "Parishes"), ("Giáo xứ", "Giáo xứ"), ("Paroisse", "Paroisses"), ("Pfarrei", "Pfarreien"),
        ("Församling", "Församlingar"), ("Parafia", "Parafie"), ("Приход", "Приходы"),
    ),
}  # fmt: skip


def new_kind(code: str) -> UnitKind:
    """A kind, not yet saved: with its names where the code is well known, else named by the code."""
    words = _WORDS.get(code.casefold())
    if words is None:
        return UnitKind(code=code, names={"en": code}, plurals={"en": code})
    return UnitKind(
        code=code,
        names={language: name for language, (name, _) in zip(CODES, words, strict=True)},
        plurals={language: plural for language, (_, plural) in zip(CODES, words, strict=True)},
    )


class KindFinder:
    """Finds the kind that a text means: by its code or a name in any language; what looks the same is one.
    A kind that is not there yet is a well-known one, or a new one by its text."""

    def __init__(self) -> None:
        self._codes = Looks()
        self._names: dict[str, set[str]] = {}
        for kind in UnitKind.objects.all():
            self._add(kind)
        self.stored = frozenset(self._codes)
        for code in _WORDS:
            if not self._codes.all(code):
                self._add(new_kind(code))

    def _add(self, kind: UnitKind) -> None:
        self._codes.add(kind.code)
        for name in (*kind.names.values(), *kind.plurals.values()):
            self._names.setdefault(alike(name), set()).add(kind.code)

    def find(self, text: str) -> list[str]:
        """The codes of the kinds that the text can mean: none, one, or several."""
        codes = self._codes.all(text)
        if codes:
            return [text] if text in codes else codes
        named = self._names.get(alike(text), set())
        return sorted(named & self.stored or named)

    def like(self, text: str) -> str | None:
        """A kind that looks the same as the text by letters of another alphabet."""
        return self._codes.other(text)

    def new(self, text: str) -> None:
        """Take the text for a kind of its own from now on."""
        self._codes.add(text)


def kind_choices() -> list[tuple[str, str]]:
    """Code and name of every kind there is, then of the other well-known ones, each part by name."""
    known = {kind.code: text_in(kind.names) or kind.code for kind in UnitKind.objects.all()}
    looks = Looks(known)
    others = {code: text_in(new_kind(code).names) for code in _WORDS if not looks.all(code)}
    return [*_by_name(known), *_by_name(others)]


def _by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda item: sort_key(item[1], current()))
