"""The forms of memberships. Whether a deed can be done is decided by the services."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mandate.apps.people.queries.corrections import ANSWERS, WRONGS
from mandate.apps.people.queries.joined import Question, Which
from mandate.apps.people.queries.person import ENDINGS, first_kinds
from mandate.apps.people.queries.sources import offered_sources
from mandate.apps.people.services.deciding import DECISION_LENGTH
from mandate.apps.people.services.persons import (
    DOCUMENT_LENGTH,
    NAME_LENGTH,
    NUMBER_LENGTH,
    PHONE_LENGTH,
    REASON_LENGTH,
    WORDS_LENGTH,
    EnterPerson,
)
from mandate.apps.people.services.sources import MOST_POSITION, SOURCE_CODE_LENGTH, SOURCE_NAME_LENGTH
from mandate.apps.units.web.fields import AnyUnitField, UnitField
from mandate.platform.access.services import EMAIL_LENGTH
from mandate.platform.ui.days import Day
from mandate.platform.ui.names import NamesField

_OFF = {"autocomplete": "off"}


class OnForm(forms.Form):
    """The day on which a list is asked for."""

    on = Day(label=_("On"), required=False)


class DeedForm(forms.Form):
    """From which day something holds, and by which decision."""

    day = Day(label=_("From"), help_text=_("The first day on which it holds."))
    document = forms.CharField(
        label=_("Decision"),
        required=False,
        max_length=DOCUMENT_LENGTH,
        help_text=_("Its number and date, if there is one."),
    )


class KindForm(DeedForm):
    """As which kind of member."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    field_order = ["kind", "day", "document"]

    def __init__(self, kinds: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]


class PurposeForm(forms.Form):
    """For what something restricted is looked at."""

    purpose = forms.ChoiceField(label=_("Purpose"), widget=forms.RadioSelect)

    def __init__(self, purposes: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["purpose"].choices = [(key, capfirst(words)) for key, words in purposes]  # type: ignore[attr-defined]


class AskCorrectionForm(forms.Form):
    """What is wrong of what is kept about oneself."""

    about = forms.ChoiceField(label=_("What is wrong"), choices=WRONGS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("What stands there, and what should."),
    )


class AnswerForm(forms.Form):
    """What became of such a request."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=ANSWERS, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("In words"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Where it is left as it is, why."),
    )


class WhichForm(forms.Form):
    """Of which of two records the memberships are right."""

    memberships = forms.ChoiceField(
        label=_("Memberships"),
        initial=Which.BOTH.value,
        widget=forms.RadioSelect,
        choices=(
            (Which.BOTH.value, _("Those of both are right")),
            (Which.KEPT.value, _("Only those of the record that stays")),
            (Which.GONE.value, _("Only those of the other record")),
        ),
        help_text=_("Somebody who was entered twice was a member only once: leave out what is wrong."),
    )

    def __init__(self, asked: Question, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asked.asks:
            self.fields["memberships"].widget = forms.HiddenInput()
        elif not asked.both:
            self.fields["memberships"].initial = Which.KEPT.value


class EntryForm(forms.Form):
    """What is kept of a person."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(_OFF))
    number = forms.CharField(label=_("Member number"), required=False, max_length=NUMBER_LENGTH)
    born = Day(any_year=True, label=_("Date of birth"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=PHONE_LENGTH, widget=forms.TextInput(_OFF)
    )


class CorrectionForm(EntryForm):
    """The same, with what stood there when the page was made, which goes along unseen."""

    seen_name = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_number = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_born = forms.DateField(required=False, widget=forms.HiddenInput)
    seen_phone = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, now: EnterPerson, data: Mapping[str, Any] | None = None) -> None:
        told = asdict(now)
        super().__init__(data, initial=told | _seen(told))

    def said(self) -> EnterPerson:
        """What was typed."""
        return EnterPerson(**{name: self.cleaned_data[name] for name in EntryForm.base_fields})

    def seen(self) -> EnterPerson:
        """What stood there."""
        return EnterPerson(**{name: self.cleaned_data[f"seen_{name}"] for name in EntryForm.base_fields})

    def go_on_from(self, now: EnterPerson) -> None:
        """Whoever saves again has seen what stands there now."""
        now_seen = {name: value or "" for name, value in _seen(asdict(now)).items()}
        self.data = dict(self.data.items()) | now_seen


def _seen(told: dict[str, Any]) -> dict[str, Any]:
    return {f"seen_{name}": value for name, value in told.items()}


class SourceForm(forms.Form):
    """From where a new member comes, of the organisation's own list."""

    source = forms.ChoiceField(label=_("Source"), required=False, help_text=_("From where the person comes."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [("", _("not known")), *offered_sources()]  # type: ignore[attr-defined]


class FirstForm(SourceForm, KindForm):
    """A membership that begins."""

    field_order = ["kind", "day", "document", "source"]


class NewPersonForm(EntryForm):
    """A new person; whether it is another of the same name is asked only where there is somebody alike."""

    another = forms.BooleanField(
        label=_("This is another person of the same name, born on the same day"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.data.get("another"):
            self.fields["another"].widget = forms.HiddenInput()

    def add_error(self, field: str | None, error: Any) -> None:
        """The question shows where it is to be answered."""
        if field == "another":
            self.fields["another"].widget = forms.CheckboxInput()
        super().add_error(field, error)


class AdmitForm(NewPersonForm, FirstForm):
    """A new person and their first membership."""

    field_order = ["name", "number", "kind", "day", "document", "source", "born", "phone", "another"]


class AgainForm(FirstForm):
    """Where somebody becomes a member again."""

    unit = UnitField(label=_("Unit"), help_text=_("Code or name."))
    field_order = ["unit", "kind", "day", "document", "source"]


class EndingForm(DeedForm):
    """How a membership ends."""

    how = forms.ChoiceField(label=_("How"), choices=ENDINGS, widget=forms.RadioSelect)
    field_order = ["how", "day", "document"]


class AddressForm(forms.Form):
    """By which address somebody signs in."""

    email = forms.EmailField(label=_("Email"), max_length=EMAIL_LENGTH)


class ReleaseForm(DeedForm):
    """To which unit somebody goes."""

    unit = AnyUnitField(
        label=_("To which unit"), help_text=_("Code or name; of a unit that is not yours, the whole of it.")
    )
    field_order = ["unit", "day", "document"]


class MoveAllForm(ReleaseForm):
    """To which unit all members go."""


class ReceiveForm(forms.Form):
    """When somebody is received."""

    day = Day(label=_("Received on"), help_text=_("From this day on they count here."))


class DeclineForm(forms.Form):
    """Why somebody is not received."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea({"rows": 3}))


def _note(label: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": 3})
    return forms.CharField(label=label, required=False, max_length=REASON_LENGTH, widget=widget)


class ApplyForm(SourceForm):
    """The application of somebody who is known."""

    kind = forms.ChoiceField(
        label=_("Kind"), widget=forms.RadioSelect, help_text=_("As what they would begin.")
    )
    day = Day(label=_("Applied on"))
    note = _note(_("Note"))
    field_order = ["unit", "kind", "source", "day", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = list(first_kinds())  # type: ignore[attr-defined]


class ApplyAgainForm(ApplyForm):
    """The application of somebody who was a member, or who applied before: to which unit."""

    unit = UnitField(label=_("Unit"), help_text=_("Code or name."))


class ApplyNewForm(NewPersonForm, ApplyForm):
    """Somebody new, and their application."""

    field_order = ["name", "number", "kind", "source", "day", "born", "phone", "note", "another"]


class StepForm(forms.Form):
    """A step of an application: its day, and what is to be said of it."""

    day = Day(label=_("Day"))
    note = _note(_("Note"))


class ReasonForm(StepForm):
    """A step for which a reason is given."""

    note = _note(_("Reason"))


class RecommendForm(StepForm):
    """Which member recommends an applicant."""

    member = forms.TypedChoiceField(label=_("Member"), coerce=int, help_text=_("A full member of the unit."))
    field_order = ["member", "day", "note"]

    def __init__(self, members: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["member"].choices = [("", "–"), *members]  # type: ignore[attr-defined]


class NumberedForm(forms.Form):
    """A decision with its number."""

    number = forms.CharField(
        label=_("Number of the decision"), max_length=DECISION_LENGTH, widget=forms.TextInput(_OFF)
    )


class DecisionForm(StepForm, NumberedForm):
    """The decision that admits an applicant."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    starts = Day(label=_("Member from"), help_text=_("The first day on which they count as a member."))
    field_order = ["number", "day", "kind", "starts", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].label = _("Day of the decision")
        self.fields["kind"].choices = list(first_kinds())  # type: ignore[attr-defined]


class RefusalForm(ReasonForm, NumberedForm):
    """The decision that refuses one, with its number if it has one."""

    field_order = ["number", "day", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["number"].required = False


class MoveForm(forms.Form):
    """To which unit an application goes over."""

    unit = UnitField(label=_("Unit"), help_text=_("Code or name."))
    day = Day(label=_("Day"))


class FileForm(forms.Form):
    """A document of an application."""

    file = forms.FileField(label=_("Document"))


class SourceKindForm(forms.Form):
    """A source of members."""

    code = forms.CharField(
        label=_("Code"),
        max_length=SOURCE_CODE_LENGTH,
        help_text=_("A short name for files. It stays as it is."),
        widget=forms.TextInput(_OFF | {"autocapitalize": "off", "spellcheck": "false"}),
    )
    names = NamesField(max_length=SOURCE_NAME_LENGTH, label=_("Name"))
    position = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=MOST_POSITION)
    offered = forms.BooleanField(label=_("To be chosen for new members"), required=False)
