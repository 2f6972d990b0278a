"""Pictures in matplotlib. They draw numbers that they are given, or that `network` and `derivatives` compute.

Each draw_*(ax, …) fills an axes and returns the picture's text alternative. `picture` calls one on a page of its own:

    drawing.picture(drawing.draw_network, network.EXAMPLE, forward_pass, loss=0.6931, size=(800, 310))

One file for each subject: `map`, `chain`, `graph`, `slopes` and `curves`; of training, `product`, `descent`, `runs`
and `plane`. `plot` draws axes with curves, dots and notes; `paper` has what all pictures share: colours, shapes and
text.
"""

from helpers.drawing.chain import draw_chain
from helpers.drawing.curves import draw_loss, draw_relu, draw_sigmoid, draw_stall
from helpers.drawing.descent import draw_step
from helpers.drawing.graph import MOST_HIDDEN, MOST_INPUTS, draw_network, network_height
from helpers.drawing.map import draw_map
from helpers.drawing.paper import COLOURS, DASHES, Picture, picture
from helpers.drawing.plane import draw_boundary
from helpers.drawing.product import draw_product
from helpers.drawing.runs import draw_cost, draw_success
from helpers.drawing.slopes import draw_slopes, slopes_height

__all__ = [
    "COLOURS",
    "DASHES",
    "MOST_HIDDEN",
    "MOST_INPUTS",
    "Picture",
    "draw_boundary",
    "draw_chain",
    "draw_cost",
    "draw_loss",
    "draw_map",
    "draw_network",
    "draw_product",
    "draw_relu",
    "draw_sigmoid",
    "draw_slopes",
    "draw_stall",
    "draw_step",
    "draw_success",
    "network_height",
    "picture",
    "slopes_height",
]
