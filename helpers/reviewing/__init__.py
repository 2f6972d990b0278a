"""The referee reads a learner's function: right or wrong by slopes of the loss alone, and then which mistake it is.

`problems` makes what the function is called with, and knows what is right there; `calling` calls it, whatever it does;
`results` compares what came back; `mistakes` is the catalogue, `formulas` computes it, `diagnosis` looks for a mistake
in it; `words` says it; `verdicts` puts all that in order. Nothing of `network` or `derivatives` is used, so no mistake
there can pass here.
"""

from helpers.reviewing.verdicts import Verdict, judge

__all__ = ["Verdict", "judge"]
