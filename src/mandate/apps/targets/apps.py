"""Django's registration of this part."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """See models.py and permissions.py."""

    name = "mandate.apps.targets"
    label = "targets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.people.queries.admissions import declare_plan
        from mandate.apps.reporting import aims
        from mandate.apps.targets import events, permissions  # noqa: F401 -- known to the journal and to access
        from mandate.apps.targets.queries.aim import aim_of
        from mandate.apps.targets.queries.plan import plan_of
        from mandate.apps.targets.uses import declare_uses

        declare_uses()
        aims.declare(aim_of)
        declare_plan(plan_of)
