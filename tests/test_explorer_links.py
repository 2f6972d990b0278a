"""A link carries an explorer's whole state, and a bad one gets a sentence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_explorer_mathematics import traits

from helpers.network import EXAMPLE, SECOND

USUAL = traits(EXAMPLE, show=["network"], direction="forward", step=None, learning_rate=1, X=None, Y=None)
KNOWN = {"show": ["network", "formulas", "loss"], "directions": ["forward", "backward", "both"]}
READ = """({ traitsOf }, [query, usual, known]) => {
    try { return traitsOf(query, usual, known); } catch (error) { return error.message; }
}"""
WRITE = "({ queryOf }, traits) => queryOf({ get: (name) => traits[name] ?? null })"


@pytest.fixture
def link(node):
    return node.module("state/link.js")


def read(link, query):
    return link.evaluate(READ, [query, USUAL, KNOWN])


def test_an_empty_link_gives_what_is_usual(link):
    assert read(link, "") == USUAL


def test_a_link_leads_back_to_the_state_it_was_made_of(link):
    more = {"show": ["network", "loss"], "direction": "both", "step": "D3", "learning_rate": 0.25}
    more |= {"X": [[1, 2, 1e-7], [0.1, -3, 4]], "Y": [[0, 1, 1]]}
    state = traits(SECOND, **more)
    made = link.evaluate(WRITE, state)
    assert made["isWhole"]
    found = read(link, made["query"])
    assert {name: found[name] for name in state} == state


def test_a_link_made_forward_opens_forward_where_both_is_usual(link):
    made = link.evaluate(WRITE, USUAL)
    found = link.evaluate(READ, [made["query"], {**USUAL, "direction": "both"}, KNOWN])
    assert found["direction"] == "forward"


@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=4, max_size=4))
@settings(max_examples=30)
def test_numbers_come_back_to_the_last_digit(numbers, node):
    link = node.module("state/link.js")
    state = USUAL | {"W1": [numbers[:2], numbers[2:]]}
    found = read(link, link.evaluate(WRITE, state)["query"])["W1"]
    assert np.array_equal(np.array(found, dtype=float), state["W1"])


def test_a_data_set_that_is_too_long_for_an_address_is_left_out(link):
    state = USUAL | {"X": np.zeros((2, 201)).tolist(), "Y": np.zeros((1, 201)).tolist()}
    made = link.evaluate(WRITE, state)
    assert not made["isWhole"] and "X=" not in made["query"]


def test_a_column_may_be_written_in_a_row(link):
    assert read(link, "x=3,4&b1=0,0")["x"] == [[3], [4]]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("z=1", "has a part “z”"),
        ("x=1,two", "x must be made of numbers, as in 1,0.5;1,-1; it is “two”"),
        ("x=1,", "x must be made of numbers"),
        ("b2=1e999", "b2 must be made of numbers"),
        ("W1=1,2;3", "W1 must be of rows that are equally long"),
        ("x=1,2,3", "W1 must be 2 × 3, for 3 inputs and 2 hidden units; it is 2 × 2"),
        ("b1=1,2,3", "b1 must be 2 × 1"),
        ("y=0.5", "a label is neither 0 nor 1"),
        ("X=1,2;3,4", "Y must be 1 × 2, for 2 inputs and 2 hidden units; it is missing"),
        ("X=1,2;3,4&Y=0,2", "a label is neither 0 nor 1"),
        ("hidden=tanh", "hidden must be one of relu, sigmoid; it is “tanh”"),
        ("show=network,all", "show must be one of network, formulas, loss; it is “all”"),
        ("step=P1", "step must be one of M1, "),
        ("learning_rate=0", "learning_rate must be above 0"),
        ("x=" + ",".join("1" * 9), "9 inputs"),
    ],
)
def test_a_bad_link_gets_a_sentence(query, words, link):
    assert words in read(link, query)
