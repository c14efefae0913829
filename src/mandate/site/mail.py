"""Where mails go while no mail server is set."""

from pathlib import Path
from typing import Any

from django.core.mail.backends.filebased import EmailBackend


class Folder(EmailBackend):
    """Files in the data folder that only the site's own user can read: links in mails open accounts."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        Path(self.file_path).chmod(0o700)
