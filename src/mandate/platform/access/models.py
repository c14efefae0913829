"""People who sign in, and the roles they are granted on units."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandate.core.textkey import fold
from mandate.platform.access.actor import Role
from mandate.platform.database import spans
from mandate.platform.database.choices import choices
from mandate.platform.database.names import keys_of
from mandate.platform.i18n.languages import CODES

EMAIL_LENGTH = 254
NAME_LENGTH = 200
ROLE_NAMES = {
    Role.ADMINISTRATOR: _("administrator"),
    Role.SECRETARY: _("secretary"),
    Role.REPORTER: _("reporter"),
    Role.REVIEWER: _("reviewer"),
    Role.OBSERVER: _("observer"),
}


def found_by(name: str, email: str) -> str:
    """What a person is found by."""
    return f"{fold(name)}\n{fold(email)}"


class UserManager(BaseUserManager["User"]):
    """Makes users; the address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without a password one cannot sign in until it is set by mail."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def enter(self, name: str, language: str) -> "User":
        """Somebody who does not sign in."""
        user = self.model(name=name, language=language, is_active=False)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of an address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person, who can sign in if there is an address. No more is kept here than the work needs: a name and
    an address, until they are erased (erasing.py): from ``erased_at`` on there is no name, an address that
    nobody has, and a number. Whoever belongs to a unit without ever signing in is here too, so that nobody is
    entered twice (decision 0036)."""

    email = models.EmailField(  # noqa: DJ001 -- no two have one address, but many have none
        _("email"), unique=True, null=True, max_length=EMAIL_LENGTH
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    sort_keys = models.JSONField(default=dict, editable=False)  # {language: key}, as database/names.py says
    search_key = models.TextField(default="", editable=False)  # the folded name and address, a line each
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"), auto_now_add=True)
    # how often all sessions of the person were ended: part of what a session must know to go on
    sessions_ended = models.PositiveIntegerField(default=0)
    failed_sign_ins = models.PositiveIntegerField(default=0)  # wrong passwords since the last sign-in
    erased_at = models.DateTimeField(null=True, editable=False)
    # two records were of one person, and this one was given up: all about the person stands in the other
    same_as = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")
    invited_at = models.DateTimeField(
        null=True, editable=False
    )  # when the last mail to set the first password went

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", is_active=False),
                name="user_erased_is_nobody",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(email__isnull=False), name="user_signs_in_by_address"
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | Q(is_active=False), name="user_given_up_signs_in_no_more"
            ),
        ]

    def __str__(self) -> str:
        return self.called or self.address

    @property
    def called(self) -> str:
        """What to call the person where people read it: the name, or a word for somebody who was erased."""
        return called(self.pk, self.name, self.erased_at is not None)

    def save(self, **options: Any) -> None:
        """The keys of the name and the address go with these."""
        fields = options.get("update_fields")
        if fields is None or {"name", "email"} & set(fields):
            self.sort_keys = keys_of(dict.fromkeys(CODES, self.name))
            self.search_key = "" if self.erased_at else found_by(self.name, self.address)
            options["update_fields"] = None if fields is None else {*fields, "sort_keys", "search_key"}
        super().save(**options)

    @property
    def address(self) -> str:
        """Where mails to the person go; "" for somebody who does not sign in."""
        return self.email or ""

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session made before the password changed, or before all were ended, holds another one."""
        value = f"{self.password}|{self.sessions_ended}"
        return salted_hmac("mandate.session", value, secret=secret, algorithm="sha256").hexdigest()


def called(user_id: int, name: str, erased: bool) -> str:
    """What :attr:`User.called` says, of a row that is no user's."""
    return gettext("erased person no. %(number)s") % {"number": user_id} if erased else name


class FormerName(models.Model):
    """A name that a person had until a moment (exclusive), when they were given another. The first one held
    from the beginning, the one that holds now is the user's. Names of those who are erased are gone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="former_names", db_index=False)
    name = models.CharField(max_length=NAME_LENGTH)
    search_key = models.TextField(default="", editable=False)  # the folded name
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "until"], name="former_name_until_once")]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.until:%Y-%m-%d %H:%M}"

    def save(self, **options: Any) -> None:
        """The key of the name goes with it."""
        self.search_key = fold(self.name)
        super().save(**options)


class GrantQuerySet(models.QuerySet["Grant"]):
    """Reads of grants by day."""

    def in_force(self, day: date) -> "GrantQuerySet":
        """Those whose span holds the day; the end is exclusive."""
        return self.filter(spans.holds(day))


class Grant(models.Model):
    """A role on a unit and its subtree, from a date until a date (exclusive); without a unit, everywhere."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=choices(ROLE_NAMES))
    unit = models.ForeignKey(
        settings.UNIT_MODEL, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="grant_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"])]

    def __str__(self) -> str:
        return f"{self.role} on {self.unit_id or 'everything'}"


class Tries(models.Model):
    """Wrong passwords in a row (see tries.py), by a digest of what they are counted for."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)  # the last

    def __str__(self) -> str:
        return f"{self.failures} until {self.at:%Y-%m-%d %H:%M}"


class Look(models.Model):
    """That somebody looked at restricted fields of a person (see looks.py): one row a day, group and purpose.
    ``by`` is empty for whoever runs the server."""

    person = models.ForeignKey(User, models.CASCADE, related_name="looked_at")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="looks")
    field_group = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "by", "field_group", "purpose", "day"],
                name="look_once_a_day",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} at {self.field_group} of {self.person_id} on {self.day}"
