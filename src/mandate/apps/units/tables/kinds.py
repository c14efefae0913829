"""The kinds of unit that a table names, and the words that it has for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mandate.apps.units.changes import CODE, CODE_LENGTH, NAME_LENGTH
from mandate.apps.units.events import KindChanged
from mandate.apps.units.kinds import KindFinder, new_kind
from mandate.apps.units.models import UnitKind
from mandate.core.codes import CodeOffers, unit_code
from mandate.core.lookalikes import difference
from mandate.core.problem import Problem
from mandate.core.text import kept_names
from mandate.core.unitcheck import UnitRow
from mandate.platform.access.actor import Actor
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class Words:
    """The names and plurals of a kind, by language, as the rows tell them, and the first row that does."""

    row: int
    names: dict[str, str] = field(default_factory=dict)
    plurals: dict[str, str] = field(default_factory=dict)


def kinds_of_rows(rows: Sequence[UnitRow], problems: list[Problem]) -> dict[str, str]:
    """The code of the kind that each text of the table means."""
    finder = KindFinder()
    offers = CodeOffers({*finder.stored, *(row.kind for row in rows)}, unit_code, CODE_LENGTH)
    found: dict[str, str] = {}
    for row in rows:
        text = row.kind
        if not text or text in found:
            continue
        codes = finder.find(text)
        if len(codes) > 1:
            params: dict[str, object] = {"kind": text[:CODE_LENGTH], "kinds": ", ".join(codes)}
            problems.append(Problem(row.row, "kind", "unit_kind_unclear", params))
        elif not codes and (len(text) > CODE_LENGTH or not CODE.fullmatch(text)):
            offer = offers.offer(text)
            params = {"kind": text[:CODE_LENGTH], "length": CODE_LENGTH, "offer": offer}
            problems.append(Problem(row.row, "kind", "unit_kind_malformed", params))
        elif not codes and (other := finder.like(text)):
            params = {"code": text, "other": other, **difference(text, other)}
            problems.append(Problem(row.row, "kind", "code_alike", params))
        elif not codes:
            finder.new(text)
        found[text] = codes[0] if codes else text
    return found


def make_kinds(codes: Iterable[str]) -> tuple[str, ...]:
    """Make the kinds that are missing; returns their codes in the order of the table."""
    wanted = list(dict.fromkeys(codes))
    known = set(UnitKind.objects.filter(code__in=wanted).values_list("code", flat=True))
    missing = [code for code in wanted if code not in known]
    UnitKind.objects.bulk_create([new_kind(code) for code in missing])
    return tuple(missing)


def words_of_kinds(
    rows: Sequence[UnitRow], kinds: Mapping[str, str], problems: list[Problem]
) -> dict[str, Words]:
    """What the rows call their kinds, by the kind's code. Two rows that call one kind differently are a
    problem; an empty cell says nothing."""
    found: dict[str, Words] = {}
    for row in rows:
        kind = kinds.get(row.kind, "")
        words = found.setdefault(kind, Words(row.row))
        for column, told, known in (
            ("kind_name", kept_names(row.kind_names), words.names),
            ("kind_plural", kept_names(row.kind_plurals), words.plurals),
        ):
            for language, text in told.items():
                if len(text) > NAME_LENGTH:
                    params: dict[str, object] = {"length": NAME_LENGTH}
                    problems.append(Problem(row.row, f"{column}_{language}", "unit_name_too_long", params))
                elif known.setdefault(language, text) != text:
                    params = {"kind": kind, "name": known[language][:80]}
                    problems.append(Problem(row.row, f"{column}_{language}", "unit_kind_named_twice", params))
    return {kind: words for kind, words in found.items() if kind and (words.names or words.plurals)}


def name_kinds(actor: Actor, words: Mapping[str, Words]) -> None:
    """Give the kinds these names; a language that the table has not stays as it is."""
    for kind in UnitKind.objects.filter(code__in=words).order_by("code"):
        before = {"names": kind.names, "plurals": kind.plurals}
        kind.names = {**kind.names, **words[kind.code].names}
        kind.plurals = {**kind.plurals, **words[kind.code].plurals}
        after = {"names": kind.names, "plurals": kind.plurals}
        if after != before:
            kind.save(update_fields=["names", "plurals"])
            record(actor, KindChanged(kind.code, before, after), subject=("kind", kind.pk))
