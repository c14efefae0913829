"""The ASGI application, behind its bounds."""

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandate.site.settings")

from django.core.asgi import get_asgi_application

_site = get_asgi_application()

from mandate.site.entrance.bodies import Application, Bodies  # noqa: E402 -- needs the apps to be loaded

application = Bodies(cast(Application, _site))
