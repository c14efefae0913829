"""The name of a reporting period in each language.

A name has three forms. The title stands alone (a heading, a column, a list). Within a line it begins small,
where the language writes it so: "Phường Đông Thọ, năm 2023". The sentence form is what follows the word "for"
(vi nothing, fr pour, de für, sv för, pl za, ru за): "Report for the first half of 2023".
CLDR has no halves and only short weeks, so the patterns are written out. Vietnamese, Polish and Russian
offices count quarters in Roman numerals; Vietnamese has "the first (or last) six months" for a half.
"""

import re
from typing import Final, Literal

from babel.dates import get_month_names

from mandate.core.period import NAMED, Frequency, Period, PeriodError
from mandate.platform.i18n.languages import NBSP, babel_locale, text_in
from mandate.platform.periods import period_of

Form = Literal["title", "within", "sentence"]

_ROMAN: Final = ("", "I", "II", "III", "IV")

# {n} is the week, quarter or half; {roman} the same in Roman numerals; {month} the month's name (nominative);
# {y} the year.  "|" parts the title from the sentence form; one text serves for both where they are alike.
_WEEK: Final = {
    "en": "Week {n} of {y}|week {n} of {y}",
    "vi": "Tuần {n} năm {y}|tuần {n} năm {y}",
    "fr": "Semaine {n} de {y}|la semaine {n} de {y}",
    "de": "{n}. Kalenderwoche {y}|die {n}. Kalenderwoche {y}",
    "sv": "Vecka {n}, {y}|vecka {n}, {y}",
    "pl": "{n}. tydzień {y}~r.|{n}. tydzień {y}~roku",
    "ru": "{n}-я неделя {y}~г.|{n}-ю неделю {y}~года",
}
# {a} and {b} are the first and the last week.
_TWO_WEEKS: Final = {
    "en": "Weeks {a}–{b} of {y}|weeks {a}–{b} of {y}",
    "vi": "Tuần {a}–{b} năm {y}|tuần {a}–{b} năm {y}",
    "fr": "Semaines {a} et {b} de {y}|les semaines {a} et {b} de {y}",
    "de": "{a}. und {b}. Kalenderwoche {y}|die {a}. und {b}. Kalenderwoche {y}",
    "sv": "Vecka {a}–{b}, {y}|vecka {a}–{b}, {y}",
    "pl": "Tygodnie {a}–{b} {y}~r.|tygodnie {a}–{b} {y}~roku",
    "ru": "Недели {a}–{b} {y}~г.|недели {a}–{b} {y}~года",
}
# {label} is "2023/24" for a financial year, "2020–2025" for a term.
_FINANCIAL_YEAR: Final = {
    "en": "Financial year {label}|the financial year {label}",
    "vi": "Năm tài chính {label}|năm tài chính {label}",
    "fr": "Exercice {label}|l’exercice {label}",
    "de": "Haushaltsjahr {label}|das Haushaltsjahr {label}",
    "sv": "Räkenskapsåret {label}|räkenskapsåret {label}",
    "pl": "Rok budżetowy {label}|rok budżetowy {label}",
    "ru": "Финансовый год {label}|финансовый год {label}",
}
_TERM: Final = {
    "en": "Term {label}|the term {label}",
    "vi": "Nhiệm kỳ {label}|nhiệm kỳ {label}",
    "fr": "Mandat {label}|le mandat {label}",
    "de": "Amtszeit {label}|die Amtszeit {label}",
    "sv": "Mandatperioden {label}|mandatperioden {label}",
    "pl": "Kadencja {label}|kadencję {label}",
    "ru": "Срок полномочий {label}|срок полномочий {label}",
}
_MONTH: Final = {
    "en": "{month} {y}",
    "vi": "{month} năm {y}",
    "fr": "{month} {y}",
    "de": "{month} {y}",
    "sv": "{month} {y}",
    "pl": "{month} {y}|{month} {y}~roku",
    "ru": "{month} {y}~г.|{month} {y}~года",
}
_QUARTER: Final = {
    "en": "Q{n} {y}",
    "vi": "Quý {roman} năm {y}|quý {roman} năm {y}",
    "fr": "{nth} trimestre {y}|le {nth} trimestre {y}",
    "de": "{n}. Quartal {y}|das {n}. Quartal {y}",
    "sv": "{word} kvartalet {y}|{word} kvartalet {y}",
    "pl": "{roman} kwartał {y}|{roman} kwartał {y}~roku",
    "ru": "{roman} квартал {y}~г.|{roman} квартал {y}~года",
}
_HALF: Final = {
    "en": "{word} half of {y}|the {word} half of {y}",
    "vi": "{word} năm {y}",
    "fr": "{nth} semestre {y}|le {nth} semestre {y}",
    "de": "{n}. Halbjahr {y}|das {n}. Halbjahr {y}",
    "sv": "{word} halvåret {y}",
    "pl": "{roman} półrocze {y}|{roman} półrocze {y}~roku",
    "ru": "{roman} полугодие {y}~г.|{roman} полугодие {y}~года",
}
_YEAR: Final = {
    "en": "{y}",
    "vi": "Năm {y}|năm {y}",
    "fr": "{y}",
    "de": "{y}",
    "sv": "{y}",
    "pl": "{y}|{y}~rok",
    "ru": "{y}~год",
}
_PATTERNS: Final = {
    Frequency.WEEKLY: _WEEK,
    Frequency.TWO_WEEKLY: _TWO_WEEKS,
    Frequency.MONTHLY: _MONTH,
    Frequency.QUARTERLY: _QUARTER,
    Frequency.HALF_YEARLY: _HALF,
    Frequency.YEARLY: _YEAR,
    Frequency.FINANCIAL_YEARLY: _FINANCIAL_YEAR,
    Frequency.TERM: _TERM,
}
_WORDS: Final = {
    "en": ("", "first", "second"),
    "vi": ("", "6 tháng đầu", "6 tháng cuối"),
    "sv": ("", "första", "andra", "tredje", "fjärde"),
}


def period_name(period: Period, language: str, form: Form = "title") -> str:
    """The period in words: "November 2023", "6 tháng đầu năm 2023", "IV квартал 2023 г."; a financial year or
    term in the organisation's own words where it has some."""
    if period.names:
        return text_in(period.names, language)
    patterns = _PATTERNS[period.frequency]
    if period.frequency is Frequency.TWO_WEEKLY and (period.end - period.start).days == 7:
        patterns = _WEEK  # the last week of a long year stands alone
    title, _, sentence = patterns[language].partition("|")
    pattern = (sentence or title) if form == "sentence" else title
    text = pattern.replace("~", NBSP).format(**_parts(period, language))
    if form == "within" and text[1:2].islower() and not _always_large(period, language):
        return text[0].lower() + text[1:]
    return text[0].upper() + text[1:] if form == "title" else text


def _always_large(period: Period, language: str) -> bool:
    """German has large nouns, English large months."""
    return language == "de" or (language == "en" and period.frequency is Frequency.MONTHLY)


def name_of_code(code: str, language: str, form: Form = "title") -> str:
    """The name of the period with a code; of a named one that is gone since, the code itself."""
    try:
        return period_name(period_of(code), language, form)
    except PeriodError:
        return code


def _label(period: Period) -> str:
    """The years of a financial year ("2023/24"), or the code of a term as one writes it ("2020–2025")."""
    first, last = period.start.year, period.last_day.year
    if period.frequency is Frequency.FINANCIAL_YEARLY:
        return f"{first}/{last % 100:02}" if last > first else str(first)
    return period.code.replace("-", "–") if re.fullmatch(r"[0-9-]+", period.code) else period.code


def _parts(period: Period, language: str) -> dict[str, str | int]:
    start = period.start
    if period.frequency in (Frequency.WEEKLY, Frequency.TWO_WEEKLY):
        year, week, _ = start.isocalendar()
        return {"n": week, "a": week, "b": week + 1, "y": year}
    if period.frequency in NAMED:
        return {"label": _label(period)}
    if period.frequency is Frequency.MONTHLY:
        names = get_month_names("wide", context="stand-alone", locale=babel_locale(language))
        month = str(names[start.month])
        return {"month": month.lower() if language == "vi" else month, "y": start.year}
    months = 3 if period.frequency is Frequency.QUARTERLY else 6
    n = (start.month - 1) // months + 1
    words = _WORDS.get(language)
    return {
        "n": n,
        "nth": "1er" if n == 1 else f"{n}e",
        "roman": _ROMAN[n],
        "word": words[n] if words and n < len(words) else "",
        "y": start.year,
    }
