"""Django's registration of this part."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Bodies, posts and who holds them."""

    name = "mandate.apps.posts"
    label = "posts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.posts import events, holding_events, permissions  # noqa: F401 -- known to journal and access
        from mandate.apps.posts.sentences import SENTENCES
        from mandate.apps.posts.services.holdings import still_holds
        from mandate.apps.posts.web.outlook import PostsOutlook
        from mandate.apps.units.outlook import give_outlook
        from mandate.platform.access.erasing import hold_back
        from mandate.platform.i18n.problems import register_errors

        register_errors("HoldingError", SENTENCES)
        hold_back(still_holds)
        give_outlook(PostsOutlook())
