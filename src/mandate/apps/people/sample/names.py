"""Made-up names, each of three common words."""

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Quốc", "Thu")
GIVEN = (
    *("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Khôi", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quân"),
    *("Sơn", "Tâm", "Uyên", "Việt", "Xuân", "Yến"),
)


def name_of(number: int) -> str:
    """Another name for each number below 1,729; the lengths of the lists have no divisor in common.

    >>> len({name_of(number) for number in range(1729)})
    1729
    """
    return " ".join(words[number % len(words)] for words in (FAMILY, MIDDLE, GIVEN))
