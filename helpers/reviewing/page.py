"""The part of the catalogue that the page needs, `explorer/model/mistakes.js`; `tools/refresh.py` writes it."""

import ast
import json
from pathlib import Path

from helpers.reviewing import formulas
from helpers.reviewing.mistakes import FORMULAS, NAMES

FILE = Path(__file__).parent.parent / "explorer" / "model" / "mistakes.js"
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@"}
HEAD = """\
/**
 * The mistakes that people make with the page's formulas. Written by tools/refresh.py from
 * helpers/reviewing/mistakes.py: change them there. `formulas.js` computes them.
 */
"""


def source():
    """The text of the module: what is said of each mistake, and the slips that the walk looks for, by array."""
    slips = {name: found for name in FORMULAS if not name.startswith("dJ") and (found := _walk(name))}
    lines = [
        f"  {json.dumps(name)}: [\n"
        + "".join(f"    {json.dumps(slip, ensure_ascii=False)},\n" for slip in found)
        + "  ],\n"
        for name, found in slips.items()
    ]
    said = "".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(text, ensure_ascii=False)},\n"
        for name, text in NAMES.items()
    )
    return (
        f"{HEAD}\n/** What is said of each where no formula says more. */\nexport const NAMES = {{\n{said}}};\n\n"
        "/** By array: the name of each mistake, its formula, and what is said of it, if more than of its name. */\n"
        f"export const SLIPS = {{\n{''.join(lines)}}};\n"
    )


def _walk(name):
    walked = sorted((pair for pair in formulas.single(name) if pair[0].walk), key=lambda pair: pair[0].walk)
    return [[slip.mistake, _tree(ast.parse(text, mode="eval").body), *_says(slip)] for slip, text in walked]


def _says(slip):
    """Which factor the page has lost is for the learner to find."""
    if slip.mistake == "page's slip":
        return [] if slip.kind == "missing factor" else [f"The homework page makes this mistake too. {slip.says}"]
    return [] if slip.says == NAMES[slip.mistake] else [slip.says]


def _tree(node):
    """A formula as nested lists: [operator, operands …], letters as text, numbers as they are."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.BinOp):
        return [OPERATORS[type(node.op)], _tree(node.left), _tree(node.right)]
    if isinstance(node, ast.UnaryOp):
        return ["-", _tree(node.operand)]
    if isinstance(node, ast.Compare):
        return [">", _tree(node.left), _tree(node.comparators[0])]
    if isinstance(node, ast.Attribute):
        return ["T", _tree(node.value)]
    return [node.func.id, *map(_tree, node.args)]


def write():
    """Write the module if it has changed. Returns whether it had."""
    text = source()
    if FILE.exists() and FILE.read_text(encoding="utf-8") == text:
        return False
    FILE.write_text(text, encoding="utf-8")
    return True
