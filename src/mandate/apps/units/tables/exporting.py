"""Units out, in the columns in which they can be read in again."""

from collections.abc import Iterator

from django.db.models import F

from mandate.apps.units.kinds import new_kind
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.structure import structure_on
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.i18n.languages import text_in
from mandate.platform.tables.kinds import Rows, TableOut
from mandate.platform.tables.values import languages_of

REQUIRED = ("code", "parent", "kind", "name")


def units_out(actor: Actor, period: Period | None) -> TableOut:
    """Every known place of every unit, closed ones too: today's tree in preorder, then what is not open. What
    kinds are called stands in every row, where it is not what their codes mean anyhow."""
    units = {unit.pk: unit for unit in visible(actor, Unit.objects.select_related("kind")).order_by("code")}
    languages = languages_of(unit.names for unit in units.values())
    words = languages_of(
        texts for kind in {unit.kind for unit in units.values()} for texts in _words_of_its_own(kind)
    )
    places: dict[int, list[Placement]] = {}
    placed = Placement.objects.filter(unit_id__in=units).select_related("parent")
    for placement in placed.order_by(F("starts").asc(nulls_first=True)):
        places.setdefault(placement.unit_id, []).append(placement)
    today = [key for key in structure_on(actor.today).ids.tolist() if key in units]
    others = [key for key in units if key not in set(today)]

    def rows() -> Rows:
        for key in (*today, *others):
            unit = units[key]
            for place in places.get(key, ()):
                yield (
                    unit.code,
                    place.parent.code if place.parent else "",
                    unit.kind.code,
                    text_in(unit.names),
                    *(unit.names.get(language, "") for language in languages),
                    *(unit.kind.names.get(language, "") for language in words),
                    *(unit.kind.plurals.get(language, "") for language in words),
                    place.starts.isoformat() if place.starts else "",
                    place.ends.isoformat() if place.ends else "",
                )

    names = [f"name_{language}" for language in languages]
    names += [f"{column}_{language}" for column in ("kind_name", "kind_plural") for language in words]
    return TableOut((*REQUIRED, *names, "from", "until"), rows())


def _words_of_its_own(kind: UnitKind) -> Iterator[dict[str, str]]:
    """The names and plurals of a kind that are not those of its code."""
    plain = new_kind(kind.code)
    for texts, known in ((kind.names, plain.names), (kind.plurals, plain.plurals)):
        yield {language: text for language, text in texts.items() if known.get(language) != text}
