"""Django's registration of this part."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Units, kinds and the tree."""

    name = "mandate.apps.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.units import permissions  # noqa: F401 -- fills the permission table
        from mandate.apps.units.structure import lineage, structure_on
        from mandate.platform.access.tree import TreeProvider, provide

        provide(TreeProvider(structure_on=structure_on, lineage=lineage))
