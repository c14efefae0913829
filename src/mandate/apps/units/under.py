"""What a unit lies under, which tells units of one name apart: a Street 1 is in each ward. Lists show it
beside the unit, and find the unit by it.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat

from mandate.apps.units.models import Placement
from mandate.platform.database.words import holding
from mandate.platform.i18n.languages import text_in


def last_places(day: date) -> QuerySet[Placement]:
    """The place of each unit on a day; of one that is closed by then, its last."""
    begun = Q(starts__isnull=True) | Q(starts__lte=day)
    later = Placement.objects.filter(unit=OuterRef("unit"), starts__gte=OuterRef("ends"), starts__lte=day)
    return Placement.objects.filter(begun, ~Exists(later))


def parent_names(ids: Sequence[int], day: date) -> dict[int, str]:
    """What units lie under on a day, or lay under last: one query."""
    places = last_places(day).filter(unit_id__in=ids, parent__isnull=False)
    return {unit: text_in(names) for unit, names in places.values_list("unit_id", "parent__names")}


def called(words: Sequence[str], day: date, unit: str = "") -> Q:
    """The condition that all words stand in the code and names of a unit, or of it and of what it lies under
    on a day; ``unit`` is the way to the unit from the rows that are asked for ("unit__")."""
    both = Concat("unit__search_key", Value("\n"), "parent__search_key", output_field=TextField())
    under = last_places(day).filter(holding(both, words)).values("unit_id")
    own = holding(F(f"{unit}search_key"), words)
    return Q(own) | Q(**{f"{unit}pk__in": under})


def key_above(day: date, unit: str = "pk") -> Coalesce:
    """The search key of what a unit lies under, as :func:`parent_names` has it; ``unit`` is the way to the
    unit's number from the rows that are asked for."""
    places = last_places(day).filter(unit=OuterRef(unit)).values("parent__search_key")
    return Coalesce(Subquery(places[:1]), Value(""), output_field=TextField())
