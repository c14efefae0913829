"""How near a unit is to the reader: their own, below it, beside it, anywhere else."""

from django.db.models import Case, IntegerField, Value, When

from mandate.platform.access.actor import Actor
from mandate.platform.access.tree import provider
from mandate.platform.database.arrays import among

OWN, BELOW, BESIDE, ELSEWHERE = range(4)


def home(actor: Actor) -> frozenset[int]:
    """The units where somebody is at home: those of their roles that lie above none other of theirs; with a
    role on the whole organisation alone, its roots."""
    tree = provider()
    own = {grant.unit_id for grant in actor.grants if grant.unit_id is not None}
    if own:
        return frozenset(own.difference(*(line[:-1] for line in tree.lineages(own, actor.today).values())))
    structure = tree.structure_on(actor.today)
    return frozenset(structure.ids[structure.parent < 0].tolist()) if actor.grants else frozenset()


def nearness(actor: Actor, path: str) -> Case:
    """Orders rows by the unit whose number is at ``path``. Of several units on which somebody has a role, one
    above another says less of where they are at home than that other."""
    tree = provider()
    own = {grant.unit_id for grant in actor.grants if grant.unit_id is not None}
    lines = tree.lineages(own, actor.today) if own else {}
    lowest = own.difference(*(line[:-1] for line in lines.values()))
    cases = [When(among(path, own), then=Value(OWN))]
    if len(lowest) < len({grant.unit_id for grant in actor.grants}):  # else nothing is seen but what is below
        around = {lines[unit][-2] for unit in lowest if len(lines[unit]) > 1}
        below = (tree.with_all_below(units, actor.today) for units in (lowest, around))
        cases += [
            When(among(path, units), then=Value(near))
            for units, near in zip(below, (BELOW, BESIDE), strict=True)
        ]
    return Case(*cases, default=Value(ELSEWHERE), output_field=IntegerField())
