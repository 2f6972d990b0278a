"""The pictures: matplotlib figures that are given every number and compute none of the network.

Each draw_*(ax, …) fills an axes and returns the picture's text alternative. `picture` calls one on a page of its own:

    drawing.picture(drawing.draw_network, network.EXAMPLE, forward_pass, loss=0.6931, size=(800, 310))

One file for each subject (`map`, `graph`), and `paper`, the colours and the pen that they share.
"""

from helpers.drawing.graph import MOST_HIDDEN, MOST_INPUTS, draw_network, network_height
from helpers.drawing.map import draw_map
from helpers.drawing.paper import COLOURS, DASHES, Picture, picture

__all__ = [
    "COLOURS",
    "DASHES",
    "MOST_HIDDEN",
    "MOST_INPUTS",
    "Picture",
    "draw_map",
    "draw_network",
    "network_height",
    "picture",
]
