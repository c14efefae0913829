"""The error that core functions raise for bad input: a stable code, parameters and an English sentence."""

from collections.abc import Mapping
from typing import ClassVar


class CoreError(ValueError):
    """Bad input, named by `code` with `params`; the floors above translate `SENTENCES[code]` by themselves.

    A subclass lists its sentences, with the parameters in braces; a code without a sentence is a KeyError.

    >>> class TeaError(CoreError):
    ...     SENTENCES = {"cold": "The tea has {degrees} degrees."}
    >>> error = TeaError("cold", {"degrees": 12})
    >>> error.code, error.params, str(error)
    ('cold', {'degrees': 12}, 'The tea has 12 degrees.')
    """

    SENTENCES: ClassVar[Mapping[str, str]] = {}

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.params = dict(params or {})
        self.sentence = self.SENTENCES[code].format(**self.params)
        super().__init__(code, self.params)

    def __str__(self) -> str:
        return self.sentence
