"""What the notebooks share: the network, its explorer, the referee and the pictures.

Import the modules by name, `from helpers import network, checking`; each says in its first lines what it is for.
"""
