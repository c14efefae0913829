"""How a file is refused."""

from collections.abc import Mapping


class FileRefusedError(Exception):
    """The file is not taken; ``code`` and ``params`` say why (the sentences are in words.py)."""

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code, self.params = code, dict(params or {})
