"""The whole network on one page: the code of the solution, on at most two sides of paper."""

import ast
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, PdfMargins

from companion.exercises.workshop import solution
from companion.exercises.workshop.blank import solution_text, titles
from companion.exercises.workshop.cases import as_lists
from companion.exercises.workshop.judge import judge_stage
from numrec.network import backprop, forward, new_network

PAGE = "book/one_page.html"


@pytest.fixture(scope="module")
def code(site: Path) -> str:
    soup = BeautifulSoup((site / PAGE).read_text("utf-8"), "html.parser")
    return "\n".join(block.get_text() for block in soup.select(".whole-network pre"))


def test_the_page_holds_the_solution_and_nothing_else(code: str) -> None:
    assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(solution_text()))
    assert [code.count(f"# Stage {stage}: ") for stage in titles()] == [1] * len(titles())


def test_the_code_on_the_page_holds_and_computes_what_numrec_does_to_1e_12(code: str) -> None:
    page: dict[str, Any] = {}
    exec(code, page)
    for stage in titles():
        assert judge_stage(stage, page).findings == ()
    net = new_network([5, 4, 3], np.random.default_rng(2), dtype=np.float64)
    a0, a_hat = np.random.default_rng(3).normal(size=(5, 7)), np.eye(3)[:, [0, 1, 2, 0, 1, 2, 0]]
    trace = forward(net, a0)
    grads = backprop(net, trace, a_hat)
    omega, b = as_lists(net)
    z, a = page["forward"](omega, b, a0, page["leaky_relu"], page["softmax"])
    delta_L = page["softmax_delta"](a[-1], a_hat)
    delta = page["hidden_deltas"](omega, z, a, delta_L, page["leaky_relu_prime"])
    dC_domega, dC_db = page["derivatives"](delta, a)
    for l in (1, 2):
        np.testing.assert_allclose(a[l], trace.a[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose(dC_domega[l], grads.dC_domega[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose(dC_db[l], grads.dC_db[l], rtol=0, atol=1e-12)
    assert page["forward"].__doc__ == solution.forward.__doc__


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_two_sides(page: Page, site: Path, paper: str) -> None:
    page.goto((site / PAGE).as_uri())
    edge = "10mm"
    margin: PdfMargins = {"top": edge, "bottom": edge, "left": edge, "right": edge}
    printed = page.pdf(format=paper, margin=margin)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
