"""A review as a document: its sections in their order, each once."""

from collections.abc import Iterator
from itertools import chain

from mandate.apps.reviews.documents import drawings, tables
from mandate.apps.reviews.documents.worded import RankingTable, Worded
from mandate.platform.documents.value import (
    Beside,
    Block,
    Document,
    Heading,
    InLanguage,
    Legend,
    Paragraph,
    Score,
    Section,
    Sheet,
    State,
)
from mandate.platform.text.blocks import blocks as text_blocks


def document(review: Worded) -> Document:
    """The whole review."""
    parts = (_scores, _corrections, _notes, _scoreboard, _indicators, _heat, _rankings, _missing)
    return Document(
        language=review.language,
        organisation=review.organisation,
        eyebrow=review.eyebrow,
        name=review.unit,
        title=review.title,
        standing=f"{review.standing} {review.structure}.",
        notice=review.demo,
        sections=tuple(chain.from_iterable(part(review) for part in parts)),
    )


def _scores(review: Worded) -> Iterator[Section]:
    """How many targets are met, and how many reports are in."""
    labels = review.labels
    yield Section(
        "",
        (Beside(((_targets_score(review),), (_reports_score(review),))),),
        sheets=(Sheet(labels["coverage"], tables.coverage(review)),),
    )


def _targets_score(review: Worded) -> Block:
    if not review.targets:
        return Paragraph(review.labels["no_targets"], quiet=True)
    states = tuple(State(state, words) for state, words in review.score_counts)
    return Score(review.score, review.score_words, drawings.cells(review), states)


def _reports_score(review: Worded) -> Block:
    told = review.coverage
    if not told.expected:
        return Paragraph(review.labels["no_reports"], quiet=True)
    return Score(told.score, told.score_words, drawings.coverage(review), details=" · ".join(told.details))


def _corrections(review: Worded) -> Iterator[Section]:
    """What was corrected after closing."""
    if review.corrections:
        table = tables.corrections(review)
        yield Section(
            review.corrections_sentence, (table,), sheets=(Sheet(review.labels["corrections"], table),)
        )


def _notes(review: Worded) -> Iterator[Section]:
    """What the secretary wrote, in the language it was written in."""
    blocks: list[Block] = []
    for section in review.notes:
        blocks.append(Heading(section.title))
        blocks.append(InLanguage(review.notes_language or review.language, text_blocks(section.text, 2)))
    title = review.labels["notes"]
    sheets = (Sheet(title, tables.notes(review)), *tables.tables_of_notes(review))
    yield Section(title, tuple(blocks), sheets=sheets)


def _scoreboard(review: Worded) -> Iterator[Section]:
    """The targets."""
    title, table = review.labels["scoreboard"], tables.scoreboard(review)
    yield Section(title, (table,) if review.targets else (), sheets=(Sheet(title, table),))


def _indicators(review: Worded) -> Iterator[Section]:
    """All indicators over the years, and which of them nobody typed."""
    labels = review.labels
    shown = tables.indicators(review) if review.lines else Paragraph(labels["no_indicators"], quiet=True)
    sheet = Sheet(labels["indicators"], tables.indicators_to_count(review))
    counted = (Paragraph(f"{one.name}: {one.counting}", quiet=True) for one in review.lines if one.counting)
    yield Section(labels["over_the_years"], (shown, *counted), sheets=(sheet,))


def _heat(review: Worded) -> Iterator[Section]:
    """The children against their targets, at a glance; a spreadsheet has the same in the ranking."""
    labels = review.labels
    if review.heats:
        legend = Legend(tuple(State(state, labels[f"state_{state}"]) for state in review.legend))
        shown = [tables.heat(review, heat) for heat in review.heats]
        caption = Paragraph(labels["heat_caption"], quiet=True)
        yield Section(labels["heat"], (caption, *shown, legend), sheets=())


def _rankings(review: Worded) -> Iterator[Section]:
    """The children by each indicator; a spreadsheet has all in one table, to be filtered."""
    title = review.labels["rankings"]
    blocks = tuple(chain.from_iterable(_ranking(review, ranking) for ranking in review.rankings))
    yield Section(title, blocks, sheets=(Sheet(title, tables.rankings_to_count(review)),))


def _ranking(review: Worded, ranking: RankingTable) -> Iterator[Block]:
    yield Heading(ranking.name, ranking.measure)
    if ranking.has_data:
        yield tables.ranking(review, ranking)
    else:
        yield from (Paragraph(note, quiet=True) for note in ranking.notes)


def _missing(review: Worded) -> Iterator[Section]:
    """The reports that are not in the totals."""
    told, title, table = review.coverage, review.labels["missing"], tables.missing(review)
    notes = tuple(Paragraph(note, quiet=True) for note in table.notes)
    shown: tuple[Block, ...] = (table,) if told.missing else notes
    yield Section(title, shown if told.expected else (), sheets=(Sheet(title, table),))
