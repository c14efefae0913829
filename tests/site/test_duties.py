"""What is due and what waits comes from the duties that the parts state: for the desk, the side and the mails
alike, and for nobody whom it does not concern."""

import pytest
from tests.support.asking import asked_anew
from tests.support.organisation import acting, client_of, console
from tests.support.reporting import World, world

from mandate.apps.desk.letter import telling
from mandate.apps.desk.queries.page import desk_page
from mandate.apps.reporting.services import SubmitReport, submit_report
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.duties import concerns
from mandate.platform.parts import duties, leaves, queues, tree
from mandate.platform.ui.pages import Here
from mandate.site.navigation import places

pytestmark = pytest.mark.django_db

YEAR = Period.parse("2023")


@pytest.fixture
def city() -> World:
    made = world()
    made.save(made.report("A1"), families=5)
    submit_report(made.reporter, SubmitReport(made.report_ids["A1"]))
    return made


def counted(actor: Actor, unit_id: int) -> tuple[int, str]:
    """What stands at the side, on the page of a unit, at the place of all work."""
    here = Here("", unit_id)
    found = [
        one for one in places(actor, here, tree().around(actor, unit_id)) if one.badge_id == "badge-work"
    ]
    return (found[0].badge_count, found[0].badge_label) if found else (0, "")


def test_each_duty_has_its_own_place_and_lists() -> None:
    sections = [one.section for one in leaves()]
    assert len(duties()) >= 3
    assert len({duty.name for duty in duties()}) == len(duties())
    assert len({one.name for one in queues()}) == len(queues())
    for duty in duties():
        assert sections.count(duty.section) == 1
        assert {one.name for one in duty.lists} <= {one.name for one in queues() if one.action == duty.action}


def test_whom_a_duty_does_not_concern_sees_and_hears_nothing_of_it(city: World) -> None:
    top = city.units["C"].pk
    administrators = {"applications", "arrivals", "corrections", "terms"}
    for role, own in ((Role.OBSERVER, set()), (Role.ADMINISTRATOR, administrators)):
        actor = acting(role, city.units["C"])
        shown = {one.name: one.shown for one in desk_page(actor, YEAR, {}).queues}
        assert {duty.name for duty in duties() if concerns(actor, duty.action)} == own
        for duty in duties():
            assert counted(actor, top) == (0, "")
            assert [shown[one.name] for one in duty.lists] == [None] * len(duty.lists)
            assert telling(duty, actor.today)(actor, [actor.today]) is None
    assert not any(concerns(console(), duty.action) for duty in duties())


def test_side_desk_and_mail_tell_the_same(city: World) -> None:
    by_name = {duty.name: duty for duty in duties()}
    writer, decider = acting(Role.REPORTER, city.units["A"]), acting(Role.REVIEWER, city.units["A"])
    for actor, name, count in ((writer, "due", 2), (decider, "waiting", 1)):
        duty = by_name[name]
        for unit in ("A", "B", "C"):  # the count is the person's own, whichever unit is looked at
            assert counted(actor, city.units[unit].pk) == (count, duty.words(count))
        told = telling(duty, city.opened.due)(actor, [city.opened.due])
        assert told is not None and told.subject == duty.subject(count)
        assert told.paragraphs[0] == str(duty.lead)
        page = client_of(User.objects.get(pk=actor.user_id)).get("/")
        assert duty.words(count) in page.content.decode()


def test_the_count_costs_the_same_however_much_there_is(city: World) -> None:
    def cost(actor: Actor) -> list[int]:
        numbers = []
        for duty in duties():
            with asked_anew() as asked:
                duty.count(actor)
            numbers.append(len(asked))
        return numbers

    assert cost(acting(Role.SECRETARY, city.units["A"])) == cost(acting(Role.SECRETARY, city.units["C"]))
