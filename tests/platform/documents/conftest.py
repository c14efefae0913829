"""Documents can be written."""

from tests.support.paper import fonts, paper

__all__ = ["fonts", "paper"]
