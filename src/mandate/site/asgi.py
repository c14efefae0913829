"""The ASGI application, behind its bounds."""

import os
import warnings
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandate.site.settings")

# WhiteNoise hands files out piece by piece; Django reads them in a thread, and would say so once a process.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators", Warning)

from django.core.asgi import get_asgi_application  # noqa: E402 -- the settings are named first

_site = get_asgi_application()

from mandate.site.entrance.bodies import Application, Bodies  # noqa: E402 -- needs the apps to be loaded

application = Bodies(cast(Application, _site))
