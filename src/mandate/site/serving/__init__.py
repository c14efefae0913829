"""Running the web server, the job worker and the embedded database together, and stopping them in order."""

from mandate.site.serving.demo import run_demo
from mandate.site.serving.errors import ServingError
from mandate.site.serving.production import run_production
from mandate.site.serving.secret import secret_key

__all__ = ["ServingError", "run_demo", "run_production", "secret_key"]
