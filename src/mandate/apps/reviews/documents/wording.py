"""From a review's content to its words in one language."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from mandate.apps.reporting.queries.automatic import sentence_of
from mandate.apps.reporting.standing import part_of, standing
from mandate.apps.reviews.content import (
    SECTIONS,
    Content,
    Correction,
    Goal,
    IndicatorLine,
    IndicatorName,
    Level,
    Moved,
    Notes,
    Ranking,
    Standing,
    UnitName,
    Value,
)
from mandate.apps.reviews.documents import sentences
from mandate.apps.reviews.documents.labels import labels
from mandate.apps.reviews.documents.worded import (
    Aim,
    Amount,
    CauseWords,
    ChildRow,
    CorrectionRow,
    CoverageWords,
    HeatCell,
    HeatTable,
    LineRow,
    MissingRow,
    NoteSection,
    RankingTable,
    Worded,
)
from mandate.apps.reviews.frozen import period_name
from mandate.apps.targets.states import STATES
from mandate.apps.targets.words import of_zero
from mandate.core.textkey import sort_key
from mandate.platform.i18n import formats
from mandate.platform.i18n.formats import NO_VALUE
from mandate.platform.i18n.languages import NBSP, text_in
from mandate.platform.ui.states import state_word

PERCENT = "%"
#: What the shapes of a heat table can be, once the period has ended.
LEGEND = ("exceeded", "met", "missed", "no_data", "no_target")
#: A heat table has at most so many columns; more make a further table.
HEAT_COLUMNS = 8
#: So many causes of a correction are named.
CAUSES_NAMED = 5
_SIGNS = {"at_least": "≥", "at_most": "≤", "exactly": "="}


def worded(content: Content, language: str) -> Worded:
    """The whole review in a language of Mandate."""
    with translation.override(language):
        return _Writer(content, language).write()


def aim_in_words(content: Content, goal: Goal, indicator: str, language: str) -> Aim:
    """One target of the review, of an indicator by its code, in a language of Mandate."""
    with translation.override(language):
        found = _Writer(content, language).aim(goal, content.line(indicator).indicator)
    assert found is not None
    return found


class _Writer:
    """Writes one content in one language, which is the one in force."""

    def __init__(self, content: Content, language: str) -> None:
        self.content, self.language, self.labels = content, language, labels()
        self.indicators = {line.indicator.code: line.indicator for line in content.lines}
        self.units = {unit.code: unit for unit in (content.unit, *content.children)}
        self.names = {code: self.unit_name(unit) for code, unit in self.units.items()}

    def write(self) -> Worded:
        content, language = self.content, self.language
        first = self.first_year()
        rankings = tuple(self.ranking(ranking) for ranking in content.rankings)
        titles = sentences.Titles(content, language)
        return Worded(
            language=language,
            organisation=content.organisation,
            unit=self.names[content.unit.code],
            unit_code=content.unit.code,
            eyebrow=" · ".join([text_in(content.kind, language), *map(self.level, content.levels)]),
            title=titles.review,
            full_title=f"{self.names[content.unit.code]} · {titles.review}",
            period=self.period(content.period),
            year_before=self.period(content.years[-2]) if len(content.years) > 1 else NO_VALUE,
            period_code=content.period,
            years=tuple(self.period(code) for code in content.years[first:]),
            year_codes=content.years[first:],
            structure=titles.structure,
            standing=titles.standing,
            closed=content.closed_at is not None,
            demo=titles.demo,
            above=text_in(content.above, language),
            score=sentences.score(content, language),
            score_words=sentences.score_words(content, language),
            score_states=tuple(line.goal.state for line in content.targets if line.goal),
            score_counts=self.score_counts(),
            score_sentence=", ".join(words for _state, words in self.score_counts()),
            lines=tuple(self.line(line, first) for line in content.lines),
            rankings=rankings,
            heats=tuple(_heats(rankings, self.children())),
            coverage=self.coverage(),
            notes=tuple(notes_of(content.notes)),
            notes_language=content.notes.language,
            corrections=(*map(self.correction, content.corrections), *map(self.moved, content.moved)),
            corrections_sentence=sentences.corrections(content, language),
            labels=self.labels | {"share_of_above": titles.share_of_above},
            legend=LEGEND if content.judged or not content.targets else ("under_way", "no_target"),
        )

    def first_year(self) -> int:
        """The oldest year with data; the year before is always shown."""
        known = [
            place
            for line in self.content.lines
            for place, value in enumerate(line.years)
            if value.value is not None
        ]
        return max(0, min([*known, len(self.content.years) - 2]))

    def unit_name(self, unit: UnitName) -> str:
        return text_in(unit.names, self.language) or unit.code

    def level(self, level: Level) -> str:
        return sentences.level(
            [text_in(texts, self.language) for texts in level.kinds], level.count, self.language
        )

    def period(self, code: str) -> str:
        return period_name(self.content, code, self.language)

    def score_counts(self) -> tuple[tuple[str, str], ...]:
        states = [line.goal.state for line in self.content.targets if line.goal]
        return tuple(
            (state, sentences.state_count(state, states.count(state), self.language))
            for state in (one.name for one in STATES)
            if state in states
        )

    def measure(self, indicator: IndicatorName) -> str:
        return text_in(indicator.measures, self.language)

    def amount(self, value: Value, indicator: IndicatorName) -> Amount:
        return Amount(
            text=self.amount_text(value, indicator),
            value=value.value,
            coverage=sentences.rests_on(value, self.language) if value.expected else NO_VALUE,
            reported=value.reported,
            expected=value.expected,
        )

    def amount_text(self, value: Value, indicator: IndicatorName) -> str:
        if value.value is None:
            return NO_VALUE
        if indicator.kind == "yes_no" and value.numerator is not None and value.denominator is not None:
            return part_of(value.numerator, value.denominator, self.language)
        sign = PERCENT if self.measure(indicator) == PERCENT else ""
        return formats.quantity(value.value, sign, self.language, indicator.decimals)

    def aim(self, goal: Goal | None, indicator: IndicatorName) -> Aim | None:
        if goal is None:
            return None
        sign = PERCENT if self.measure(indicator) == PERCENT else ""
        figure = formats.quantity(goal.goal, sign, self.language, indicator.decimals)
        return Aim(
            text=f"{_SIGNS[goal.direction]}{NBSP}{figure}{self.basis(goal)}",
            value=goal.goal,
            document=goal.document,
            state=goal.state,
            state_word=state_word(goal.state),
            share=NO_VALUE if goal.share is None else formats.percent(goal.share, 1, self.language),
            share_value=goal.share,
        )

    def basis(self, goal: Goal) -> str:
        """What a goal of a term is judged on."""
        if goal.since is not None:
            return " " + _("since %(day)s") % {"day": formats.date_long(goal.since, self.language)}
        if goal.within:
            return " " + _("in %(period)s") % {"period": self.period(goal.within)}
        return ""

    def line(self, line: IndicatorLine, first: int) -> LineRow:
        indicator, share = line.indicator, line.share_of_above
        measure = self.measure(indicator)
        return LineRow(
            code=indicator.code,
            name=text_in(indicator.names, self.language) or indicator.code,
            measure="" if measure == PERCENT else measure,
            decimals=indicator.decimals,
            percent=measure == PERCENT,
            years=tuple(self.amount(value, indicator) for value in line.years[first:]),
            aim=self.aim(line.goal, indicator),
            share_of_above=NO_VALUE if share is None else formats.percent(share, 1, self.language),
            share_of_above_value=share,
            under_way=self.content.under_way,
            of_term=self.content.of_term,
            counting=sentence_of(indicator),
        )

    def ranking(self, ranking: Ranking) -> RankingTable:
        indicator = self.indicators[ranking.indicator]
        measure = self.measure(indicator)
        return RankingTable(
            code=indicator.code,
            name=text_in(indicator.names, self.language) or indicator.code,
            measure="" if measure == PERCENT else measure,
            decimals=indicator.decimals,
            percent=measure == PERCENT,
            rows=tuple(self.child(row, indicator) for row in sorted(ranking.rows, key=self.place_and_name)),
            notes=tuple(self.ranking_notes(ranking)),
        )

    def place_and_name(self, row: Standing) -> tuple[bool, int, str]:
        """Who has no place stands last; within a place the order is by name, as on all pages."""
        return (row.place is None, row.place or 0, sort_key(self.names[row.unit], self.language))

    def ranking_notes(self, ranking: Ranking) -> Iterable[str]:
        if all(row.place is None for row in ranking.rows):
            yield self.labels["no_data_yet"] if self.content.under_way else self.labels["no_data"]
        if ranking.no_shares:
            yield self.labels["no_shares"]

    def child(self, row: Standing, indicator: IndicatorName) -> ChildRow:
        return ChildRow(
            code=row.unit,
            name=self.names[row.unit],
            place=NO_VALUE if row.place is None else formats.number(row.place, 0, self.language),
            place_value=row.place,
            now=self.amount(row.now, indicator),
            before=self.amount(row.before, indicator),
            share=NO_VALUE if row.share is None else formats.percent(row.share, 1, self.language),
            share_value=row.share,
            aim=self.aim(row.goal, indicator),
        )

    def children(self) -> Sequence[tuple[str, str]]:
        named = [(child.code, self.names[child.code]) for child in self.content.children]
        return sorted(named, key=lambda one: sort_key(one[1], self.language))

    def coverage(self) -> CoverageWords:
        coverage = self.content.coverage
        told = standing(coverage, self.language)
        return CoverageWords(
            part=told.part,
            expected=coverage.expected,
            score=told.score,
            score_words=told.words,
            details=told.details,
            not_due=told.not_due,
            counts=tuple(sentences.coverage_counts(coverage)),
            missing=tuple(
                MissingRow(
                    unit=", ".join(self.unit_name(one) for one in (row.unit, row.above) if one),
                    code=row.unit.code,
                    form=text_in(row.form, self.language),
                    period=self.period(row.period),
                    state=row.state,
                    state_word=state_word(row.state),
                    due=formats.date_short(row.due, self.language),
                    due_day=row.due,
                )
                for row in coverage.missing
            ),
            more=sentences.and_more(coverage.missing_count - len(coverage.missing), self.language),
        )

    def correction(self, row: Correction) -> CorrectionRow:
        indicator = self.indicators[row.indicator]
        return CorrectionRow(
            unit=self.names[row.unit.code],
            unit_code=row.unit.code,
            indicator=text_in(indicator.names, self.language) or indicator.code,
            indicator_code=indicator.code,
            period=self.period(row.period),
            period_code=row.period,
            old=self.amount_text(row.old, indicator),
            new=self.amount_text(row.new, indicator),
            causes=tuple(
                CauseWords(
                    cause.report_id,
                    sentences.cause(cause, self.unit_name(cause.unit), self.language),
                    cause.reason,
                )
                for cause in row.causes[:CAUSES_NAMED]
            )
            or (CauseWords(0, _("The structure or the indicator was changed."), ""),),
            more=sentences.and_more(len(row.causes) - CAUSES_NAMED, self.language),
        )

    def moved(self, row: Moved) -> CorrectionRow:
        return CorrectionRow(
            unit=self.unit_name(row.unit),
            unit_code=row.unit.code,
            indicator=_("Unit above"),
            indicator_code="",
            period=formats.date_short(self.content.structure_date, self.language),
            period_code="",
            old=sentences.place(row.old, self.language),
            new=sentences.place(row.new, self.language),
            causes=(CauseWords(0, sentences.entered(row, self.language), ""),),
            more="",
        )


def notes_of(notes: Notes) -> Iterable[NoteSection]:
    """The sections in which something stands, in the language in force."""
    titles: Mapping[str, str] = labels()
    for section in SECTIONS:
        text = notes.sections.get(section, "")
        if text.strip():
            yield NoteSection(section, titles[section], text)


def _heats(rankings: Iterable[RankingTable], children: Sequence[tuple[str, str]]) -> Iterable[HeatTable]:
    """The children against their targets, in tables of a few columns each."""
    aimed = [ranking for ranking in rankings if ranking.has_aims]
    for start in range(0, len(aimed), HEAT_COLUMNS):
        shown = aimed[start : start + HEAT_COLUMNS]
        rows = [{row.code: _heat_cell(row) for row in ranking.rows} for ranking in shown]
        yield HeatTable(
            heads=tuple((ranking.code, ranking.name) for ranking in shown),
            rows=tuple((code, name, tuple(cells[code] for cells in rows)) for code, name in children),
        )


def _heat_cell(row: ChildRow) -> HeatCell:
    if row.aim is None:
        return HeatCell("", "no_target", state_word("no_target"))
    # Of a goal of zero nothing is a share: the value itself stands there, with the goal beside it.
    value = row.now.text if row.now.value is None else of_zero(row.now.text, row.aim.text)
    reached = row.aim.share if row.aim.share_value is not None else value
    return HeatCell(reached, row.aim.state, row.aim.state_word)
