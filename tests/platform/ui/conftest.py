"""The page of all parts, rendered, and a browser that is shown it without a server."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler
from tests.platform.ui import sample_page

TEMPLATE = Path(__file__).parent / "templates" / "parts_of_a_page.html"


@pytest.fixture
def render() -> Callable[..., str]:
    """Render template text as a page would be, components and all: `render(text, **context)`."""

    def rendered(text: str, **context: Any) -> str:
        template = engines["django"].from_string(CottonCompiler().process(text))
        return str(template.render(context, RequestFactory().get("/parts", {"q": "a b"})))

    return rendered


@pytest.fixture
def parts(render: Callable[..., str]) -> str:
    """The page that shows every part once."""
    return render(TEMPLATE.read_text(encoding="utf-8"), **sample_page.sample_context())
