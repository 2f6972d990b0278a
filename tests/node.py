"""The explorer's modules under Node, for what needs no page. Playwright brings a Node of its own.

`node.evaluate(code, argument)` is as Playwright's `page.evaluate`; a `Module` in the argument is imported.
"""

import json
import math
import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from helpers.explorer import identity

SERVER = Path(__file__).with_suffix(".mjs")


class Module:
    """A module of the explorer, by its path from helpers/explorer."""

    def __init__(self, node, path):
        assert (identity.FOLDER / path).exists(), path
        self.node, self.path = node, path

    def evaluate(self, code, argument=None):
        """What a function of the module, and perhaps of one argument, returns."""
        return self.node.evaluate(f"([module, argument]) => ({code})(module, argument)", [self, argument])


class Node:
    """A Node that runs until it is closed."""

    def __init__(self):
        node, _ = compute_driver_executable()
        folder = identity.FOLDER.as_uri()
        self.process = subprocess.Popen(
            [node, str(SERVER), folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def module(self, path):
        return Module(self, path)

    def evaluate(self, code, argument=None):
        """What a function returns, a promise's value when it is there; raises AssertionError when it throws."""
        return self._ask(code, argument, keep=False)

    def evaluate_handle(self, code, argument=None):
        """As evaluate, but the result stays in Node; put into an argument, it is there again."""
        return self._ask(code, argument, keep=True)

    def _ask(self, code, argument, keep):
        question = {"code": code, "argument": _plain(argument), "keep": keep}
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline(), object_hook=None if keep else _number)
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def _plain(value):
    """A value as JSON can write it."""
    if isinstance(value, Module):
        return {"$module": value.path}
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {"$number": str(value).replace("inf", "Infinity").replace("nan", "NaN")}
    return value.item() if hasattr(value, "item") else value


def _number(found):
    return float(found["$number"]) if found.keys() == {"$number"} else found
