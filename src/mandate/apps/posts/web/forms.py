"""The forms of bodies, terms, posts and holdings. Whether a deed can be done is decided by the services."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandate.apps.posts.queries import kinds
from mandate.apps.posts.services.kinds import CODE_LENGTH, MOST_AGE, MOST_RANK, MOST_TERMS, SOURCE_LENGTH
from mandate.apps.posts.services.locking import (
    MOST_ORDINAL,
    MOST_PLACES,
    NAME_LENGTH,
    NUMBER_LENGTH,
    REMIT_LENGTH,
)
from mandate.platform.ui.days import Day
from mandate.platform.ui.names import NamesField

_UNTIL = _("The first day on which it no longer holds.")
_OFF = {"autocomplete": "off"}


class OnForm(forms.Form):
    """The day on which posts are asked for."""

    on = Day(label=_("On"), required=False)


class SeenForm(forms.Form):
    """What somebody read before they changed it goes along unseen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def go_on_from(self, seen: str) -> None:
        """Whoever saves again has seen what stands there now."""
        self.data = dict(self.data.items()) | {"seen": seen}


class BodyForm(SeenForm):
    """What is kept of a body."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Left empty, the body is called by its kind."),
        widget=forms.TextInput(_OFF),
    )
    size = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("How many people belong to it when it is full."),
    )
    starts = Day(label=_("From"), help_text=_("The first day on which it holds."))
    remit = forms.CharField(
        label=_("Remit"),
        required=False,
        max_length=REMIT_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What the body is for, and what it may decide."),
    )


class OpenBodyForm(BodyForm):
    """A new body."""

    kind = forms.ChoiceField(label=_("Kind"))
    ends = Day(label=_("Until"), required=False, help_text=_UNTIL)
    field_order = ["kind", "name", "size", "starts", "ends", "remit"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kinds.body_kinds()  # type: ignore[attr-defined]


class TermForm(SeenForm):
    """A term of a body."""

    ordinal = forms.IntegerField(
        label=_("Number of the term"),
        min_value=1,
        max_value=MOST_ORDINAL,
        help_text=_("17 for the 17th term."),
    )
    starts = Day(label=_("From"), help_text=_("The first day on which it holds."))
    ends = Day(label=_("Until"), help_text=_UNTIL)


class PostForm(SeenForm):
    """What is kept of a post."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Left empty, the post is called by its kind."),
        widget=forms.TextInput(_OFF),
    )
    places = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=MOST_PLACES, help_text=_("How many people can hold it.")
    )
    starts = Day(label=_("From"), help_text=_("The first day on which it holds."))


class OpenPostForm(PostForm):
    """A new post."""

    kind = forms.ChoiceField(label=_("Kind"))
    body = forms.ChoiceField(label=_("Body"), required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        help_text=_("What whoever holds the post may do here; it begins and ends with the holding."),
    )
    ends = Day(label=_("Until"), required=False, help_text=_UNTIL)
    field_order = ["kind", "body", "name", "places", "starts", "ends", "role"]

    def __init__(self, bodies: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        of_kind = (("kind", _("as its kind says")), ("", _("none")), *kinds.roles())
        for name, choices in (
            ("kind", kinds.post_kinds()),
            ("body", (("", _("the unit itself")), *bodies)),
            ("role", of_kind),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class EndDayForm(forms.Form):
    """The day on which something ends."""

    ends = Day(label=_("Until"), help_text=_UNTIL)


class CloseAllForm(EndDayForm):
    """The day on which all of a unit ends, and by which decision."""

    number = forms.CharField(label=_("Number of the decision"), required=False, max_length=NUMBER_LENGTH)


class HoldingForm(SeenForm):
    """How somebody holds a post."""

    how = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    starts = Day(label=_("From"), help_text=_("The first day on which it holds."))
    ends = Day(
        label=_("Until"),
        required=False,
        help_text=_("Left empty, it ends with the term, or when somebody says so."),
    )
    number = forms.CharField(
        label=_("Number of the decision"),
        required=False,
        max_length=NUMBER_LENGTH,
        widget=forms.TextInput(_OFF),
    )
    decided = Day(label=_("Day of the decision"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["how"].choices = kinds.hows()  # type: ignore[attr-defined]


class EndingForm(SeenForm):
    """When a holding ends, and why."""

    ends = Day(label=_("Until"), help_text=_("The first day on which the person no longer holds the post."))
    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Number of the decision"),
        required=False,
        max_length=NUMBER_LENGTH,
        widget=forms.TextInput(_OFF),
    )
    decided = Day(label=_("Day of the decision"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].choices = kinds.whys()  # type: ignore[attr-defined]


class KindForm(forms.Form):
    """A kind of body or post: what it is called."""

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        help_text=_("A short name for files. It stays as it is."),
        widget=forms.TextInput(_OFF | {"autocapitalize": "off", "spellcheck": "false"}),
    )
    names = NamesField(max_length=NAME_LENGTH, label=_("Name"))


class BodyKindForm(KindForm):
    """A kind of body."""

    position = forms.IntegerField(
        label=_("Place in the order"),
        min_value=0,
        max_value=MOST_RANK,
        help_text=_("Bodies with a lower number stand first."),
    )


class PostKindForm(KindForm):
    """A kind of post."""

    rank = forms.IntegerField(
        label=_("Place in the order"),
        min_value=0,
        max_value=MOST_RANK,
        help_text=_("In the order of protocol, posts with a lower number stand first."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        help_text=_("What posts of this kind carry that are opened from now on."),
    )
    most_terms = forms.IntegerField(
        label=_("Most terms in a row"),
        required=False,
        min_value=1,
        max_value=MOST_TERMS,
        help_text=_("A higher number brings a warning, but is allowed."),
    )
    terms_source = forms.CharField(label=_("Where that is written"), required=False, max_length=SOURCE_LENGTH)
    most_age = forms.IntegerField(
        label=_("Highest age at the beginning"),
        required=False,
        min_value=1,
        max_value=MOST_AGE,
        help_text=_("A higher number brings a warning, but is allowed."),
    )
    age_source = forms.CharField(label=_("Where that is written"), required=False, max_length=SOURCE_LENGTH)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = (("", _("none")), *kinds.roles())  # type: ignore[attr-defined]
