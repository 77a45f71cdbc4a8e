"""Lists of names in one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgen.errors import UsageError
from seqgen.kinds.word_list import joined_list, split_list, unquoted


@given(st.lists(st.text(min_size=1).filter(lambda name: name.strip()), max_size=5))
def test_any_names_can_be_listed_and_taken_apart_again(names: list[str]) -> None:
    assert [unquoted(word) for word in split_list(joined_list(names))] == names


def test_half_a_pair_of_quotation_marks_is_refused() -> None:
    with pytest.raises(UsageError, match="quotation mark"):
        split_list('Bass,"Piano, left')
