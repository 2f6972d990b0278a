"""The explorer: the page alive in one picture, forward and backward, all computed and drawn in the browser.

Python holds the traits and checks them: `traits.py` says what each may hold and what must hold between them,
`widget.py` is the widget, `identity.py` lets a saved notebook find its state and stores the browser's files once.

The browser's files are in five folders, each of which imports only from itself and from those named after it:
`questions`, what helpers/questions.py shows, which stands beside the explorer and shares its parts; `panels`, one file
for each panel, and the parts of larger ones; `parts`, what panels and questions share; `state`, what is shown at one
moment, the page's steps, undo, and sync with Python; `model`, the mathematics, which knows nothing of the page.
`explorer.js` wires the traits to the panels. `starter.js` is stored with each widget; it runs `loader.js`, which loads
the other files, once for a page. `page.css` is the style of both, `explorer.css` and `questions.css` their own.

A new panel needs its name in `traits.PANELS` and in the docstring of `Explorer`, a file in `panels` that `explorer.js`
lists among its `PANELS`, its title in `parts/words.js`, and its place in `explorer.css`. A new step of the walk needs a
line in `traits.COMPUTES` and in `state/steps.js`, its quantity in `state/state.js`, its line in
`parts/formula_lines.js`, its question in `parts/words.js`, and what comes out of people's slips in `state/judging.js`.
"""

from helpers.explorer.traits import COMPUTES, PANELS, STEPS, USUAL_PANELS, ExplorerError, UnknownNameError
from helpers.explorer.widget import Explorer

__all__ = ["COMPUTES", "PANELS", "STEPS", "USUAL_PANELS", "Explorer", "ExplorerError", "UnknownNameError"]
