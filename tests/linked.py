"""An explorer in an empty page with its Python half in this process: what a kernel and a lab would do, without them.

The page's messages go to the widget as a comm brings them, and what the widget sends in return, echoes among it, goes
back to the page.
"""

import contextlib
import io
import json

from browser import STARTER, STUB, drawn, own_sources

from helpers.explorer import Explorer

IMPORTS = """import numpy as np
from numpy import array
from helpers import network
from helpers.explorer import Explorer
from helpers.network import Parameters, Problem"""


class Linked:
    """One page. `show` puts an explorer there; `run` runs code beside it, where it is called `explorer`."""

    def __init__(self, page):
        self.page, self.namespace, self.sent = page, {}, []
        if not hasattr(page, "linked"):
            page.expose_function("toPython", lambda traits: page.linked._hear(traits))
        page.linked = self

    def show(self, problem, **arguments):
        """A new explorer in the page, alone there."""
        self.explorer = self.namespace["explorer"] = Explorer(problem, **arguments)
        exec(IMPORTS, self.namespace)
        self.sent = []
        self.explorer.comm.send = lambda data, **_: self.sent.append(data)
        state = {name: value for name, value in self.explorer.get_state().items() if name != "_sources"}
        state = json.loads(json.dumps(state, default=str))
        self.page.evaluate("() => (window.end?.(), document.body.replaceChildren())")
        self.page.evaluate(STUB, [STARTER, own_sources(self.explorer), state, True])
        drawn(self.page)  # before, it has no text that could be seen
        return self.page.locator(".bp-explorer")

    def run(self, code):
        """What the code prints, or its error's name and message, as in a notebook; then the page has heard of it."""
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(code, self.namespace)
        except Exception as error:
            printed.write(f"{type(error).__name__}: {error}")
        self.page.evaluate("(all) => window.fromPython(all)", [message["state"] for message in self._taken()])
        drawn(self.page)
        return printed.getvalue()

    def _hear(self, traits):
        """Takes a message from the page; returns the messages that Python answers with."""
        message = {"content": {"data": {"method": "update", "state": traits, "buffer_paths": []}}, "buffers": []}
        with contextlib.suppress(Exception):  # in a kernel it is printed to a log, and the page goes on
            self.explorer.comm.handle_msg(message)
        return self._taken()

    def _taken(self):
        messages = [data for data in self.sent if data["method"] in ("update", "echo_update")]
        self.sent = []
        return json.loads(json.dumps(messages))
