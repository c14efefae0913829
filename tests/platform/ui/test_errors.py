"""Error pages come up without database, session or frame, say what happened and what to do."""

import pytest

from mandate.platform.ui.errors import error_page


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 503])
def test_each_status_has_its_page_without_a_database(status: int) -> None:
    # No database fixture: a query here would fail the test.
    response = error_page(status)
    page = response.content.decode()
    assert response.status_code == status
    assert "<h1 data-error-text>" in page and 'class="btn go"' in page
    assert "style=" not in page and "None" not in page
    assert response["Cache-Control"] == "no-store"


def test_a_detail_takes_the_place_of_the_general_sentence_and_is_escaped() -> None:
    page = error_page(404, "No unit <b>D999</b>.").content.decode()
    assert "No unit &lt;b&gt;D999&lt;/b&gt;." in page
    assert "never existed" not in page


def test_the_page_without_database_tries_again() -> None:
    response = error_page(503)
    assert response["Retry-After"] == "5"
    assert "ui/retry" in response.content.decode()


def test_an_expired_form_says_that_nothing_typed_is_lost() -> None:
    response = error_page(403, name="403_csrf")
    assert response.status_code == 403
    assert "what you typed is still there" in response.content.decode()
