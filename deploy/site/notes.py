"""A teacher's notes on the slides of a notebook: what to ask, what comes out, and what goes wrong as a rule.

    python deploy/site/notes.py NOTEBOOK FOLDER    writes FOLDER/04_dL_dz2.html for 04_dL_dz2.ipynb

What is asked, its answers and the wrong ones that the question knows are the notebook's own. What people write wrong in
a function are the comments of the referee's collection, helpers/reviewing/samples/wrong.py. What else there is to say
stands in deploy/site/remarks/04.md, under the name of the cell that begins the slide.
"""

import json
import re
import sys
from html import escape
from pathlib import Path

import mistune
from saved import states_of, with_mathml
from slides import grouped, type_of

from helpers import printing
from helpers.printing import VIEW
from helpers.reviewing.samples.wrong import WRONG

ROOT = Path(__file__).resolve().parent.parent.parent
REMARKS = Path(__file__).with_name("remarks")
ASKS = re.compile(r"\*\*(?:Predict|Find|Your turn|Check)[.:]?\*\*")
FOLDED = re.compile(r"<details><summary>Answer[^<]*</summary>\n(.*?)</details>", re.DOTALL)
HEADING = re.compile(r"^#{1,2} (.+)$", re.MULTILINE)
REVIEW = re.compile(r'review\(\s*"([^",]+)')
MOST = 4  # wrong functions for one that is asked for
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · notes</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 46rem; margin: 0 auto; padding: 0.5rem 1rem 60vh; font: 17px/1.45 system-ui, sans-serif; }}
h1 {{ font-size: 1.5rem; }}
h2 {{ margin: 0 0 0.3rem; font-size: 1.1rem; }}
section {{ padding: 0.6rem 0.8rem; border-top: 1px solid; scroll-margin-top: 4rem; break-inside: avoid; }}
section:target {{ outline: 3px solid #0072b2; border-radius: 6px; }}
p, ul {{ margin: 0.3rem 0; }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
img {{ max-width: 100%; }}
dd, p {{ overflow-x: auto; }}
dt {{ font-weight: 600; }}
dd {{ margin: 0 0 0.3rem 1.2rem; }}
@media print {{ body {{ padding-bottom: 0; font-size: 11pt; }} }}
</style>
</head>
<body>
<main>
<h1>{title}: notes for a class</h1>
<p>{count} slides. The key S on a slide opens these notes there.</p>
{sections}
</main>
</body>
</html>
"""

_markdown = mistune.create_markdown(escape=False, plugins=["math", "table"])


def notes_on(notebook, remarks=""):
    """The notes as an HTML page. notebook: as JSON has it; remarks: Markdown, `## cell` above those on a slide."""
    said = remarks_of(remarks)
    sections, heading, slides = [], "", grouped((type_of(cell), cell) for cell in notebook["cells"])
    for number, cells in enumerate(slides, 1):
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        heading = next((m[1] for text in texts for m in [HEADING.search(text)] if m), heading)
        asked, answers = asked_in(texts), [*questions_in(cells, states_of(notebook)), *answers_in(texts)]
        parts = [said.pop(cells[0]["id"], ""), *asked, *answers, *slips_in(cells)]
        inner = "\n".join(filter(None, parts))
        name = escape(cells[0]["id"])
        sections.append(f'<section id="{name}">\n<h2>{number}. {inline(heading)}</h2>\n{inner}\n</section>')
    if said:
        raise ValueError(f"there are remarks on what begins no slide: {', '.join(said)}")
    title = HEADING.search("".join(notebook["cells"][0]["source"]))[1]
    return with_mathml(PAGE.format(title=escape(title), count=len(slides), sections="\n".join(sections)))


def remarks_of(text):
    """The remarks on slides, as HTML, by the cell that begins each."""
    return {
        name.strip(): _markdown(body).strip() for name, body in re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", text, re.M)
    }


def inline(text):
    return _markdown(text).strip().removeprefix("<p>").removesuffix("</p>")


def asked_in(texts):
    """What the text of a slide asks the class to do, as HTML."""
    return [_markdown(one).strip() for text in texts for one in text.split("\n\n") if ASKS.match(one)]


def answers_in(texts):
    """The answers that are folded away under a slide's code, as HTML."""
    return [
        f"<dl><dt>Answer</dt><dd>{_markdown(one).strip()}</dd></dl>" for text in texts for one in FOLDED.findall(text)
    ]


def questions_in(cells, states):
    """For each question its answer, and what comes out by mistake, as HTML."""
    for cell in cells:
        for output in cell.get("outputs", []):
            state = states.get(output.get("data", {}).get(VIEW, {}).get("model_id"), {}).get("state", {})
            if "_asked" in state:
                wrong = [
                    f"<li>{values_of(state, values)}: {sentence}</li>"
                    for sentence, values in state["_asked"].get("wrong", [])
                ]
                told = f"<dt>Answer</dt><dd>{printing.answer_of(state)}</dd>"
                slips = f"<dt>Common wrong answers</dt><dd><ul>{''.join(wrong)}</ul></dd>" if wrong else ""
                yield f"<dl>{told}{slips}</dl>"


def values_of(state, values):
    """Wrong values of a question's parts, as text."""
    pairs = zip(printing.parts_of(state), values, strict=True)
    return "; ".join(printing.told(part, value) for part, value in pairs if value is not None)


def slips_in(cells):
    """What people write wrong in the functions that a slide asks for, as HTML."""
    for cell in cells:
        name = cell["cell_type"] == "code" and REVIEW.search("".join(cell["source"]))
        usual = [comment for one, _, _, comment in WRONG if name and one == name[1]][:MOST]
        if usual:
            items = "".join(f"<li>{escape(comment)}</li>" for comment in usual)
            yield f"<p><b>What people write wrong</b></p><ul>{items}</ul>"


def of(path):
    """The notes on the notebook at path, with the remarks that there are on it."""
    remarks = REMARKS / f"{path.stem.split('_')[0]}.md"
    written = remarks.read_text(encoding="utf-8") if remarks.exists() else ""
    return notes_on(json.loads(path.read_text(encoding="utf-8")), written)


if __name__ == "__main__":
    notebook, folder = ROOT / "notebooks" / sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{notebook.stem}.html").write_text(of(notebook), encoding="utf-8")
