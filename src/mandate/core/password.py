"""Whether a password is one of those that are tried first: common words and names, with digits about them."""

from collections.abc import Collection

from mandate.core.textkey import fold

LEFT_OVER = 2  # letters beside the words that do not make a password any better
LONGEST = 64  # of so many letters no word and name are the most part
DIGITS_ENOUGH = 16
_LETTERS_FOR = str.maketrans("013457@$!", "oieasta" + "si")


def guessable(password: str, names: Collection[str], common: Collection[str]) -> bool:
    """Whether nothing is left of a password without its digits, its signs, `names` as often as they stand in
    it, and one word of `common` (repeated or not). Words are of 3 letters or more, as :func:`words_of` gives.

    >>> names, common = {"mandate", "thanh", "hoa", "summer"}, {"trustno", "monkey"}
    >>> guessable("Mandate-2024!", names, common), guessable("$umm3r.$umm3r", names, common)
    (True, True)
    >>> guessable("ThanhHoaMonkey1", names, common), guessable("20241231-0000", names, common)
    (True, True)
    >>> guessable("four quiet herons", names, common), guessable("MandateVj7pLq", names, common)
    (False, False)
    """
    text = fold(password)
    plain = _letters(text)
    if not plain:
        return len(text) < DIGITS_ENOUGH or len(set(text)) < LEFT_OVER * 3
    spelt = _letters(text.translate(_LETTERS_FOR))
    return any(len(one) <= LONGEST and _left(one, names, common) <= LEFT_OVER for one in {plain, spelt})


def words_of(text: str) -> set[str]:
    """The words of a name or an address that are long enough to be looked for, and all of it as one.

    >>> sorted(words_of("Nguyễn Thị Lan")), sorted(words_of("lan.2@example.org"))
    (['lan', 'nguyen', 'nguyenthilan', 'thi'], ['example', 'lan', 'lanexampleorg', 'org'])
    """
    folded = "".join(sign if sign.isalpha() else " " for sign in fold(text)).split()
    return {word for word in (*folded, "".join(folded)) if len(word) >= LEFT_OVER + 1}


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


def _left(letters: str, names: Collection[str], common: Collection[str]) -> int:
    """How many letters are left over at least, with one of the common words, or none."""
    inside = {
        letters[start:end]
        for start in range(len(letters))
        for end in range(start + LEFT_OVER + 1, len(letters) + 1)
    }
    known = inside.intersection(names)
    found = inside.intersection(common)
    return min(_uncovered(letters, known | {word} if word else known) for word in ("", *found))


def _uncovered(letters: str, words: Collection[str]) -> int:
    least = [0]
    for end in range(1, len(letters) + 1):
        best = least[end - 1] + 1
        for word in words:
            if letters.endswith(word, 0, end):
                best = min(best, least[end - len(word)])
        least.append(best)
    return least[-1]
