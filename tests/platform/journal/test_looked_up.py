"""What a reader may learn of many deeds at once is what each of them says by itself."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mandate.platform.journal.audience import Audience, Deed, Deeds, Hears

CODE = "reporting.figures_imported"
UNITS = st.integers(1, 12)
DEEDS = st.lists(st.tuples(st.none() | UNITS, st.lists(UNITS, max_size=8)), max_size=6)


@given(deeds=DEEDS, units=st.sets(st.integers(0, 14)))
def test_many_deeds_are_heard_as_each_of_them(
    deeds: list[tuple[int | None, list[int]]], units: set[int]
) -> None:
    reader = Audience({"reports.view": np.array(sorted(units), np.int64)})
    many = Deeds(CODE, [Deed(CODE, unit, touched=touched) for unit, touched in deeds])
    assert reader.hears_of(many).tolist() == [
        Hears.WHOLE if (unit or 0) in units else Hears.BESIDE if units & set(touched) else Hears.NOTHING
        for unit, touched in deeds
    ]
