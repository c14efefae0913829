"""The forms in use that hold the rows of an import; where none does, an automatic one is made or extended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from mandate.apps.reporting.models import Form, FormItem
from mandate.apps.reporting.tables.rows import Read
from mandate.apps.units.models import UnitKind
from mandate.core.codes import Looks
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import CODES, text_in


@dataclass(slots=True)
class Covering:
    """The forms in use by id, with how many were made."""

    forms: dict[int, Form] = field(default_factory=dict)
    made: int = 0

    def cover(self, rows: Iterable[Read]) -> Mapping[tuple[int, str, int], int]:
        """The id of the form for each (indicator, frequency, kind of unit) of the rows."""
        rows = list(rows)
        if not rows:
            return {}
        covering: dict[tuple[int, str, int], int] = {}
        forms = Form.objects.filter(retired=False).prefetch_related("items", "kinds").order_by("-automatic")
        for form in forms:
            self.forms[form.pk] = form
            for item in form.items.all():
                for kind in form.kinds.all():
                    covering[item.indicator_id, form.frequency, kind.pk] = form.pk
        uncovered: dict[tuple[str, int], set[int]] = {}
        for row in rows:
            frequency = row.period.frequency.value
            if (row.indicator.pk, frequency, row.unit.kind_id) not in covering:
                uncovered.setdefault((frequency, row.indicator.pk), set()).add(row.unit.kind_id)
        groups: dict[tuple[str, frozenset[int]], list[int]] = {}
        for (frequency, indicator_id), kinds in uncovered.items():
            groups.setdefault((frequency, frozenset(kinds)), []).append(indicator_id)
        for (frequency, kind_ids), indicator_ids in groups.items():
            form = self._automatic(frequency, kind_ids, indicator_ids)
            covering |= {(pk, frequency, kind): form.pk for pk in indicator_ids for kind in kind_ids}
        return covering

    def _automatic(self, frequency: str, kind_ids: frozenset[int], indicator_ids: Sequence[int]) -> Form:
        """The automatic form of this frequency and these kinds, made or extended."""
        form = next(
            (
                form
                for form in self.forms.values()
                if form.automatic
                and form.frequency == frequency
                and {kind.pk for kind in form.kinds.all()} == kind_ids
            ),
            None,
        )
        if form is None:
            form = _make_automatic(frequency, kind_ids)
            self.made += 1
        self.forms[form.pk] = form
        last = form.items.aggregate(last=Max("position"))["last"]
        start = 0 if last is None else last + 1
        FormItem.objects.bulk_create(
            FormItem(form=form, indicator_id=pk, position=start + place)
            for place, pk in enumerate(indicator_ids)
        )
        return form


def _make_automatic(frequency: str, kind_ids: frozenset[int]) -> Form:
    kinds = list(UnitKind.objects.filter(pk__in=kind_ids).order_by("code"))
    stem = "-".join(["imported", frequency.replace("_", "-"), *(kind.code for kind in kinds)])[:90]
    taken = Looks(Form.objects.values_list("code", flat=True))
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    form = Form(
        code=next(code for code in numbered if not taken.all(code)), frequency=frequency, automatic=True
    )
    for language in CODES:
        with translation.override(language):
            form.names[language] = _("Imported figures, %(frequency)s: %(kinds)s") % {
                "frequency": form.get_frequency_display(),
                "kinds": list_of([text_in(kind.plurals) or text_in(kind.names) for kind in kinds], language),
            }
    form.save()
    form.kinds.set(kinds)
    return form
