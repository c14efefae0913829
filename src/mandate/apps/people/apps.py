"""Django's registration of this part."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and where they belong."""

    name = "mandate.apps.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.people import (  # noqa: F401 -- known to journal and access
            application_events,
            events,
            joining_events,
            permissions,
        )
        from mandate.apps.people.sentences import ADMISSION_SENTENCES, SENTENCES, TABLE_SENTENCES
        from mandate.apps.people.services.members import still_belongs
        from mandate.apps.people.web.outlook import MembersOutlook
        from mandate.apps.units.outlook import give_outlook
        from mandate.platform.access.erasing import hold_back
        from mandate.platform.i18n.problems import register, register_errors

        register(TABLE_SENTENCES)
        register_errors("MembershipError", SENTENCES)
        register_errors("AdmissionError", ADMISSION_SENTENCES)
        hold_back(still_belongs)
        give_outlook(MembersOutlook())
