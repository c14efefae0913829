"""Django's registration of this part."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Units, kinds and the tree."""

    name = "mandate.apps.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.units import events, permissions  # noqa: F401 -- known to the journal and to access
        from mandate.apps.units.sentences import SENTENCES
        from mandate.apps.units.structure import lineages, parents_on, structure_on, with_all_below
        from mandate.platform.access.tree import TreeProvider, provide
        from mandate.platform.i18n.problems import register

        register(SENTENCES)
        provide(TreeProvider(structure_on, lineages, with_all_below, parents_on))
