"""The bodies and posts of the sample, and who holds them: the people are all made up, and so is who sits
where. The city has a vacant post and a term that ends soon, one ward an acting secretary, and the secretaries
of some villages are their heads as well."""

from datetime import date, timedelta

from mandate.apps.people.sample.names import name_of
from mandate.apps.people.services.members import AdmitPerson, admit_person
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.posts.models import Body, Post
from mandate.apps.posts.services.bodies import BodySaid, OpenBody, open_body
from mandate.apps.posts.services.holdings import Fill, HoldingSaid, fill
from mandate.apps.posts.services.posts import OpenPost, PostSaid, open_post
from mandate.apps.posts.services.terms import AddTerm, TermSaid, add_term
from mandate.apps.units.models import Unit
from mandate.apps.units.sample import CITY, wards
from mandate.core.holding import How
from mandate.platform.access.actor import Actor
from mandate.platform.sample import SampleStep

FOUNDED = date(2019, 6, 1)
TERMS = ((17, date(2020, 6, 1), date(2025, 6, 1)), (18, date(2025, 6, 1), date(2030, 6, 1)))
NOW = TERMS[1][1]
SOON = 75  # days until a term ends
VILLAGES = 8
FIRST_NAME = 700  # of the made-up names, so that nobody is called like a member of a street


class _Filling:
    """Who acts, and how many people were made up so far."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.made = actor, 0

    def person(self, unit: Unit) -> int:
        """Another member of a unit."""
        number = FIRST_NAME + self.made
        self.made += 1
        entered = EnterPerson(
            name_of(number), f"TH {self.made:04}", date(1968 + number % 20, 1 + number % 12, 5)
        )
        return admit_person(self.actor, AdmitPerson(entered, unit.pk, "full", FOUNDED)).pk

    def body(self, unit: Unit, kind: str, size: int | None = None, remit: str = "") -> Body:
        """A body of a unit."""
        return open_body(self.actor, OpenBody(unit.pk, kind, BodySaid("", size, remit, FOUNDED)))

    def terms(self, body: Body) -> None:
        """The term before, and that of now."""
        for ordinal, starts, ends in TERMS:
            add_term(self.actor, AddTerm(body.pk, TermSaid(ordinal, starts, ends)))

    def post(self, unit: Unit, kind: str, body: Body | None = None, places: int = 1) -> Post:
        """A post of a unit."""
        said = PostSaid("", places, FOUNDED)
        return open_post(self.actor, OpenPost(unit.pk, kind, said, body.pk if body else None))

    def put(
        self, post: Post, person: int, how: How = How.ELECTED, starts: date = NOW, number: str = ""
    ) -> None:
        """Somebody into a post."""
        decided = starts - timedelta(days=9) if number else None
        fill(self.actor, Fill(post.pk, person, HoldingSaid(how, starts, None, number, decided)))


def _fill(actor: Actor) -> None:
    filling = _Filling(actor)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[CITY, *wards()])}
    _fill_city(filling, units[CITY])
    for number, code in enumerate(wards()):
        _fill_ward(filling, units[code], acting=number == 1)
    villages = Unit.objects.filter(kind__code="village").order_by("code")[:VILLAGES]
    for number, village in enumerate(villages):
        _fill_village(filling, village, both=number % 2 == 0)


def _fill_city(filling: _Filling, city: Unit) -> None:
    committee = filling.body(city, "committee", 7, "Leads the work of the city between two congresses.")
    inspection = filling.body(city, "inspection", 3)
    office = filling.body(city, "office")
    filling.terms(committee)
    today = filling.actor.today
    ends = today + timedelta(days=SOON)
    add_term(
        filling.actor, AddTerm(inspection.pk, TermSaid(9, ends.replace(year=ends.year - 5, day=1), ends))
    )
    secretary = filling.post(city, "secretary", committee)
    before, now = filling.person(city), filling.person(city)
    filling.put(secretary, before, starts=TERMS[0][1], number="112-QĐ")
    filling.put(secretary, now, number="245-QĐ")
    filling.post(city, "standing_deputy_secretary", committee)  # which is vacant
    filling.put(filling.post(city, "deputy_secretary", committee), filling.person(city), number="245-QĐ")
    member = filling.post(city, "member", committee, places=4)
    head, chair = filling.person(city), filling.person(city)
    for person in (head, chair, filling.person(city), filling.person(city)):
        filling.put(member, person, number="245-QĐ")
    filling.put(filling.post(city, "head", office), head, How.APPOINTED, date(2021, 3, 1), "31-QĐ")
    filling.put(filling.post(city, "chair", inspection), chair, starts=today - timedelta(days=900))
    inspector = filling.post(city, "member", inspection, places=2)
    for person in (filling.person(city), filling.person(city)):
        filling.put(inspector, person, starts=today - timedelta(days=900))


def _fill_ward(filling: _Filling, ward: Unit, *, acting: bool) -> None:
    committee = filling.body(ward, "committee", 4)
    filling.terms(committee)
    how = How.ACTING if acting else How.ELECTED
    filling.put(filling.post(ward, "secretary", committee), filling.person(ward), how)
    filling.put(filling.post(ward, "deputy_secretary", committee), filling.person(ward))
    member = filling.post(ward, "member", committee, places=2)
    filling.put(member, filling.person(ward))


def _fill_village(filling: _Filling, village: Unit, *, both: bool) -> None:
    secretary, head = filling.post(village, "secretary"), filling.post(village, "head_of_village")
    first = filling.person(village)
    filling.put(secretary, first)
    filling.put(head, first if both else filling.person(village), starts=date(2024, 1, 15))


STEPS = (SampleStep(66, _fill, doing="filling the posts"),)
