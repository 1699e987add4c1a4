"""Rows to guess: what is told is folded, and nothing in it is taken as markup."""

import re

import pytest

from companion import Guesses


def test_what_is_asked_is_seen_and_what_is_told_is_folded() -> None:
    bundle = Guesses([("sign", "a < b & c", "2.0"), ("f'", "f(z)", "none")])._repr_mimebundle_()
    page = bundle["text/html"]
    assert re.findall(r"<summary>(.*?)<br><code>(.*?)</code></summary><p>(.*?)</p>", page) == [
        ("sign", "a &lt; b &amp; c", "2.0"),
        ("f&#x27;", "f(z)", "none"),
    ]
    assert page.count("<details>") == page.count("</details>") == 2, "and none is open"
    assert bundle["text/plain"].split("\n")[:3] == ["sign", "    a < b & c", "    2.0"]


def test_the_first_rows_have_a_box_for_each_choice_and_the_others_are_in_one_fold() -> None:
    rows = [(f"row {k}", "x < 1", f"told {k}") for k in range(3)]
    page = Guesses(rows, "Who misses it?", ["a & b", "c"], first=2)._repr_mimebundle_()["text/html"]
    played, rest = page.split("<details><summary>The other 1</summary>")
    assert played.count('<label><input type="checkbox"> a &amp; b</label>') == 2
    assert played.count('type="checkbox"') == 4
    assert re.findall(r"<summary>(.*?)</summary><p>(.*?)</p>", played) == [
        ("Answer", "told 0"),
        ("Answer", "told 1"),
    ]
    assert "row 2" in rest
    assert "checkbox" not in rest
    assert page.count("<details>") == page.count("</details>") == 4


@pytest.mark.parametrize(
    ("rows", "says"),
    [([], "no row"), ([("a", "b", "c"), ("a", "b", " ")], r"row 1 is \('a', 'b', ' '\)")],
    ids=["no row", "nothing told"],
)
def test_what_has_nothing_to_guess_is_refused(rows: list[tuple[str, str, str]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Guesses(rows)
