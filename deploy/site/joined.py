"""Joins the site's ES modules into classic scripts.

A browser runs no ES module from a file:, and over a network asks for sixty of them one by one. So static/host.js
becomes one script with all that it imports, and each other script takes what it imports from there. The sources stay
plain modules, as the lab runs them: they import by name, export what they declare, and never import in a circle.
"""

import re

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|let|class) (\w+))", re.MULTILINE)
COMMENT = re.compile(
    r"^\s*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL
)  # 75 kB go over the network, not 97
MODULE_SYNTAX = re.compile(r"^(?:import|export)\b.*|.*\bimport(?:\(|\.meta\b).*", re.MULTILINE)
ALL = "globalThis.backpropagation"  # what each module exports, by its path in static/


def join(path, files):
    """A script of the module at path and of all that it imports, each once and after what it imports.

    files: the modules' texts by path, as "explorer/explorer.js".
    """
    order = []

    def visit(name):
        if name not in order:
            for _, beside in IMPORT.findall(files[name]):
                visit(resolved(name, beside))
            order.append(name)

    visit(path)
    return "\n".join([f'"use strict";\n{ALL} = {{}};', *(wrapped(name, files[name]) for name in order)])


def wrapped(path, text):
    """A module as a function that runs at once, with what it imports taken from ALL and what it exports put there."""

    def taken(match):
        names = match[1].replace(" as ", ": ")
        return f'const {{{names}}} = {ALL}["{resolved(path, match[2])}"];\n'

    body = COMMENT.sub("", text)
    exported = ", ".join(EXPORT.findall(body))
    body = EXPORT.sub("", IMPORT.sub(taken, body))
    if left := MODULE_SYNTAX.search(body):
        raise ValueError(f"{path} must import and export by name, as the others do; got {left[0].strip()}")
    return f'{ALL}["{path}"] = (() => {{\n"use strict";\n{body}return {{ {exported} }};\n}})();\n'


def resolved(path, beside):
    """The path that a module means by "./x.js" or "../x.js"."""
    parts = path.split("/")[:-1]
    for part in beside.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
