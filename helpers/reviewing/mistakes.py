"""The mistakes that people make with the page's formulas: each a formula that makes it, its name, and what to say.

This is the one catalogue: `review` matches a learner's function against it, the explorer's walk a learner's number, and
questions take its names. The page reads it as `helpers/explorer/model/mistakes.js`, which `tools/refresh.py` writes.

A formula stands here as a text with slots, such as {gate}. Each slot has its right text, and the texts of its slips. So
a mistake is one slot filled wrongly, and a pair of mistakes is two. The letters are the page's, small for one
observation and for N alike: x (D, N), z1 and a1 (H, N), z2, a2 and y (1, N). `rows(u)` adds up along each row, over the
observations, and `columns(u)` along each column; both keep the axis. `formulas.py` computes them.
"""

from typing import NamedTuple

NAMES = {  # with what is said where no formula says more
    "sign": "The sign is wrong.",
    "transpose": "Rows and columns are swapped: entry [i,j] looks like [j,i].",
    "gate": "Look at the gate: what does a unit with z1 at or below 0 let through?",
    "missing factor": "A factor is missing.",
    "wrong factor": "One of the factors is not the right one.",
    "extra factor": "There is a factor too many.",
    "missing term": "A term is missing.",
    "missing sum": "The sum over the observations is missing.",
    "mean or sum": "A mean and a sum are swapped: look for 1/N.",
    "extra term": "There is a term too many.",
    "wrong axis": "The sum runs along the wrong axis.",
    "y and 1 - y": "That is it for the other label: y and 1 − y are swapped.",
    "σ'": "The slope of σ is forgotten, or taken at the wrong place.",
    "page's slip": "The homework page makes this mistake too: a factor is lost on the way. Which one?",
    "constant": "That is the same number whatever comes in.",
    "rounded": "Digits are cut off on the way.",
    "overflow": "It overflows where z2 is far from 0.",
    "stale": "A parameter has kept its old value.",
    "wrong order": "The results come in another order.",
    "special case": "It is right in special cases alone.",
    "moved": "A parameter has moved already where its old value is needed.",
}


class Slip(NamedTuple):
    """A slot filled wrongly.

    mistake: one of NAMES. text: what stands in the slot. says: what is wrong. asks: a question that leads on; without
    one, the formula's own. walk: its place, from 1, among the slips that the explorer's walk looks for; 0 where it
    doesn't. kind: of a slip of the page's, which of the other names it is. letter: the one that stands as it should not
    where NumPy refuses the shapes.
    """

    mistake: str
    text: str
    says: str
    asks: str = ""
    walk: int = 0
    kind: str = ""
    letter: str = ""


class Formula(NamedTuple):
    """A formula with slots: for each slot the right text, then its slips. asks: a question that leads to it."""

    text: str
    slots: dict
    asks: str


STOPS = "Which way should an answer go that is sure and wrong?"
SMALL = ("1e-5", "1e-6", "1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15", "1e-16")
COUNT = "What shape should the result have?"
STEEP = "How steep is ReLU at z1 = 3, and how steep at z1 = −3?"
OFF = "What does a unit that is off let through?"
OPENS = "What opens a unit's gate?"
THROUGH_A2 = "z2 acts on L through a2. Which two slopes multiply?"
MIXED = ("{arrives} @ ({gate}).T", "{arrives} @ {gate}", "({arrives}).T @ {gate}")  # in place of entry by entry
GROWS = "Does L rise or fall as this number grows?"


def _whole(core, per_observation, walk, sign_asks=GROWS):
    """The slots of what can happen to a whole result, around `core`. sign_asks: where its sign is wrong."""
    slots = {
        "digits": [
            Slip("rounded", "trunc({it})", "What stands behind the point is cut off: some array holds integers."),
            Slip("rounded", "floor({it})", "It is rounded down to whole numbers: // leaves out the remainder."),
            Slip("rounded", "rint({it})", "It is rounded to whole numbers."),
            Slip("rounded", "rint(10 * ({it})) / 10", "It is rounded to one decimal."),
            Slip("rounded", "rint(100 * ({it})) / 100", "It is rounded to two decimals."),
            Slip("rounded", "rint(1000 * ({it})) / 1000", "It is rounded to three decimals."),
            Slip("rounded", "rint(10000 * ({it})) / 10000", "It is rounded to four decimals."),
        ],
        "sign": [
            Slip(
                "sign",
                "-({it})",
                "The sign is wrong.",
                sign_asks,
                walk=walk.get("sign", 0),
            )
        ],
        "size": [
            Slip("extra factor", "2 * ({it})", "It is twice as large as it should be.", "Where does the 2 come from?"),
            Slip("extra factor", "({it}) / 2", "It is half as large as it should be.", "Where does the 1/2 come from?"),
            Slip("sign", "abs({it})", "The sign is lost.", "Can this slope be below 0?"),
            Slip("extra factor", "({it}) ** 2", "It is squared.", "What happens to the sign of a square?"),
            Slip(
                "extra factor",
                "0.1 * ({it})",
                "There is a factor 0.1 in it.",
                "Is that a learning rate? It belongs to the step.",
            ),
            Slip(
                "extra factor",
                "0.01 * ({it})",
                "There is a factor 0.01 in it.",
                "Is that a learning rate? It belongs to the step.",
            ),
            Slip("gate", "relu({it})", "Only what is above 0 is kept.", "Can this slope be below 0?"),
        ],
        "layout": [Slip("transpose", "({it}).T", "Rows and columns are swapped.", COUNT, walk=walk.get("layout", 0))],
        "over": [
            Slip("wrong axis", "all({it})", "All of it is added up into one number.", COUNT),
            Slip("wrong axis", "all({it}) / size({it})", "It is one number, the mean of all entries.", COUNT),
            Slip("wrong axis", "columns({it})", "Each column is added up into one number.", COUNT),
            Slip("wrong axis", "columns({it}) / height({it})", "It is the mean of each column.", COUNT),
            Slip("wrong axis", "rows({it})", "Each row is added up into one number.", COUNT),
            Slip("wrong axis", "rows({it}) / width({it})", "It is the mean of each row.", COUNT),
        ],
    }
    if per_observation:
        slots["share"] = [
            Slip("mean or sum", "({it}) / H", "It is divided by H, the number of units.", "What is a mean here?"),
            Slip("mean or sum", "({it}) / D", "It is divided by D, the number of inputs.", "What is a mean here?"),
            Slip("mean or sum", "({it}) / N", "It is divided by N, and here each observation has an L of its own."),
        ]
    inside = [f"{{{slot}}}" for slot in list(slots)[1:]] + [core]
    return {
        slot: [it, *(slip._replace(text=slip.text.replace("{it}", it)) for slip in slips)]
        for (slot, slips), it in zip(slots.items(), inside, strict=True)
    }


def _formula(core, asks, *, per_observation=True, walk=None, **slots):
    return Formula("{digits}", slots | _whole(core, per_observation, walk or {}), asks)


def _error():
    """The slips of a2 - y, with which every way back begins."""
    return [
        "(a2 - y)",
        Slip("y and 1 - y", "(a2 - (1 - y))", "y and 1 − y are swapped."),
        Slip("σ'", "((a2 - y) / (a2 * (1 - a2)))", "It starts from ∂L/∂a2: the slope of σ is missing.", THROUGH_A2),
        Slip(
            "σ'",
            "((a2 - y) * a2 * (1 - a2))",
            "The slope of σ is in it once too often.",
            "What did a2 (1 − a2) cancel?",
        ),
        Slip(
            "σ'",
            "((a2 - y) / (a2 * (1 - a2)) * a2 ** 2)",
            "The slope of σ is taken as a2², and is a2 (1 − a2): at a2 = 1/2 nobody sees it.",
        ),
        Slip(
            "σ'",
            "((a2 - y) / (a2 * (1 - a2)) * σ(a2) * (1 - σ(a2)))",
            "The slope of σ is taken at a2, and belongs to z2.",
        ),
        Slip(
            "σ'",
            "((a2 - y) * σ(a2) * (1 - σ(a2)))",
            "A slope of σ is in it that has cancelled already, and it is taken at a2.",
            "What did a2 (1 − a2) cancel?",
        ),
        Slip(
            "σ'",
            "((a2 - y) * a2 ** 2)",
            "There is an a2² in it: the slope of σ has cancelled already.",
            "What did a2 (1 − a2) cancel?",
        ),
        Slip(
            "missing term",
            "(a2 - 1)",
            "The label y is not in it.",
            "What should be left of it if y is 0 and a2 is right?",
        ),
        Slip("missing factor", "ones(a2)", "The error a2 − y is missing.", "What should be left of it if a2 is right?"),
        Slip("missing term", "a2", "The label y is not in it.", "What should be left of it if a2 is right?"),
        Slip("sign", "(a2 + y)", "y is added, and should be subtracted.", "What should be left of it if a2 is right?"),
        Slip(
            "sign",
            "(-y * (1 - a2) - (1 - y) * a2)",
            "The term for y = 0 has the wrong sign.",
            "Does L rise with z2 if y is 0?",
        ),
        Slip(
            "sign",
            "(y * (1 - a2) + (1 - y) * a2)",
            "The term for y = 1 has the wrong sign.",
            "Does L rise with z2 if y is 1?",
        ),
        Slip("constant", "(0.5 - y)", "a2 is always the running example's 1/2.", "What comes in as a2?"),
        Slip("extra factor", "((a2 - y) ** 2)", "The error a2 − y is squared.", "Which sign has it where y is 1?"),
        Slip("extra factor", "abs(a2 - y)", "The error a2 − y has lost its sign.", "Does y = 1 pull a2 up or down?"),
        Slip("extra factor", "(2 * (a2 - y))", "The error a2 − y is doubled.", "Where does the 2 come from?"),
        Slip("wrong factor", "(σ(a2) - y)", "σ is taken of a2, which is σ(z2) already."),
        Slip("missing term", "(1 - y)", "The answer a2 is not in it.", "What should be left of it if a2 is right?"),
        Slip("wrong factor", "(z2 - y)", "z2 stands where a2 belongs.", "Which of the two lies between 0 and 1?"),
        Slip("rounded", "((a2 > 0.5) - y)", "a2 is rounded to 0 or 1.", "What does an answer of 0.6 cost if y is 1?"),
    ]


def _gate(arrives, missing="ones(z1)"):
    """The slips of ReLU's slope at z1. arrives: the slope that comes in."""
    return [
        "(z1 > 0)",
        Slip("gate", missing, "The gate 1{z1 > 0} is missing, or never shuts.", OFF, walk=1),
        Slip("gate", "(z1 <= 0)", "The gate is turned round: it is open where z1 is not above 0.", OFF),
        Slip("gate", "(z1 < 0)", "The gate is turned round: it is open where z1 is below 0.", OFF),
        Slip(
            "gate",
            "((first(z1) > 0) * ones(z1))",
            "The gate looks at the first observation alone.",
            "Which observations switch the unit on?",
        ),
        Slip(
            "gate",
            "((rows(z1) > 0) * ones(z1))",
            "The gate looks at the sum over the observations, and each has a gate of its own.",
            "Which observations switch the unit on?",
        ),
        Slip("gate", "relu(z1)", "ReLU itself stands where its slope belongs.", STEEP),
        Slip("gate", "z1", "z1 itself stands where ReLU's slope belongs.", STEEP),
        Slip("gate", f"({arrives} > 0)", "The gate looks at the slope that arrives, in place of z1.", OPENS),
        Slip(
            "gate",
            f"((z1 > 0) * ({arrives} > 0))",
            "There is one gate too many: it shuts where the slope that arrives is below 0.",
            "A unit is on, and the slope that arrives is −1. What should go through?",
        ),
        Slip("gate", "sign(z1)", "Where z1 is below 0 it lets −1 through.", STEEP),
        Slip("gate", "((z1 > 0) - 1.0 * (z1 <= 0))", "Where z1 is not above 0 it lets −1 through.", STEEP),
        Slip("gate", "(σ(z1) * (1 - σ(z1)))", "The slope of σ stands where ReLU's belongs.", STEEP),
        Slip("gate", "σ(z1)", "σ stands where ReLU's slope belongs.", STEEP),
        Slip("gate", "(1 - tanh(z1) ** 2)", "The slope of tanh stands where ReLU's belongs.", STEEP),
        Slip("gate", "(1 - relu(z1) ** 2)", "1 − a1² is the slope of tanh. The hidden layer has ReLU.", STEEP),
        Slip("gate", "(1 - z1 ** 2)", "1 − z1² stands where ReLU's slope belongs.", STEEP),
        Slip("gate", "(z1 * (1 - z1))", "z1 (1 − z1) stands where ReLU's slope belongs.", STEEP),
        Slip("gate", "(relu(z1) * (1 - relu(z1)))", "a1 (1 − a1) is a slope of σ. The hidden layer has ReLU.", STEEP),
        Slip("gate", "(z1 > 1)", "The gate opens at 1.", "From which z1 on does ReLU climb?"),
        Slip("gate", "(z1 >= 1)", "The gate opens at 1.", "From which z1 on does ReLU climb?"),
        Slip("gate", "(z1 > 0.5)", "The gate opens at 0.5.", "From which z1 on does ReLU climb?"),
        Slip(
            "gate",
            "(all(relu(z1)) > 0) * ones(z1)",
            "There is one gate for the whole layer.",
            "What opens a unit's gate?",
        ),
        Slip("gate", "((z1 > 0) + z1 * (z1 <= 0))", "Where a unit is off, z1 itself is still in it.", OFF),
        Slip("gate", "(relu(z1) - relu(z1 - 1))", "z1, cut off at 0 and 1, stands where ReLU's slope belongs.", STEEP),
        Slip("gate", "(a2 > 0.5)", "The gate looks at the output, in place of z1.", OPENS),
        Slip("gate", "(x > 0)", "The gate looks at x, in place of z1.", OPENS),
        Slip("gate", "((z1 > 0) + 0.01 * (z1 <= 0))", "A unit that is off lets a hundredth through: leaky ReLU.", OFF),
        Slip("gate", "((z1 > 0) + 0.1 * (z1 <= 0))", "A unit that is off lets a tenth through: leaky ReLU.", OFF),
        Slip("gate", "((z1 > 0) + 0.2 * (z1 <= 0))", "A unit that is off lets a fifth through: leaky ReLU.", OFF),
        Slip(
            "gate",
            "(1 + (z1 > 0))",
            "A unit that is on lets twice as much through, and one that is off lets it pass.",
            STEEP,
        ),
    ]


def _mean():
    """The slips of 1/N, which makes a mean of a sum over the observations."""
    asks = "If every observation stood there twice, would J change?"
    return [
        " / N",
        Slip("mean or sum", "", "The factor 1/N is missing: it is the slope of the sum, and J is the mean.", asks),
        Slip("mean or sum", " / N**2", "It is divided by N twice.", asks),
        Slip("mean or sum", " * N", "It is multiplied by N in place of divided.", asks),
        Slip("extra factor", " / (2 * N)", "There is a factor 1/2 in it.", "Where does the 1/2 come from?"),
        Slip("extra factor", " * 2 / N", "There is a factor 2 in it.", "Where does the 2 come from?"),
        Slip("mean or sum", " / 2", "It is divided by 2 in place of N.", asks),
        Slip("mean or sum", " / 4", "It is divided by 4 in place of N.", asks),
        Slip("mean or sum", " / (N - 1)", "It is divided by N − 1 in place of N.", asks),
        Slip("mean or sum", " / H", "It is divided by H, the number of units, in place of N.", asks),
        Slip("mean or sum", " / D", "It is divided by D, the number of inputs, in place of N.", asks),
        Slip("mean or sum", " / (N * H)", "It is divided by H, too, not by N alone.", asks),
        Slip("mean or sum", " / (N * D)", "It is divided by D, too, not by N alone.", asks),
        Slip(
            "mean or sum",
            " / some(rows(z1 > 0))",
            "It is divided by the number of observations that switch the unit on, not by all N.",
            asks,
        ),
    ]


def _some(whole, of_part):
    """The slips of a sum that leaves observations out. of_part: what one of them adds, {part} being first or last."""
    first, last = (of_part.replace("{part}", part) for part in ("first", "last"))
    return [
        Slip("missing sum", first, "Only the first observation counts.", "What do the other observations say?"),
        Slip("missing sum", last, "Only the last observation counts.", "What do the other observations say?"),
        Slip(
            "missing sum",
            f"({whole} - {first})",
            "The first observation is left out.",
            "What do the other observations say?",
        ),
        Slip("missing sum", f"({whole} - {last})", "The last observation is left out.", "What does it say?"),
    ]


def _carried(error, at="W2"):
    """The slips of W2ᵀ (a2 - y), which carries an error back to the hidden units."""
    asks = "By what does z2 move when a1[i] moves a little?"
    return [
        f"(W2.T @ {error})",
        Slip("missing factor", f"(ones(W2.T) @ {error})", "W2 is left out.", asks),
        Slip("transpose", f"(W2 @ {error})", "W2 lies in a row, and the units are the rows here.", asks, letter="W2"),
        Slip("transpose", f"(W2 * {error})", "W2 lies in a row, and the units are the rows here.", asks, letter="W2"),
        Slip("wrong axis", f"(all(W2) * (ones(W2.T) @ {error}))", "The weights of W2 are added up into one.", asks),
        Slip("extra factor", f"(abs(W2).T @ {error})", "W2 has lost its signs.", asks),
        Slip("extra factor", f"((W2 ** 2).T @ {error})", "W2 is squared.", asks),
    ]


ENTERED_W2 = "What is w2[i] multiplied by in z2?"
ENTERED_W1 = "What is W1[i,j] multiplied by in z1[i]?"
THROUGH_GATE = "Which way leads from b1 to L?"

FORMULAS = {
    # the forward pass
    "z1": Formula(
        "{whole}",
        {
            "whole": [
                "{product}{bias}",
                Slip(
                    "gate",
                    "relu({product}{bias})",
                    "Z1 comes back with ReLU taken of it: did it change in place?",
                    "What does backward need of Z1?",
                ),
            ],
            "bias": [
                " + b1",
                Slip("sign", " - b1", "Add the bias with its own sign.", walk=1),
                Slip("missing term", "", "The bias b1 is missing."),
                Slip("wrong factor", " + b2", "The bias b2 stands where b1 belongs."),
            ],
            "product": [
                "W1 @ {x}",
                Slip("transpose", "W1.T @ {x}", "Rows and columns are swapped: unit i has row i of W1.", walk=2),
                Slip("transpose", "({x}).T @ W1", "Rows and columns are swapped: unit i has row i of W1."),
                Slip("transpose", "({x}).T @ W1.T", "Observations are rows here, and should be columns.", COUNT),
                Slip("transpose", "({x}.T @ W1).T", "Rows and columns are swapped: unit i has row i of W1."),
                Slip(
                    "missing sum",
                    "W1 * {x}",
                    "The products are not added up.",
                    "How many numbers does a unit add up to?",
                ),
                Slip("sign", "-W1 @ {x}", "The sign of W1 is turned."),
            ],
            "x": ["x", Slip("missing factor", "ones(x)", "Each weight is multiplied by its input.", walk=3)],
        },
        "What does unit 1 add up?",
    ),
    "a1": Formula(
        "{activation}",
        {
            "activation": [
                "relu(z1)",
                Slip("gate", "z1", "ReLU is missing.", "What does a unit with z1 = −1 pass on?", walk=1),
                Slip(
                    "gate", "(z1 > 0)", "The gate stands where ReLU belongs.", "What does a unit with z1 = 3 pass on?"
                ),
                Slip("wrong factor", "σ(z1)", "σ stands where ReLU belongs.", "What does a unit with z1 = 3 pass on?"),
                Slip("wrong factor", "tanh(z1)", "tanh stands where ReLU belongs.", "What does z1 = 3 pass on?"),
                Slip("gate", "abs(z1)", "Below 0 it turns the sign.", "What does a unit with z1 = −1 pass on?"),
                Slip("gate", "z1 * (z1 < 0)", "ReLU is turned round.", "What does a unit with z1 = −1 pass on?"),
                Slip("sign", "-relu(z1)", "The sign is wrong.", "What does a unit with z1 = 3 pass on?"),
                Slip(
                    "extra factor",
                    "relu(z1) / 2",
                    "There is a factor 1/2 in it, as dropout has.",
                    "What does a unit with z1 = 3 pass on?",
                ),
                Slip("gate", "relu(z1) - 0.01 * relu(-z1)", "A hundredth is left below 0: that is leaky ReLU.", OFF),
                Slip("gate", "relu(z1) - 0.1 * relu(-z1)", "A tenth is left below 0: that is leaky ReLU.", OFF),
                Slip(
                    "rounded", "trunc(relu(z1))", "What stands behind the point is cut off: some array holds integers."
                ),
            ]
        },
        "What does ReLU make of −1, and what of 3?",
    ),
    "a1 sigmoid": Formula(
        "σ({z1})", {"z1": ["z1", Slip("sign", "-z1", "The sign is wrong.", walk=1)]}, "What is σ(0)?"
    ),
    "z2": Formula(
        "{whole}",
        {
            "whole": [
                "{W2} @ {a1}{bias}",
                Slip(
                    "extra factor",
                    "relu({W2} @ {a1}{bias})",
                    "ReLU is taken of Z2, too.",
                    "Which activation does the output have?",
                ),
            ],
            "bias": [
                " + b2",
                Slip("sign", " - b2", "Add the bias with its own sign.", walk=1),
                Slip("missing term", "", "The bias b2 is missing."),
                Slip("wrong factor", " + all(b1)", "The bias b1 stands where b2 belongs."),
            ],
            "a1": [
                "a1",
                Slip("gate", "z1", "The output takes a1, not z1.", "What does a unit that is off pass on?", walk=2),
                Slip("wrong factor", "x", "The output takes a1, not x.", "What enters the output unit?"),
            ],
            "W2": [
                "W2",
                Slip("missing factor", "ones(W2)", "W2 is left out.", "What does the output unit add up?"),
                Slip("transpose", "W2.T", "W2 is a row already.", "What does the output unit add up?"),
                Slip("sign", "-W2", "The sign of W2 is turned."),
            ],
        },
        "What does the output unit add up?",
    ),
    "z2 sigmoid": Formula(
        "W2 @ {a1}{bias}",
        {
            "bias": [" + b2", Slip("page's slip", " - b2", "Add the bias with its own sign.", walk=1, kind="sign")],
            "a1": ["a1", Slip("gate", "z1", "The output takes a1, not z1.", "What does a unit pass on?", walk=2)],
        },
        "What does the output unit add up?",
    ),
    "a2": Formula(
        "{answer}",
        {
            "answer": [
                "σ(z2)",
                Slip("sign", "σ(-z2)", "The sign in the exponent is turned.", "What is σ far to the right?", walk=1),
                Slip("missing factor", "z2", "σ is missing.", "Between which numbers does an answer lie?"),
                Slip(
                    "wrong factor",
                    "relu(z2)",
                    "ReLU stands where σ belongs.",
                    "Between which numbers does an answer lie?",
                ),
                Slip("wrong factor", "tanh(z2)", "tanh stands where σ belongs.", "What is σ far to the left?"),
                Slip("rounded", "(z2 > 0)", "The answer is rounded to 0 or 1.", "What is σ(0)?"),
                Slip("extra factor", "σ(σ(z2))", "σ is taken twice.", "What is σ far to the left?"),
                Slip("constant", "ones(z2)", "It is always 1: a softmax of one number is.", "What is σ(0)?"),
                Slip(
                    "wrong factor",
                    "exp(z2) / all(exp(z2))",
                    "That is a softmax over the observations.",
                    "Do two observations compete?",
                ),
                Slip("rounded", "cut(σ(z2), 0.01)", "It is cut off at 0.01 and 0.99.", "What is σ far to the right?"),
                Slip(
                    "overflow",
                    "exp(z2) / (1 + exp(z2))",
                    "It overflows where z2 is large.",
                    "What is e to the power 800?",
                ),
                Slip("σ'", "σ(z2) * (1 - σ(z2))", "The slope of σ stands where σ belongs.", "What is σ(0)?"),
            ]
        },
        "What is σ(0)?",
    ),
    "L": Formula(
        "{digits}",
        {
            "loss": [
                "softplus(z2) - {y} * z2",
                Slip("y and 1 - y", "softplus(z2) - (1 - y) * z2", "y and 1 − y are swapped.", walk=1),
                Slip(
                    "overflow",
                    "-(y * log(σ(z2)) + (1 - y) * log(1 - σ(z2)))",
                    "It takes the logarithm of a2, which rounds to 0 or 1 where z2 is far from 0.",
                    "Can you write it with z2 alone, so that nothing rounds?",
                ),
                Slip(
                    "overflow",
                    "log(1 + exp(z2)) - {y} * z2",
                    "e to the power z2 is too large for a float from z2 = 710 on.",
                    "What is log(1 + e^z2) nearly, where z2 is large?",
                ),
                Slip(
                    "overflow",
                    "log(1 + exp(-z2)) + (1 - {y}) * z2",
                    "e to the power −z2 is too large for a float below z2 = −710.",
                    "What is log(1 + e^−z2) nearly, where z2 is far below 0?",
                ),
                *(
                    Slip(
                        "overflow",
                        f"-(y * log(cut(σ(z2), {eps})) + (1 - y) * log(1 - cut(σ(z2), {eps})))",
                        f"a2 is kept {eps} away from 0 and 1, so the loss stops growing.",
                        STOPS,
                    )
                    for eps in SMALL
                ),
                *(
                    Slip(
                        "overflow",
                        f"-(y * log(σ(z2) + {eps}) + (1 - y) * log(1 - σ(z2) + {eps}))",
                        f"{eps} is added inside the logarithm, so the loss stops growing.",
                        STOPS,
                    )
                    for eps in SMALL
                ),
                Slip(
                    "missing term",
                    "-y * log(a2)",
                    "The term for y = 0 is missing.",
                    "What does a2 = 0.9 cost if y is 0?",
                ),
                Slip(
                    "missing term",
                    "-(1 - y) * log(1 - a2)",
                    "The term for y = 1 is missing.",
                    "What does a2 = 0.1 cost if y is 1?",
                ),
                Slip("sign", "-(y * log(a2) - (1 - y) * log(1 - a2))", "One of the two terms has the wrong sign."),
                Slip("sign", "-y * log(a2) + (1 - y) * log(1 - a2)", "One of the two terms has the wrong sign."),
                Slip(
                    "wrong factor",
                    "(a2 - y) ** 2",
                    "That is the squared error, not the logarithm.",
                    "What does a2 = 0 cost if y is 1?",
                ),
                Slip("wrong factor", "a2 - y", "That is ∂L/∂z2, the slope, not L itself."),
                Slip(
                    "missing term",
                    "relu(z2) - y * z2",
                    "The term log(1 + e^−|z2|) is missing.",
                    "What does z2 = 0 cost?",
                ),
                Slip(
                    "extra factor",
                    "-(y * log(σ(a2)) + (1 - y) * log(1 - σ(a2)))",
                    "σ is taken twice: a2 is σ(z2) already.",
                ),
                Slip("rounded", "((a2 > 0.5) == y)", "That says whether the answer is right, not what it costs."),
                Slip(
                    "wrong factor",
                    "(a2 - y) ** 2 / 2",
                    "That is the squared error, not the logarithm.",
                    "What does a2 = 0 cost if y is 1?",
                ),
                Slip(
                    "wrong factor",
                    "(softplus(z2) - y * z2) / log(2)",
                    "The logarithm has the base 2.",
                    "Which logarithm has the slope 1/a2?",
                ),
                Slip(
                    "wrong factor",
                    "(softplus(z2) - y * z2) / log(10)",
                    "The logarithm has the base 10.",
                    "Which logarithm has the slope 1/a2?",
                ),
                Slip(
                    "mean or sum",
                    "all(softplus(z2) - y * z2) / N",
                    "That is J, the mean. Here each observation has an L of its own.",
                    "How many losses are there here?",
                ),
                Slip(
                    "wrong factor",
                    "1 + softplus(z2 - 1) - y * z2",
                    "That is log(e + e^z2), not log(1 + e^z2).",
                    "Which power of e is 1?",
                ),
                Slip(
                    "sign",
                    "softplus(-z2) - y * z2",
                    "The exponent has the wrong sign.",
                    "What does a large z2 cost if y is 0?",
                ),
                Slip(
                    "missing term",
                    "softplus(z2)",
                    "The label y is not in it.",
                    "Which of the two labels costs more here?",
                ),
                Slip(
                    "sign",
                    "softplus(z2) + y * z2",
                    "The term with y has the wrong sign.",
                    "What does a large z2 cost if y is 1?",
                ),
                Slip(
                    "wrong factor",
                    "-(y * log(z2) + (1 - y) * log(1 - z2))",
                    "z2 stands where a2 belongs.",
                    "Which of the two is a probability?",
                ),
                Slip(
                    "sign",
                    "relu(z2) - y * z2 + log(1 + exp(abs(z2)))",
                    "The exponent should be −|z2|.",
                    "What is left of e^−|z2| far from 0?",
                ),
            ],
            "y": ["y"],
        }
        | _whole("{loss}", True, {"sign": 2}, "Can a loss be below 0?"),
        "What does a2 = 0.9 cost if y is 1, and what if y is 0?",
    ),
    # one observation after the other: the slopes of L
    "dL_da2": _formula(
        "{slope}",
        "L is minus the logarithm of a2, or of 1 − a2. What is the slope of a logarithm?",
        walk={"sign": 1},
        slope=[
            "({top}) / (a2 * (1 - a2))",
            Slip(
                "wrong factor",
                "({top}) / a2 * (1 - a2)",
                "Only a2 stands below: u / v * w is u w / v.",
                "What should stand below the line?",
            ),
            Slip(
                "wrong factor",
                "({top}) / (a2 * 1 - a2)",
                "The brackets around 1 − a2 are missing: a2 * 1 - a2 is 0.",
                "What should stand below the line?",
            ),
            Slip(
                "wrong factor",
                "({top}) / a2 * 1 - a2",
                "The brackets below the line are missing.",
                "What should stand below the line?",
            ),
            Slip(
                "wrong factor",
                "a2 - y / (a2 * (1 - a2))",
                "The brackets around a2 − y are missing: only y is divided.",
                "What should stand above the line?",
            ),
            Slip("missing factor", "(a2 - y)", "That is ∂L/∂z2: the slope of σ is in it already.", walk=3),
            Slip("missing term", "-y / a2", "The term for y = 0 is missing.", "What is the slope if y is 0?"),
            Slip(
                "missing term", "(1 - y) / (1 - a2)", "The term for y = 1 is missing.", "What is the slope if y is 1?"
            ),
            Slip(
                "sign",
                "(-y / a2 - (1 - y) / (1 - a2))",
                "The term for y = 0 has the wrong sign.",
                "Does L rise with a2 if y is 0?",
            ),
            Slip(
                "sign",
                "(y / a2 + (1 - y) / (1 - a2))",
                "The term for y = 1 has the wrong sign.",
                "Does L rise with a2 if y is 1?",
            ),
            Slip(
                "wrong factor",
                "(-y / (1 - a2) + (1 - y) / a2)",
                "The two denominators are swapped.",
                "Which one belongs to y = 1?",
            ),
            Slip(
                "wrong factor",
                "(-y / a2 + (1 - y) / a2)",
                "Both terms are divided by a2.",
                "What is the slope of log(1 − a2)?",
            ),
            Slip(
                "wrong factor",
                "(a2 - y) * a2 * (1 - a2)",
                "It is multiplied by a2 (1 − a2), not divided.",
                "What is the slope of log a2?",
            ),
            Slip(
                "missing factor",
                "(a2 - y) / a2",
                "The factor 1 − a2 is missing below.",
                "What is the slope of log(1 − a2)?",
            ),
            Slip(
                "missing factor",
                "(a2 - y) / (1 - a2)",
                "The factor a2 is missing below.",
                "What is the slope of log a2?",
            ),
            Slip(
                "wrong factor",
                "(a2 - y) / (a2 * (1 + a2))",
                "There is a 1 + a2 where 1 − a2 belongs.",
                "What is the slope of log(1 − a2)?",
            ),
            Slip("wrong factor", "(a2 - y) / (y * (1 - y))", "a2 and y are swapped below.", "Which of the two moves?"),
            Slip("wrong factor", "(y - a2) / (y * (1 - y))", "a2 and y are swapped.", "Which of the two moves?"),
            Slip("wrong factor", "(-a2 / y + (1 - a2) / (1 - y))", "a2 and y are swapped.", "Which of the two moves?"),
            Slip("wrong factor", "-(y * log(a2) + (1 - y) * log(1 - a2))", "That is L itself, not its slope."),
            Slip(
                "missing factor",
                "1 / (a2 * (1 - a2))",
                "What stands above, a2 − y, is missing.",
                "What is the slope if y is 1?",
            ),
            Slip(
                "wrong factor",
                "(-y * log(a2) + (1 - y) * log(1 - a2))",
                "The logarithms are still there.",
                "What is the slope of a logarithm?",
            ),
        ],
        top=[
            "a2 - y",
            Slip("y and 1 - y", "a2 - (1 - y)", "y and 1 − y are swapped.", "What is the slope if y is 1?", walk=2),
            Slip("extra factor", "(a2 - y) ** 2", "The error a2 − y is squared.", "What is the slope if y is 1?"),
            Slip("extra factor", "2 * (a2 - y)", "There is a factor 2 in it.", "Where does the 2 come from?"),
        ],
    ),
    "da2_dz2": _formula(
        "{slope}",
        "σ is steepest at z2 = 0. How steep is it there?",
        slope=[
            "a2 * (1 - a2)",
            Slip("σ'", "σ(a2) * (1 - σ(a2))", "σ is taken of a2, which is σ(z2) already.", walk=1),
            Slip("missing factor", "a2", "That is one of two factors.", walk=2),
            Slip("missing factor", "(1 - a2)", "That is one of two factors.", walk=3),
            Slip("σ'", "a2 ** 2", "It is a2², and should be a2 (1 − a2): at a2 = 1/2 nobody sees it."),
            Slip("σ'", "(1 - a2) ** 2", "It is (1 − a2)², and should be a2 (1 − a2): at a2 = 1/2 nobody sees it."),
            Slip("σ'", "a2 * (1 + a2)", "There is a 1 + a2 where 1 − a2 belongs.", "How steep is σ far to the right?"),
            Slip("sign", "a2 * (a2 - 1)", "The sign is wrong.", "Does σ ever fall?"),
            Slip("constant", "a2 - a2", "It is always 0.", "Does σ never climb?"),
            Slip("σ'", "(1 - a2 ** 2)", "1 − a2² is the slope of tanh.", "How steep is σ at z2 = 0?"),
            Slip("σ'", "(a2 * (1 - a2)) ** 2", "It is squared.", "How steep is σ at z2 = 0?"),
            Slip("σ'", "a2 * (1 - a2) * (1 - 2 * a2)", "That is the slope of the slope.", "How steep is σ at z2 = 0?"),
            Slip("σ'", "a2", "That is σ itself, not its slope.", "How steep is σ far to the right?"),
            Slip("σ'", "ones(a2)", "That is a slope of 1 everywhere.", "How steep is σ far to the right?"),
            Slip(
                "gate",
                "(a2 > 0.5)",
                "That is a gate, as ReLU has. The output has σ.",
                "How steep is σ far to the right?",
            ),
            Slip("σ'", "exp(-a2) / (1 + exp(-a2))", "The exponential is taken of a2, and belongs to z2."),
            Slip("σ'", "exp(-a2)", "The exponential is taken of a2, and belongs to z2."),
            Slip("σ'", "1 / (a2 * (1 - a2))", "It is upside down.", "How steep is σ far to the right?"),
            Slip("σ'", "z2 * (1 - z2)", "z2 stands where a2 belongs.", "How steep is σ far to the right?"),
        ],
    ),
    "dL_dz2": _formula(
        "{error}",
        THROUGH_A2,
        walk={"sign": 1},
        error=[
            "(a2 - y)",
            Slip(
                "σ'", "((a2 - y) / (a2 * (1 - a2)))", "That is ∂L/∂a2: the slope of σ is missing.", THROUGH_A2, walk=2
            ),
            Slip(
                "σ'",
                "((a2 - y) * a2 * (1 - a2))",
                "The slope of σ is in it once too often: it has cancelled already.",
                "What did a2 (1 − a2) cancel?",
                walk=3,
            ),
            Slip("y and 1 - y", "(a2 - (1 - y))", "y and 1 − y are swapped.", walk=4),
            Slip("σ'", "(a2 * (1 - a2))", "That is the slope of σ alone: ∂L/∂a2 is missing.", THROUGH_A2),
            *_error()[4:],
            Slip("missing factor", "((a2 - y) / a2)", "The factor a2 is divided out.", THROUGH_A2),
            Slip("missing factor", "((a2 - y) / (1 - a2))", "The factor 1 − a2 is divided out.", THROUGH_A2),
            Slip("missing factor", "((a2 - y) * a2)", "There is an a2 too many.", THROUGH_A2),
            Slip("missing factor", "((a2 - y) * (1 - a2))", "There is a 1 − a2 too many.", THROUGH_A2),
            Slip("missing term", "(-y * (1 - a2))", "The term for y = 0 is missing.", "What is the slope if y is 0?"),
            Slip("missing term", "((1 - y) * a2)", "The term for y = 1 is missing.", "What is the slope if y is 1?"),
            Slip("missing term", "(-y)", "The answer a2 is not in it.", "What should be left of it if a2 is right?"),
        ],
    ),
    "dL_dW2": _formula(
        "{product}",
        ENTERED_W2,
        walk={"sign": 2},
        product=[
            "{arrives} @ ({entered}).T",
            Slip("transpose", "{arrives} @ {entered}", "A number times a column gives no row.", COUNT, letter="a1"),
            Slip("transpose", "({entered}).T @ {arrives}", "The two have changed places.", COUNT),
            Slip("wrong factor", "{arrives} + ({entered}).T", "They are added, and should be multiplied.", ENTERED_W2),
            Slip(
                "wrong factor", "{arrives} / ({entered}).T", "They are divided, and should be multiplied.", ENTERED_W2
            ),
            Slip("transpose", "{entered} @ ({arrives}).T", "W2 is a row, and its slopes are a column here.", COUNT),
        ],
        arrives=[
            "dL_dz2",
            Slip(
                "missing factor",
                "ones(dL_dz2)",
                "∂L/∂z2, the slope that arrives, is left out.",
                "How does w2[i] act on L?",
            ),
            Slip(
                "constant", "EXAMPLE_dL_dz2", "∂L/∂z2 is always the running example's −1/2.", "What comes in as ∂L/∂z2?"
            ),
            Slip("extra factor", "dL_dz2 ** 2", "∂L/∂z2 is squared.", "How does w2[i] act on L?"),
            Slip("extra factor", "abs(dL_dz2)", "∂L/∂z2 has lost its sign.", "How does w2[i] act on L?"),
            Slip(
                "gate", "relu(dL_dz2)", "∂L/∂z2 goes through a gate, and has none to pass.", "How does w2[i] act on L?"
            ),
            Slip(
                "σ'", "dL_dz2 * a2 * (1 - a2)", "The slope of σ is in it once too often.", "What is in ∂L/∂z2 already?"
            ),
        ],
        entered=[
            "a1",
            Slip("missing factor", "ones(a1)", "a1 is left out.", ENTERED_W2, walk=1),
            Slip("gate", "z1", "The output takes a1, not z1.", ENTERED_W2, walk=3),
            Slip("gate", "(a1 > 0)", "The gate stands where the activation belongs.", ENTERED_W2),
            Slip("gate", "(1 - a1)", "1 − a1 stands where a1 belongs.", ENTERED_W2),
            Slip("gate", "a1 * (1 - a1)", "a1 (1 − a1) stands where a1 belongs.", ENTERED_W2),
            Slip("wrong factor", "W2.T", "W2 stands where a1 belongs.", ENTERED_W2),
            Slip("constant", "EXAMPLE_a1", "a1 is always the running example's (1, 0).", "What comes in as a1?"),
            Slip("wrong factor", "x", "x stands where a1 belongs.", ENTERED_W2),
            Slip("extra factor", "a1 ** 2", "a1 is squared.", ENTERED_W2),
            Slip("wrong axis", "all(a1) * ones(a1)", "The a1 are added up into one number.", ENTERED_W2),
            Slip("wrong axis", "all(a1) / H * ones(a1)", "The a1 are averaged into one number.", ENTERED_W2),
        ],
    ),
    "dL_db2": _formula(
        "{arrives}",
        "By what does z2 move when b2 moves a little?",
        walk={"sign": 1},
        arrives=[
            "dL_dz2",
            Slip("σ'", "((a2 - y) / (a2 * (1 - a2)))", "That is ∂L/∂a2. From b2 the way goes through z2.", walk=2),
            Slip("missing factor", "ones(dL_dz2)", "∂L/∂z2, the slope that arrives, is left out."),
            Slip("constant", "0 * dL_dz2", "It is always 0.", "Does L move when b2 moves?"),
            Slip("extra factor", "dL_dz2 ** 2", "∂L/∂z2 is squared."),
            Slip("gate", "relu(dL_dz2)", "∂L/∂z2 goes through a gate, and has none to pass."),
            Slip("gate", "(dL_dz2 > 0)", "That is a gate. The slope that arrives is left out."),
            Slip("wrong factor", "dL_dz2 * b2", "b2 is in it as a factor.", "By what is b2 multiplied in z2?"),
            Slip("σ'", "dL_dz2 * (1 - dL_dz2)", "A slope of σ is taken of ∂L/∂z2.", "What is in ∂L/∂z2 already?"),
            Slip(
                "σ'", "dL_dz2 * a2 * (1 - a2)", "The slope of σ is in it once too often.", "What is in ∂L/∂z2 already?"
            ),
        ],
    ),
    "dL_da1": _formula(
        "{carried}",
        "By what does z2 move when a1[i] moves a little?",
        walk={"sign": 2},
        carried=[
            "({W2}).T @ {arrives}",
            Slip(
                "transpose",
                "W2 @ {arrives}",
                "W2 lies in a row, and the slopes of a1 stand in a column.",
                COUNT,
                letter="W2",
            ),
            Slip(
                "transpose",
                "W2 * {arrives}",
                "W2 lies in a row, and the slopes of a1 stand in a column.",
                COUNT,
                letter="W2",
            ),
            Slip("wrong factor", "({W2}).T + {arrives}", "They are added, and should be multiplied."),
        ],
        arrives=[
            "dL_dz2",
            Slip(
                "missing factor",
                "ones(dL_dz2)",
                "∂L/∂z2, the slope that arrives, is left out.",
                "How does a1[i] act on L?",
                walk=1,
            ),
            Slip("extra factor", "dL_dz2 ** 2", "∂L/∂z2 is squared.", "How does a1[i] act on L?"),
            Slip("extra factor", "abs(dL_dz2)", "∂L/∂z2 has lost its sign.", "How does a1[i] act on L?"),
            Slip(
                "gate",
                "relu(dL_dz2)",
                "∂L/∂z2 goes through a gate, and has none to pass yet.",
                "How does a1[i] act on L?",
            ),
            Slip("wrong axis", "rows(dL_dz2)", "The observations are added up.", COUNT),
            Slip("wrong axis", "rows(dL_dz2) / N", "The observations are averaged.", COUNT),
            Slip("wrong axis", "rows(dL_dz2) * ones(dL_dz2)", "The observations are added up.", COUNT),
            Slip("wrong axis", "rows(dL_dz2) / N * ones(dL_dz2)", "The observations are averaged.", COUNT),
        ],
        W2=[
            "W2",
            Slip("missing factor", "ones(W2)", "W2 is left out."),
            Slip("wrong axis", "all(W2) * ones(W2)", "The weights of W2 are added up into one."),
            Slip("wrong axis", "all(W2) / H * ones(W2)", "The weights of W2 are averaged into one."),
            Slip("wrong axis", "all(W2)", "The weights of W2 are added up into one."),
            Slip("constant", "EXAMPLE_W2", "W2 is always the running example's (2, −3).", "What comes in as W2?"),
            Slip("extra factor", "abs(W2)", "W2 has lost its signs."),
            Slip("extra factor", "sign(W2)", "Only the sign of W2 is used."),
            Slip("extra factor", "W2 ** 2", "W2 is squared."),
            Slip("gate", "relu(W2)", "There is a gate on W2.", "Can a weight below 0 pass a slope on?"),
            Slip("gate", "(W2 > 0)", "There is a gate where W2 belongs."),
            Slip("wrong factor", "1 / W2", "It is divided by W2."),
        ],
    ),
    "dL_dz1": _formula(
        "{product}",
        STEEP,
        walk={"sign": 2},
        product=[
            "{arrives} * {gate}",
            *(
                Slip("transpose", mixed, "Each unit has a gate of its own: * pairs them, @ mixes them.", OPENS)
                for mixed in MIXED
            ),
            Slip(
                "transpose",
                "({gate}).T * {arrives}",
                "The gates lie in a row: each should stand beside its unit.",
                OPENS,
            ),
            Slip("gate", "{arrives} + {gate}", "The gate is added, and should be multiplied.", OFF),
            Slip("gate", "{arrives} * {gate} + (z1 <= 0)", "Where a unit is off, it passes 1.", OFF),
            Slip(
                "gate",
                "z1 * ({arrives} > 0)",
                "z1 and the slope have changed places: the gate looks at the slope, and z1 passes.",
                OPENS,
            ),
            Slip("gate", "{arrives} * {gate} + z1 * (z1 <= 0)", "Where a unit is off, z1 itself is passed on.", OFF),
            Slip(
                "gate",
                "relu({arrives} * {gate})",
                "Only slopes above 0 are passed on.",
                "Can a slope below 0 pass an open gate?",
            ),
        ],
        arrives=[
            "dL_da1",
            Slip(
                "missing factor",
                "ones(dL_da1)",
                "∂L/∂a1, the slope that arrives, is left out.",
                "How does z1[i] act on L?",
            ),
            Slip("extra factor", "dL_da1 ** 2", "∂L/∂a1 is squared.", "How does z1[i] act on L?"),
            Slip("extra factor", "abs(dL_da1)", "∂L/∂a1 has lost its sign.", "How does z1[i] act on L?"),
            Slip(
                "wrong factor",
                "W2.T",
                "W2 stands where ∂L/∂a1 belongs: the error is missing.",
                "How does z1[i] act on L?",
            ),
            Slip("wrong axis", "rows(dL_da1)", "The observations are added up.", COUNT),
            Slip("wrong axis", "columns(dL_da1)", "The units are added up.", COUNT),
            Slip("wrong axis", "rows(dL_da1) / N", "The observations are averaged.", COUNT),
        ],
        gate=_gate("dL_da1"),
    ),
    "dL_dW1": _formula(
        "{product}",
        ENTERED_W1,
        walk={"layout": 2, "sign": 4},
        product=[
            "{arrives} @ ({entered}).T",
            Slip("transpose", "{arrives} @ {entered}", "A column times a column gives no table.", COUNT, letter="x"),
            Slip("transpose", "{arrives} * {entered}", "A column times a column gives no table.", COUNT, letter="x"),
            Slip("wrong factor", "{arrives} + ({entered}).T", "They are added, and should be multiplied.", ENTERED_W1),
            Slip(
                "transpose",
                "({arrives}).T @ {entered}",
                "The transpose is on the wrong one: it makes one number.",
                COUNT,
            ),
            Slip(
                "transpose",
                "relaid({entered} @ ({arrives}).T)",
                "It is reshaped, not transposed: the numbers come into other places.",
                "Does .reshape swap rows and columns?",
            ),
            Slip("transpose", "({arrives}).T * {entered}", "Row j has x[j] here, and should have ∂L/∂z1[j].", COUNT),
        ],
        arrives=[
            "dL_dz1",
            Slip(
                "missing factor",
                "ones(dL_dz1)",
                "∂L/∂z1, the slope that arrives, is left out.",
                "How does W1[i,j] act on L?",
            ),
            Slip("gate", "dL_da1", "The gate is missing: ∂L/∂a1 stands where ∂L/∂z1 belongs.", OFF, walk=3),
            Slip(
                "gate",
                "relu(dL_dz1)",
                "∂L/∂z1 goes through a gate once more: slopes below 0 are lost.",
                "What is in ∂L/∂z1 already?",
            ),
            Slip("gate", "(dL_dz1 > 0)", "A gate stands where ∂L/∂z1 belongs.", "How does W1[i,j] act on L?"),
            Slip(
                "constant",
                "EXAMPLE_dL_dz1",
                "∂L/∂z1 is always the running example's (−1, 0).",
                "What comes in as ∂L/∂z1?",
            ),
            Slip(
                "rounded",
                "trunc(dL_dz1)",
                "What stands behind the point of ∂L/∂z1 is cut off: some array holds integers.",
            ),
            Slip("extra factor", "dL_dz1 ** 2", "∂L/∂z1 is squared.", "How does W1[i,j] act on L?"),
            Slip("extra factor", "abs(dL_dz1)", "∂L/∂z1 has lost its signs.", "How does W1[i,j] act on L?"),
            Slip("wrong axis", "all(dL_dz1)", "The slopes of the units are added up into one.", COUNT),
            Slip("wrong axis", "all(dL_dz1) / H", "The slopes of the units are averaged into one.", COUNT),
            Slip("wrong axis", "all(dL_dz1) * ones(dL_dz1)", "The slopes of the units are added up into one.", COUNT),
        ],
        entered=[
            "x",
            Slip(
                "page's slip",
                "ones(x)",
                "x is left out, as on the homework page.",
                ENTERED_W1,
                walk=1,
                kind="missing factor",
            ),
            Slip("gate", "(x > 0)", "There is a gate on x. Only hidden units have one.", ENTERED_W1),
            Slip("gate", "relu(x)", "There is a gate on x. Only hidden units have one.", ENTERED_W1),
            Slip("extra factor", "x ** 2", "x is squared.", ENTERED_W1),
            Slip("extra factor", "abs(x)", "x has lost its signs.", ENTERED_W1),
            Slip("wrong factor", "x * (1 - x)", "x (1 − x) stands where x belongs.", ENTERED_W1),
            Slip("extra factor", "sign(x)", "Only the sign of x is used.", ENTERED_W1),
            Slip("wrong factor", "a1", "a1 stands where x belongs.", ENTERED_W1),
            Slip("constant", "EXAMPLE_x", "x is always the running example's (1, 2).", "What comes in as x?"),
            Slip("rounded", "trunc(x)", "What stands behind the point of x is cut off: some array holds integers."),
            Slip("wrong factor", "z1", "z1 stands where x belongs.", ENTERED_W1),
            Slip("wrong axis", "all(x) * ones(x)", "The inputs are added up into one.", ENTERED_W1),
            Slip("wrong axis", "all(x) / D * ones(x)", "The inputs are averaged into one.", ENTERED_W1),
            Slip("wrong axis", "all(x)", "The inputs are added up into one.", ENTERED_W1),
        ],
    ),
    "dL_db1": _formula(
        "{arrives}",
        "By what does z1[i] move when b1[i] moves a little?",
        walk={"sign": 2},
        arrives=[
            "dL_dz1",
            Slip("gate", "dL_da1", "The gate is missing: that is ∂L/∂a1.", OFF, walk=1),
            Slip(
                "missing factor",
                "dL_dz2 * ones(dL_dz1)",
                "That is ∂L/∂z2. From b1 the way goes through W2 and the gate too.",
                THROUGH_GATE,
                walk=3,
            ),
            Slip("missing factor", "ones(dL_dz1)", "∂L/∂z1, the slope that arrives, is left out."),
            Slip("constant", "0 * dL_dz1", "It is always 0.", "Does L move when b1 moves?"),
            Slip("extra factor", "dL_dz1 ** 2", "∂L/∂z1 is squared."),
            Slip(
                "gate",
                "relu(dL_dz1)",
                "∂L/∂z1 goes through a gate once more: slopes below 0 are lost.",
                "What is in ∂L/∂z1 already?",
            ),
            Slip("gate", "(dL_dz1 > 0)", "A gate stands where ∂L/∂z1 belongs.", "What is in ∂L/∂z1 already?"),
            Slip("wrong axis", "all(dL_dz1) * ones(dL_dz1)", "The slopes of the units are added up.", COUNT),
            Slip("wrong factor", "dL_dz1 * b1", "b1 is in it as a factor.", "By what is b1[i] multiplied in z1[i]?"),
            Slip(
                "wrong factor",
                "dL_dz1 * x",
                "x is in it as a factor: that is for W1.",
                "By what is b1[i] multiplied in z1[i]?",
            ),
        ],
    ),
    # all observations at once: the slopes of J, the mean loss
    "dJ_dW2": _formula(
        "({sum}){mean}",
        ENTERED_W2,
        per_observation=False,
        sum=[
            "{error} @ ({a1}).T",
            Slip(
                "transpose", "{error} @ {a1}", "This product doesn't add up over the observations.", COUNT, letter="A1"
            ),
            Slip(
                "transpose",
                "{error} @ relaid({a1})",
                "A1 is reshaped, not transposed: its numbers come into other places.",
                "Does .reshape swap rows and columns?",
            ),
            Slip("transpose", "({error}).T @ {a1}", "The transpose is on the wrong one.", COUNT),
            Slip("missing sum", "{error} * {a1}", "The sum over the observations is missing.", COUNT),
            Slip(
                "wrong factor",
                "(a2 * N - y @ ({a1}).T)",
                "@ binds before −: the brackets around A2 − Y are missing.",
                "What is computed first?",
            ),
            Slip(
                "wrong axis",
                "columns({error} * {a1})",
                "It is added up over the units, not over the observations.",
                COUNT,
            ),
            Slip(
                "wrong axis",
                "columns({error} * {a1}) * N / H",
                "It is the mean over the units, not over the observations.",
                COUNT,
            ),
            Slip("wrong factor", "rows({error})", "That is ∂J/∂b2: A1 is left out.", ENTERED_W2),
            *_some("{error} @ ({a1}).T", "{part}({error}) @ {part}({a1}).T"),
            Slip("missing sum", "{error} * ({a1} @ ones(y).T)", "The error is not summed together with A1.", COUNT),
            Slip(
                "mean or sum",
                "rows({error}) @ rows({a1}).T",
                "Error and A1 are added up first, and multiplied then.",
                "Is a sum of products the product of the sums?",
            ),
            Slip(
                "mean or sum",
                "rows({error}) @ rows({a1}).T / N",
                "Error and A1 are averaged first, and multiplied then.",
                "Is a mean of products the product of the means?",
            ),
        ],
        mean=_mean(),
        error=_error(),
        a1=[
            "a1",
            Slip("gate", "z1", "Z1 stands where A1 belongs.", ENTERED_W2),
            Slip("gate", "(z1 > 0)", "The gate stands where the activation belongs.", ENTERED_W2),
            Slip("missing factor", "ones(a1)", "A1 is left out.", ENTERED_W2),
            Slip("wrong factor", "x", "X stands where A1 belongs.", ENTERED_W2),
            Slip("wrong factor", "(W2.T * ones(a1))", "W2 stands where A1 belongs.", ENTERED_W2),
            Slip("extra factor", "a1 ** 2", "A1 is squared.", ENTERED_W2),
            Slip("σ'", "a1 * (1 - a1)", "A1 (1 − A1) stands where A1 belongs.", ENTERED_W2),
        ],
    ),
    "dJ_db2": _formula(
        "({sum}){mean}",
        "By what does z2 move when b2 moves a little, at each observation?",
        per_observation=False,
        sum=[
            "rows({error})",
            Slip(
                "page's slip",
                "{error}",
                "The sum over the observations is missing, as on the homework page.",
                COUNT,
                kind="missing sum",
            ),
            *_some("rows({error})", "{part}({error})"),
            Slip(
                "wrong factor", "rows({error} * a1)", "A1 is in it: that is for W2.", "By what is b2 multiplied in z2?"
            ),
            Slip(
                "wrong axis",
                "({error}) * N",
                "The mean runs along the wrong axis: one number is left for each observation.",
                COUNT,
            ),
            Slip("wrong factor", "rows({error} * x)", "X is in it.", "By what is b2 multiplied in z2?"),
            Slip("wrong factor", "rows({error} * b2)", "b2 is in it as a factor.", "By what is b2 multiplied in z2?"),
            Slip(
                "wrong factor", "rows((W2.T @ {error}) * (z1 > 0))", "That is ∂J/∂b1.", "Which way leads from b2 to L?"
            ),
            Slip("wrong factor", "{error} @ a1.T", "That is ∂J/∂W2.", "By what is b2 multiplied in z2?"),
        ],
        mean=_mean(),
        error=_error(),
    ),
    "dJ_dW1": _formula(
        "({sum}){mean}",
        ENTERED_W1,
        per_observation=False,
        sum=[
            "({back}) @ ({x}).T",
            Slip(
                "transpose", "({back}) @ {x}", "This product doesn't add up over the observations.", COUNT, letter="X"
            ),
            Slip(
                "transpose",
                "({back}) @ relaid({x})",
                "X is reshaped, not transposed: its numbers come into other places.",
                "Does .reshape swap rows and columns?",
            ),
            Slip("transpose", "({back}).T @ {x}", "The transpose is on the wrong one.", COUNT),
            Slip(
                "page's slip",
                "({error} * W2 * {gate}) * {x}",
                "That is the page's line, letter by letter: it shows neither which way W2 lies nor a sum.",
                COUNT,
                kind="missing sum",
            ),
            Slip("missing sum", "({back}) * {x}", "The sum over the observations is missing.", COUNT),
            Slip("missing factor", "{back}", "X is left out, and with it the sum over the observations.", ENTERED_W1),
            Slip("missing factor", "rows({back})", "That is ∂J/∂b1: X is left out.", ENTERED_W1),
            *_some("({back}) @ ({x}).T", "{part}({back}) @ {part}({x}).T"),
            Slip(
                "mean or sum",
                "rows({back}) @ rows({x}).T",
                "Errors and X are added up first, and multiplied then.",
                "Is a sum of products the product of the sums?",
            ),
            Slip(
                "mean or sum",
                "rows({back}) @ rows({x}).T / N",
                "Errors and X are averaged first, and multiplied then.",
                "Is a mean of products the product of the means?",
            ),
            Slip(
                "missing factor",
                "{error} @ ({x}).T",
                "W2 and the gate are left out.",
                "Which way leads from W1 to L?",
                kind="gate",
            ),
            Slip(
                "wrong factor", "ones(z1) @ ({x}).T", "Everything but X is left out.", "Which way leads from W1 to L?"
            ),
        ],
        back=["{carried} * {gate}"],
        carried=_carried("{error}"),
        gate=_gate("(W2.T @ (a2 - y))"),
        x=[
            "x",
            Slip("missing factor", "ones(x)", "X is left out.", ENTERED_W1),
            Slip("wrong factor", "a1", "A1 stands where X belongs.", ENTERED_W1),
            Slip("wrong factor", "z1", "Z1 stands where X belongs.", ENTERED_W1),
            Slip("gate", "relu(x)", "There is a gate on X. Only hidden units have one.", ENTERED_W1),
            Slip("gate", "(x > 0)", "There is a gate where X belongs.", ENTERED_W1),
            Slip("extra factor", "x ** 2", "X is squared.", ENTERED_W1),
            Slip("extra factor", "abs(x)", "X has lost its signs.", ENTERED_W1),
        ],
        mean=_mean(),
        error=_error(),
    ),
    "dJ_db1": _formula(
        "({sum}){mean}",
        "By what does z1[i] move when b1[i] moves a little, at each observation?",
        per_observation=False,
        sum=[
            "rows({back})",
            Slip(
                "page's slip",
                "rows({error})",
                "That is ∂J/∂b2, which the page repeats here: one number for H biases.",
                THROUGH_GATE,
                kind="missing factor",
            ),
            Slip(
                "page's slip",
                "{error}",
                "That is the page's line: it repeats ∂J/∂b2, and the sum is missing.",
                THROUGH_GATE,
                kind="missing factor",
            ),
            Slip("missing sum", "{back}", "The sum over the observations is missing.", COUNT),
            *_some("rows({back})", "{part}({back})"),
            Slip("wrong axis", "columns({back})", "It is added up over the units, not over the observations.", COUNT),
            Slip(
                "wrong axis",
                "columns({back}) * N / H",
                "It is the mean over the units, not over the observations.",
                COUNT,
            ),
            Slip("wrong factor", "({back}) @ x.T", "That is ∂J/∂W1.", "By what is b1[i] multiplied in z1[i]?"),
            Slip(
                "wrong factor",
                "rows(({back}) @ x.T)",
                "X is in it: that is for W1.",
                "By what is b1[i] multiplied in z1[i]?",
            ),
            Slip(
                "wrong factor",
                "rows(({back}) * b1)",
                "b1 is in it as a factor.",
                "By what is b1[i] multiplied in z1[i]?",
            ),
        ],
        back=["{carried} * {gate}"],
        carried=_carried("{error}"),
        gate=_gate("(W2.T @ (a2 - y))"),
        mean=_mean(),
        error=_error(),
    ),
    # a step of gradient descent, for each of the four parameters P with its gradient G
    "step": Formula(
        "{whole}",
        {
            "whole": [
                "{P} {minus} {rate}{G}",
                Slip(
                    "missing term",
                    "{rate}{G}",
                    "That is the step alone, without the place it starts from.",
                    "Where does it lead?",
                ),
                Slip(
                    "wrong factor",
                    "G - learning_rate * P",
                    "Parameter and gradient have changed places.",
                    "Where does the step start?",
                ),
                Slip(
                    "wrong factor",
                    "learning_rate * (P - G)",
                    "The learning rate multiplies the parameter, too.",
                    "How long should the step be?",
                ),
            ],
            "minus": [
                "-",
                Slip("sign", "+", "The step goes uphill: a slope points to where J rises.", "Should J rise?"),
            ],
            "rate": [
                "learning_rate * ",
                Slip("missing factor", "", "The learning rate is left out.", "How long should the step be?"),
                Slip(
                    "wrong factor",
                    "1 / learning_rate * ",
                    "It is divided by the learning rate.",
                    "How long should the step be?",
                ),
                Slip(
                    "extra factor",
                    "learning_rate ** 2 * ",
                    "The learning rate is squared.",
                    "How long should the step be?",
                ),
                Slip(
                    "extra factor", "2 * learning_rate * ", "The step is taken twice.", "How long should the step be?"
                ),
                Slip("extra factor", "learning_rate / 2 * ", "There is a 1/2 in it.", "How long should the step be?"),
                Slip(
                    "wrong factor", "0.1 * ", "It is always 0.1 that stands for the learning rate.", "Who chooses it?"
                ),
                Slip(
                    "wrong factor", "0.5 * ", "It is always 0.5 that stands for the learning rate.", "Who chooses it?"
                ),
                Slip(
                    "wrong factor", "0.01 * ", "It is always 0.01 that stands for the learning rate.", "Who chooses it?"
                ),
            ],
            "G": [
                "G",
                Slip("stale", "0 * G", "The parameter has not moved.", "Which of the four should move?"),
                Slip("missing factor", "ones(G)", "The gradient is left out.", "Which way should each parameter go?"),
                Slip(
                    "extra factor",
                    "sign(G)",
                    "Only the sign of the gradient is used.",
                    "Should a steep slope move more?",
                ),
                Slip(
                    "extra factor", "abs(G)", "The gradient has lost its signs.", "Which way should each parameter go?"
                ),
                Slip("extra factor", "G ** 2", "The gradient is squared.", "Which way should each parameter go?"),
                Slip(
                    "wrong factor", "P", "The parameter stands where its gradient belongs.", "Which way should it go?"
                ),
                Slip(
                    "wrong factor", "P * G", "The parameter is in the step as a factor.", "How long should the step be?"
                ),
                Slip(
                    "extra factor", "clip(G)", "The gradient is cut off at −1 and 1.", "Should a steep slope move more?"
                ),
                Slip(
                    "extra factor",
                    "G / norm(G)",
                    "The gradient is divided by its length.",
                    "Should a steep slope move more?",
                ),
                *(
                    Slip(
                        "wrong factor",
                        f"G_{name}",
                        f"The slope of {name} stands where its own belongs.",
                        "Which slope belongs to it?",
                    )
                    for name in ("W1", "b1", "W2", "b2")
                ),
                Slip("wrong axis", "all(G)", "The gradient is added up into one number.", COUNT),
                Slip("wrong axis", "all(G) / size(G)", "The gradient is averaged into one number.", COUNT),
            ],
            "P": [
                "P",
                Slip(
                    "missing term",
                    "0 * P",
                    "That is the step itself, without the place it starts from.",
                    "Where does it lead?",
                ),
                Slip("sign", "-P", "The sign is wrong.", "Where should the step start?"),
                *(
                    Slip("wrong factor", f"P_{name}", f"It starts from {name}.", "Where should each parameter start?")
                    for name in ("W1", "b1", "W2", "b2")
                ),
            ],
        },
        "Where should each parameter go, and how far?",
    ),
}
# the transfer exercises: what the page does not have
FORMULAS["dL_dx"] = _formula(
    "{carried}",
    "By what does z1[i] move when x[j] moves a little?",
    carried=[
        "({W1}).T @ {arrives}",
        Slip(
            "transpose",
            "W1 @ {arrives}",
            "W1 has a row for each unit, and x has one for each input.",
            COUNT,
            letter="W1",
        ),
        Slip("transpose", "W1 * {arrives}", "The products are not added up over the units."),
    ],
    arrives=[
        "dL_dz1",
        Slip(
            "missing factor", "ones(dL_dz1)", "∂L/∂z1, the slope that arrives, is left out.", "How does x[j] act on L?"
        ),
        Slip("gate", "dL_da1", "The gate is missing.", OFF),
        Slip("gate", "relu(dL_dz1)", "∂L/∂z1 goes through a gate once more.", "What is in ∂L/∂z1 already?"),
        Slip("wrong axis", "all(dL_dz1) * ones(dL_dz1)", "The slopes of the units are added up.", COUNT),
    ],
    W1=[
        "W1",
        Slip("missing factor", "ones(W1)", "W1 is left out."),
        Slip("extra factor", "abs(W1)", "W1 has lost its signs."),
        Slip("extra factor", "W1 ** 2", "W1 is squared."),
    ],
)
FORMULAS["dE_dz2"] = _formula(
    "{product}",
    THROUGH_A2,
    product=[
        "{error} * {slope}",
        Slip("missing factor", "{error}", "The slope of σ is missing. With this loss it doesn't cancel.", THROUGH_A2),
    ],
    error=[
        "(a2 - y)",
        *_error()[1:2],
        *_error()[4:],
        Slip(
            "wrong factor",
            "((a2 - y) / (a2 * (1 - a2)))",
            "It starts from the other loss's ∂L/∂a2.",
            "What is the slope of (a2 − y)²/2?",
        ),
    ],
    slope=[
        "(a2 * (1 - a2))",
        Slip("σ'", "(a2 ** 2)", "The slope of σ is taken as a2², and is a2 (1 − a2)."),
        Slip("σ'", "(σ(a2) * (1 - σ(a2)))", "The slope of σ is taken at a2, and belongs to z2."),
        Slip("σ'", "((a2 * (1 - a2)) ** 2)", "The slope of σ is in it twice."),
        Slip("missing factor", "a2", "The slope of σ has a second factor."),
        Slip("missing factor", "(1 - a2)", "The slope of σ has a second factor."),
    ],
)

_PENALTY = "A multiple of {} is added: that is a penalty on large weights, and J has none here."
_MOVED = "W2 has moved already: the way back needs the W2 that made this answer."
ADDED = {  # what may be added to a right result, any number of times: Slips whose text is added
    "dJ_dW1": [
        Slip("extra term", "W1", _PENALTY.format("W1"), "Where does that term come from?"),
        Slip("moved", "((((a2 - y) @ a1.T / N).T @ (a2 - y)) * (z1 > 0)) @ x.T / N", _MOVED, "When may W2 move?"),
    ],
    "dJ_db1": [
        Slip("extra term", "b1", _PENALTY.format("b1"), "Where does that term come from?"),
        Slip("moved", "rows((((a2 - y) @ a1.T / N).T @ (a2 - y)) * (z1 > 0)) / N", _MOVED, "When may W2 move?"),
    ],
    "dJ_dW2": [Slip("extra term", "W2", _PENALTY.format("W2"), "Where does that term come from?")],
    "step": [
        Slip(
            "extra term",
            "P",
            "A multiple of the parameter itself is in the step: weight decay.",
            "What does the rule say?",
        )
    ],
    "dJ_db2": [Slip("extra term", "b2", _PENALTY.format("b2"), "Where does that term come from?")],
}
FORMULAS["dL_dW2, two outputs"] = _formula(
    "{product}",
    "By what is W2[k,i] multiplied in z2[k]?",
    product=[
        "dL_dz2 @ a1.T",
        Slip("special case", "top(dL_dz2) @ a1.T", "Only the first output's slope is used."),
        Slip("special case", "ones(dL_dz2) @ (top(dL_dz2) @ a1.T)", "The first output's slope is used for both rows."),
        Slip("wrong axis", "columns(dL_dz2) @ a1.T", "The slopes of both outputs are added up into one."),
        Slip(
            "wrong axis", "ones(dL_dz2) @ (columns(dL_dz2) @ a1.T)", "The slopes of both outputs are added up into one."
        ),
        Slip("transpose", "a1 @ dL_dz2.T", "Rows and columns are swapped: W2[k,i] leads from unit i to output k."),
        Slip("transpose", "dL_dz2 * a1", "The two columns are multiplied pair by pair.", COUNT, letter="a1"),
        Slip("missing factor", "dL_dz2 @ ones(a1).T", "a1 is left out."),
        Slip("missing factor", "ones(dL_dz2) @ a1.T", "∂L/∂z2, the slope that arrives, is left out."),
    ],
)

_WAYS = "How many ways lead from a1[i] to L?"
FORMULAS["dL_da1, two outputs"] = _formula(
    "{carried}",
    _WAYS,
    carried=[
        "W2.T @ dL_dz2",
        Slip("special case", "top(W2).T @ top(dL_dz2)", "Only the way through the first output is there."),
        Slip("missing sum", "W2.T * dL_dz2.T", "The ways are not added up."),
        Slip("missing sum", "W2 * dL_dz2", "The ways are not added up."),
        Slip("mean or sum", "W2.T @ dL_dz2 / 2", "The ways are averaged: slopes that come back are added."),
        Slip("wrong axis", "columns(W2).T @ columns(dL_dz2)", "Weights and slopes are added up before they meet."),
        Slip("transpose", "W2 @ dL_dz2", "W2 has a row for each output, and the slopes of a1 have one for each unit."),
        Slip("transpose", "W2.T * dL_dz2", "* pairs the entries and adds nothing up: two ways lead to each unit."),
        Slip("missing factor", "W2.T @ ones(dL_dz2)", "∂L/∂z2, the slope that arrives, is left out."),
        Slip("missing factor", "ones(W2).T @ dL_dz2", "W2 is left out."),
    ],
)


def _through(asks, *gate):
    """The way back through another activation than ReLU. gate: its slope, and the slips of that."""
    return _formula(
        "{product}",
        asks,
        product=[
            "{arrives} * {gate}",
            *(
                Slip("transpose", mixed, "Each unit has a slope of its own: * pairs them, @ mixes them.")
                for mixed in MIXED
            ),
        ],
        arrives=FORMULAS["dL_dz1"].slots["arrives"][:2],
        gate=[*gate],
    )


_SIGMA = "How steep is σ where its output is a1?"
FORMULAS["dL_dz1, σ"] = _through(
    _SIGMA,
    "(a1 * (1 - a1))",
    Slip("missing factor", "ones(a1)", "The local slope, that of σ, is left out.", _SIGMA),
    Slip("gate", "(z1 > 0)", "That is ReLU's gate.", _SIGMA),
    Slip("σ'", "(σ(a1) * (1 - σ(a1)))", "σ is taken twice: a1 is σ(z1) already.", _SIGMA),
    Slip("σ'", "a1", "The slope of σ has a second factor.", _SIGMA),
    Slip("σ'", "(1 - a1)", "The slope of σ has a second factor.", _SIGMA),
    Slip("σ'", "(1 - a1 ** 2)", "1 − a1² is the slope of tanh.", _SIGMA),
    Slip("σ'", "a1 ** 2", "The slope of σ is taken as a1², and is a1 (1 − a1).", _SIGMA),
)
_LEAKY = "How steep is it at z1 = 3, and how steep at z1 = −3?"
FORMULAS["dL_dz1, leaky ReLU"] = _through(
    _LEAKY,
    "((z1 > 0) + 0.1 * (z1 <= 0))",
    Slip("gate", "(z1 > 0)", "Below 0 it lets nothing through: that is ReLU's gate.", _LEAKY),
    Slip("missing factor", "ones(z1)", "The local slope is left out.", _LEAKY),
    Slip("gate", "((z1 > 0) * z1 + 0.1 * z1 * (z1 <= 0))", "Leaky ReLU itself stands where its slope belongs.", _LEAKY),
    Slip("gate", "((z1 > 0) + 0.1 * z1 * (z1 <= 0))", "Below 0 the output stands where the slope belongs.", _LEAKY),
    Slip("gate", "((z1 <= 0) + 0.1 * (z1 > 0))", "The two slopes have changed places.", _LEAKY),
    Slip("gate", "((z1 > 0) - 0.1 * (z1 <= 0))", "Below 0 it falls, and should rise.", _LEAKY),
)
