"""The words of a search."""

from mandate.core.search import MOST_LETTERS, MOST_WORDS, holds, search_words


def test_no_more_words_are_looked_for_than_a_name_can_have():
    assert search_words("mot hai " * 8_000) == ("mot", "hai")
    assert len(search_words(" ".join(f"w{number}" for number in range(8_000)))) == MOST_WORDS
    assert search_words("x" * 10_000) == ("x" * MOST_LETTERS,)
    assert search_words(" \n ") == ()


def test_a_letter_that_unfolds_into_many_stays_within_reason():
    assert len(" ".join(search_words("\ufdfa" * 10_000))) < 20 * MOST_LETTERS


def test_every_word_must_be_there():
    assert holds("d380 thanh pho thanh hoa", search_words("HÓA thành"))
    assert not holds("d380 thanh pho", search_words("thanh hoa"))
    assert holds("anything", ())
