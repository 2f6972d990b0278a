"""Computes the catalogue's formulas, texts such as "dL_dz1 @ x.T". `model/formulas.js` does it in the page."""

import functools
import itertools
import re

import numpy as np

from helpers.reviewing.mistakes import FORMULAS

SLOT = re.compile(r"\{(\w+)\}")


def _sigmoid(z):
    return 0.5 + 0.5 * np.tanh(z / 2)


FUNCTIONS = {
    "σ": _sigmoid,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "softplus": lambda z: np.logaddexp(0, z),
    "abs": np.abs,
    "sign": np.sign,
    "trunc": np.trunc,
    "floor": np.floor,
    "rint": np.rint,
    "ones": np.ones_like,
    "rows": lambda u: np.sum(u, axis=1, keepdims=True),
    "columns": lambda u: np.sum(u, axis=0, keepdims=True),
    "all": lambda u: np.sum(u).reshape(1, 1),
    "size": np.size,
    "height": len,
    "width": lambda u: u.shape[1],
    "clip": lambda u: np.clip(u, -1, 1),
    "norm": np.linalg.norm,
    "top": lambda u: u[:1],
    "some": lambda u: np.maximum(u, 1),
    "relaid": lambda u: u.reshape(u.shape[::-1]),
    "first": lambda u: u[:, :1],
    "last": lambda u: u[:, -1:],
    "cut": lambda u, eps: np.clip(u, eps, 1 - eps),
    "EXAMPLE_x": np.array([[1.0], [2.0]]),
    "EXAMPLE_a1": np.array([[1.0], [0.0]]),
    "EXAMPLE_W2": np.array([[2.0, -3.0]]),
    "EXAMPLE_dL_dz2": np.array([[-0.5]]),
    "EXAMPLE_dL_dz1": np.array([[-1.0], [0.0]]),
}
GLOBALS = {"__builtins__": {}} | FUNCTIONS


def value(text, letters):
    """What a formula's text gives, a float64 array with two axes; None where NumPy can't compute it.

    letters: a dict of arrays by letter, and of whole numbers such as N. Raises NameError for a letter that isn't in it.
    """
    try:
        with np.errstate(all="ignore"):
            made = eval(_compiled(text), GLOBALS, letters)
    except (ValueError, TypeError, ZeroDivisionError, FloatingPointError):  # shapes that don't fit
        return None
    return np.asarray(made, dtype=np.float64)


@functools.cache
def _compiled(text):
    return compile(text, "<formula>", "eval")


def right(name):
    """The right text of a formula, its slots filled."""
    return filled(FORMULAS[name], {})


def filled(formula, chosen):
    """The text of a formula: in each slot what is chosen for it, otherwise what is right."""
    text = formula.text
    while "{" in text:
        text = SLOT.sub(lambda slot: chosen.get(slot[1], formula.slots[slot[1]][0]), text)
    return text


@functools.cache
def variants(name):
    """All ways to be wrong once, then all ways to be wrong twice: [(slips, text)], slips a tuple of one or two."""
    formula = FORMULAS[name]
    wrong = [(slot, slip) for slot, (_, *slips) in formula.slots.items() for slip in slips]
    once = [((slip,), filled(formula, {slot: slip.text})) for slot, slip in wrong]
    twice = [
        ((one, other), filled(formula, {slot: one.text, another: other.text}))
        for (slot, one), (another, other) in itertools.combinations(wrong, 2)
        if slot != another
    ]
    return [*_different(once), *_different(twice, seen={text for _, text in once})]


def single(name):
    """The ways to be wrong once: [(slip, text)]."""
    return [(slips[0], text) for slips, text in variants(name) if len(slips) == 1]


def _different(made, seen=()):
    """Those with a text of their own: a slot may stand inside one that another slip has filled."""
    texts = set(seen)
    for slips, text in made:
        if text not in texts:
            texts.add(text)
            yield slips, text
