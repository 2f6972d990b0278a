"""Mutation testing: change one token of the code, run the tests, and name the changes that no test notices.

    python tools/mutate.py py 250 1      250 changes of helpers/*.py, drawn with seed 1
    python tools/mutate.py js 80 1       80 changes of helpers/explorer/model/*.js
    python tools/mutate.py py 9999 1 numerals     all of one module

Only tests that need no browser run, on a copy of the project. What several tests import is imported once; each change
is then tried in a fork of this process, so it needs Linux or macOS. mutmut reads no JavaScript, leaves code outside
functions alone, and can't draw a sample.
"""

import ast
import importlib
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).parent.parent
OPTIONS = ["-x", "-q", "-o", "addopts=", "-p", "no:nbval", "-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
IMPORTED = [
    "hypothesis.extra.numpy",
    "IPython.core.interactiveshell",
    "anywidget",
    "matplotlib.pyplot",
    "playwright.sync_api",
    "sympy",
]
NEWLINE = b"\n"
LIMIT = 240  # seconds, for a change that never ends
JAVASCRIPT = ["explorer_mathematics", "derivatives", "explorer_gestures"]
OTHERS = {  # beside test_<module>.py, whose tests see a change, soonest first
    "slopes": ["numeric_gradient", "checking"],
    "values": ["checking", "numeric_gradient"],
    "checking": ["numeric_gradient"],
    "table_faults": ["table", "data"],
    "table": ["data"],
    "data": ["table"],
    "arguments": ["network", "data", "derivatives", "training"],
    "numerals": ["explorer_mathematics"],
    "network": ["reading", "arguments"],
    "derivatives": ["reading"],
    "training": ["arguments", "numeric_gradient"],
    "worked": ["arguments"],
}

TURNED = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    **{ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And},
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.MatMult: ast.Mult},
    **{ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd},
}
DROPPED = (ast.Expr, ast.AugAssign, ast.Raise, ast.Return, ast.Continue, ast.Break)


def python_changes(source):
    """Each change of a Python source as (start, end, new), in bytes."""
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))

    def change(node, new):
        start, end = lines[node.lineno - 1] + node.col_offset, lines[node.end_lineno - 1] + node.end_col_offset
        return start, end, (new if isinstance(new, str) else ast.unparse(new)).encode()

    def visit(node):
        if isinstance(node, ast.Compare):
            for k, operator in enumerate(node.ops):
                turned = [*node.ops[:k], TURNED[type(operator)](), *node.ops[k + 1 :]]
                yield change(node, f"({ast.unparse(ast.Compare(node.left, turned, node.comparators))})")
        elif isinstance(node, ast.BinOp) and type(node.op) in TURNED:
            yield change(node, f"({ast.unparse(ast.BinOp(node.left, TURNED[type(node.op)](), node.right))})")
        elif isinstance(node, ast.BoolOp):
            yield change(node, f"({ast.unparse(ast.BoolOp(TURNED[type(node.op)](), node.values))})")
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
            yield change(node, f"({ast.unparse(node.operand)})")
        elif isinstance(node, ast.Constant) and node.value is not None and node.value is not ...:
            kind = type(node.value)
            value = not node.value if kind is bool else node.value + {str: "?", bytes: b"?"}.get(kind, 1)
            yield change(node, repr(value))
        elif isinstance(node, ast.Call):
            for k in range(len(node.args)):
                yield change(node, ast.Call(node.func, node.args[:k] + node.args[k + 1 :], node.keywords))
            for k in range(len(node.keywords)):
                yield change(node, ast.Call(node.func, node.args, node.keywords[:k] + node.keywords[k + 1 :]))
        elif isinstance(node, DROPPED):
            yield change(node, "pass" if not isinstance(node, ast.Return) else "return None")
        tests = [node.test] if isinstance(node, (ast.If, ast.IfExp, ast.While)) else getattr(node, "ifs", [])
        for test in tests:
            yield change(test, f"(not ({ast.unparse(test)}))")
        for name, field in ast.iter_fields(node):
            for child in field if isinstance(field, list) else [field]:
                docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
                piece = isinstance(node, ast.JoinedStr)  # Python 3.11 does not know where in the file it stands
                if isinstance(child, ast.AST) and name not in ("annotation", "returns") and not docstring and not piece:
                    yield from visit(child)

    # a return without a value, and what the file already says, are no changes
    return [(s, e, n) for s, e, n in visit(ast.parse(source)) if source[s:e] not in (n, b"return")]


REGEX = r"/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\n])+/[a-z]*"
SKIPPED = rf"""//[^\n]*|/\*.*?\*/|"[^"\n]*"|'[^'\n]*'|`[^`]*`|(?<=[(]){REGEX}|(?<=[=:,&|(] )!?{REGEX}"""
TOKENS = {
    **{"===": "!==", "!==": "===", " <= ": " < ", " < ": " <= ", " >= ": " > ", " > ": " >= ", "&&": "||", "||": "&&"},
    **{" + ": " - ", " - ": " + ", " * ": " / ", " / ": " * ", " % ": " * ", " ** ": " * ", "+=": "-=", "-=": "+="},
    **{"*=": "/=", "true": "false", "false": "true", "Math.max": "Math.min", "Math.min": "Math.max", "??": "&&"},
    **{"Math.ceil": "Math.floor", "Math.abs": "", "continue;": ";", "break;": ";", ">>> ": ">> ", "null": "0"},
}
ALONE = r"(?m)(?<=\n)\s+(?:\.\w+\(.*\)|[\w.\[\]]+(?:\(.*\)| [-+*]?= .*);)(?=(?: //.*)?\n)"  # a statement, or .call(…)


def javascript_changes(source):
    """Each change of a JavaScript source as (start, end, new), in bytes."""
    text = source.decode()
    kept = re.sub(f"(?s){SKIPPED}", lambda found: "\0" * len(found[0]), text)
    found = [(*one.span(), TOKENS[one[0]]) for token in TOKENS for one in re.finditer(re.escape(token), kept)]
    found += [(*one.span(), str(int(one[0]) + 1)) for one in re.finditer(r"(?<![\w.$])\d+(?![\w.])", kept)]
    found += [(*one.span(), "") for one in re.finditer(r"(?<=[ (\[])!(?=[\w(\0])", kept)]
    found += [(*one.span(1), f"!({one[1]})") for one in re.finditer(r"\bif \(((?:[^()\n]|\([^()\n]*\))+)\)", text)]
    found += [(*one.span(), ";" * one[0].endswith(";")) for one in re.finditer(ALONE, text)]
    return [(len(text[:s].encode()), len(text[:e].encode()), new.encode()) for s, e, new in found]


class Choice:
    """Leaves out the tests that need a browser, or all but those that need Node; those of Hypothesis come last."""

    def __init__(self, language):
        self.language = language

    def pytest_collection_modifyitems(self, items):
        items[:] = [item for item in items if not {"chrome", "lab"} & set(item.fixturenames)]
        if self.language == "js":
            items[:] = [item for item in items if "node" in item.fixturenames]
        items.sort(key=lambda item: item.get_closest_marker("hypothesis") is not None)


def passes(copy, name, language):
    """Whether the tests of one file pass, in a fork of this process; a run that never ends is ended, and is no pass."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setsid()  # what the tests start ends with them
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is deaf to it
            os.chdir(copy)
            sys.path.insert(0, str(copy))
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1), os.dup2(silent, 2)
            code = int(pytest.main([*OPTIONS, f"tests/test_{name}.py"], plugins=[Choice(language)]))
        finally:
            os._exit(code)
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) in (0, 5)  # 5: the file has no test of this kind
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def main(language, size, seed, *modules):
    for name in IMPORTED:
        importlib.import_module(name)
    # a failure is enough: its smallest example is not looked for
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile(
        "mutants", derandomize=True, deadline=None, database=None, phases=phases, max_examples=10
    )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "project")
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "work"))
        os.environ |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}
        sys.dont_write_bytecode = True  # a change may leave a file's length and second as they are
        try_all(copy, language, int(size), int(seed), modules)


def try_all(copy, language, size, seed, modules):
    """Prints what becomes of each change of a sample, then how many were killed in each module."""
    changes_of = python_changes if language == "py" else javascript_changes
    paths = sorted((copy / ("helpers" if language == "py" else "helpers/explorer/model")).glob(f"*.{language}"))
    paths = [path for path in paths if not modules or path.stem in modules]
    everything = [(path, change) for path in paths for change in changes_of(path.read_bytes())]
    sample = random.Random(seed).sample(everything, min(size, len(everything)))
    print(f"{len(sample)} of {len(everything)} changes", flush=True)
    tests = {path: tests_of(path.stem, language) for path in paths}
    for name in sorted({name for path, _ in sample for name in tests[path]}):
        if not passes(copy, name, language):
            sys.exit(f"tests/test_{name}.py fails without any change")
    killed = {path: [] for path in paths}
    for path, (start, end, new) in sample:
        source = path.read_bytes()
        path.write_bytes(source[:start] + new + source[end:])
        by = next((name for name in tests[path] if not passes(copy, name, language)), None)
        path.write_bytes(source)
        killed[path].append(by is not None)
        where = f"{path.name}:{source[:start].count(NEWLINE) + 1}"
        old, new = (" ".join(text.decode().split()) for text in (source[start:end], new))
        print(f"killed by {by}" if by else "SURVIVES", f"{where}: {old}  →  {new}", flush=True)
    for path, fates in killed.items():
        print(f"{path.stem}: {sum(fates)} of {len(fates)}")


def tests_of(module, language):
    """The names of the files of tests that may see a change of a module, soonest first."""
    if language == "js":
        return JAVASCRIPT
    return [name for name in (module, *OTHERS.get(module, ())) if (ROOT / f"tests/test_{name}.py").exists()]


if __name__ == "__main__":
    main(*sys.argv[1:])
