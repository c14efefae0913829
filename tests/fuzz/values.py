"""Values that no page of ours sends, by kind. Each list is for fields of one sort; `odd` mixes them."""

from random import Random

CONTROLS = "".join(map(chr, (*range(1, 32), *range(127, 160))))
NOT_TEXT = (
    "a\0b",
    CONTROLS,
    "Phường\vA",
    "\ufffe\uffff",
    "\ufdd0",
    "\u202e\u2066\u200b\ufeff",
    "e\u0301" * 400,
    "\x85\u2028",
)
LONG = (
    "x" * 301,
    "x" * 5_000,
    "mot " * 8_000,
    "a," * 20_000,
    "ộ" * 20_000,
    " " * 5_000,
    "%" * 3_000,
    "_%\\" * 300,
)
MARKUP = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "{%",
    "%(name)s",
    "%s%n",
    "{families",
    "{0.__class__}",
    "'; --",
    "../../..",
    "\\",
    "=1+1",
)
NUMBERS = (
    "9" * 5_000, "-" + "9" * 4_301, "0" * 4_400 + "1", "9" * 19, "9223372036854775808",
    "-9223372036854775809",
    "2147483648", "1e400", "-1e400", "1e-400", "1e9999999", "Infinity", "-Infinity", "inf", "NaN",
    "sNaN", "-sNaN1",
    "nan12345", "0x10", "1_000", "١٢٣", "²", "½", "1.5", "1,5", "1.234.567,8", "-0", "-1", "0", "+",
    "--1", "1 000",
    "0." + "0" * 4_000 + "1", "True",
)  # fmt: skip
DAYS = (
    "0001-01-01", "9999-12-31", "0000-00-00", "1900-01-01", "1899-12-31", "2200-12-31", "2201-01-01",
    "2024-02-30",
    "2024-02-29", "10000-01-01", "-0001-01-01", "2024-1-5", "05.01.2024", "2024-W01-1", "20240105",
    "tomorrow",
)  # fmt: skip
MOMENTS = (
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-12:00", "2024-01-05T03:00:00+23:59",
    "2024-01-05T03:00:00-23:59", "2024-01-05T03:00:00+00:00:01", "2024-01-05T03:00:00+24:00",
    "2024-01-05T24:00:00Z",
    "2024-01-05T03:00:00", "2024-01-05T03:00:00 00:00", "0002-01-01T00:00:00Z", "9998-12-31T23:59:59Z",
    "1900-01-01T00:00:00+05:21:10", "2024-06-30T23:59:60Z",
)  # fmt: skip
PERIODS = (
    "1900", "1901", "1902", "2199", "2200", "1899", "2201", "0001", "9999", "0000", "1900H1", "1900Q1",
    "1900-01",
    "1900-W01", "2200H2", "2200Q4", "2200-12", "2200-W52", "2020-W53", "2023-W53", "2023-13", "2023Q5",
    "2023", "2024",
    "2022", "2023April", "2020-2025", "2023BiW27", "２０２３", "2023\n", "2023-W05",
)  # fmt: skip
KINDS = {
    "text": (*NOT_TEXT, *LONG, *MARKUP), "number": NUMBERS, "day": DAYS, "moment": MOMENTS,
    "period": PERIODS,
    "nothing": ("", " ", "\t", "null", "undefined", "[]", "{}"),
}  # fmt: skip
LANGUAGES = (
    "xx",
    "vi;q=nan",
    "de-" * 300,
    ",,,;;",
    "en;q=1e400",
    "*",
    "zh-Hant-TW",
    "\x80",
    "a" * 10_000,
    "fr;q=",
)
_PART = b"--b\r\nContent-Disposition: form-data"
BODIES = (
    b"q=%ff%fe%00&names_en=%ed%a0%80&period=%C0%80", b"\xff\xfe\x00", b"", b"&" * 5_000, b"a=1&" * 30_000,
    _PART + b'; name="file"; filename="\xff.csv"\r\n\r\na,b\r\n--b--\r\n',
    _PART + b'; name="names_en"\r\n\r\n\xed\xa0\x80\x00\r\n--b--\r\n',
    _PART + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n===\r\n--b",
)  # fmt: skip
DEEP = "[" * 100_000 + "]" * 100_000


def odd(random: Random, sort: str = "") -> str:
    """One odd value, mostly of the sort that suits the field."""
    chosen = sort if sort and random.random() < 0.7 else random.choice(list(KINDS))
    return random.choice(KINDS[chosen])


def odd_json(random: Random) -> object:
    """A value of a type that a script of ours would not send."""
    return random.choice(
        (
            None, True, -1, 10**400, 1.5, [], {}, "", "\ud800", "a\udfffb", "\0", [[]], {"a": {"b": []}},
            "x" * 5_000,
            [None] * 3_000, odd(random),
        )
    )  # fmt: skip


def json_texts(random: Random, good: str) -> str:
    """A body for a door that takes JSON: not JSON, or beyond what its reader can hold."""
    return random.choice(
        (
            "", "{", DEEP, '{"a":' * 50_000, good[: len(good) // 2], f"[{'9' * 5_000}]", "NaN",
            "[Infinity]", "[1e400]",
            '"\\ud800"', '{"language": "\\udc00"}', "\ufeff" + good, good.replace('"', "'"), "null",
            "[]", "1", '"x"',
            '{"changes": NaN}', '{"changes": {"indicator": 1}}', '{"changes": "text"}',
            '{"changes": [1, null]}',
        )
    )  # fmt: skip
