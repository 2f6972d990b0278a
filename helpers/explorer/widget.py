"""The widget: what an explorer does when a trait is set, a message comes from the page, or a cell shows it."""

import base64
import contextlib
import functools
import json

import anywidget
import ipywidgets
import numpy as np
import traitlets

from helpers import network
from helpers.explorer import identity, traits
from helpers.explorer.traits import NAMES, PARTS, TRAITS, USUAL_PANELS, ExplorerError, UnknownNameError, explorer_errors


class Explorer(anywidget.AnyWidget):
    """A live network. Its traits can be read, set and observed; a drag changes them as soon as the kernel is free.

    problem: network.Problem, whose numbers it starts from and can go back to. show: the panels, of "network",
    "formulas", "boundary", "loss", "walk", "train", and "count", which counts what slopes cost without the way back.
    step: None, or the step at which the walk stands: "P1" … "P6" with a sigmoid hidden layer, "M1" … "M5" and "D1" …
    "D9" with ReLU; what comes after it is shown nowhere. direction: "forward", the graph shows the forward pass;
    "backward", the slopes of L and the way that they take; or "both". X (D, N) and Y (1, N): a data set to train on,
    or None. learning_rate: above 0.

    All of these are traits but problem, which is the traits x (D, 1), y (1, 1), W1 (H, D), b1 (H, 1), W2 (1, H) and
    b2 (1, 1), float64 arrays (lists are taken), and hidden, "relu" or "sigmoid". `parameters` reads and sets W1, b1,
    W2 and b2 as network.Parameters; `problem` reads and sets x, y, the parameters and hidden as network.Problem.
    `explorer.update(x=…, W1=…)` sets several at once, and so does `with explorer.hold_sync():`; D and H change only
    together, in one of these ways. X of another width leaves Y at None until it is set too. A wrong value, and a name
    that is a trait's but for a slip, raises ExplorerError, a ValueError that names the trait, and changes nothing.
    There is room for 8 inputs, 16 hidden units and 5000 points.
    """

    _esm = identity.starter()
    _sources = anywidget.WidgetTrait().tag(sync=True)
    _reference = traitlets.Unicode().tag(sync=True)
    _home = traitlets.Dict().tag(sync=True)
    x, y, W1, b1, W2, b2 = map(traits.Array, traits.LAYOUT.values())
    X, Y = (traits.Array("row", default_value=None) for _ in "XY")
    hidden = traits.Checked(lambda hidden: str(network.check_hidden(hidden)), "relu")
    show = traits.Checked(traits.check_show, USUAL_PANELS)
    step = traits.Checked(traits.plain_text, None)
    direction = traits.Checked(traits.check_direction, "forward")
    learning_rate = traits.Checked(traits.check_learning_rate, 1.0)
    _generation = traitlets.Int(1).tag(sync=True)  # 1 in a cell's first run, one more each time it is run again
    _stamp = traitlets.List().tag(sync=True)  # of a message from the page: the generation it is for, and its number
    _train_on = traitlets.Enum(("data", "point"), "data").tag(sync=True)
    _history = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)

    def __init__(
        self,
        problem=network.EXAMPLE,
        show=USUAL_PANELS,
        step=None,
        *,
        direction="forward",
        X=None,
        Y=None,
        learning_rate=1.0,
        **others,
    ):
        for name in others:
            known = hasattr(type(self), name) and not name.startswith("_")
            meant = f", which can be set afterwards: explorer.{name} = …" if known else self._name_meant(name)
            raise ExplorerError(
                f"Explorer takes problem, show, step, direction, X, Y and learning_rate; got {name}{meant}"
            )
        given = {"step": step, "show": show, "direction": direction, "learning_rate": learning_rate}
        with explorer_errors():
            x, y, parameters, hidden = network.check_problem(problem)
            given |= {"x": x, "y": y, **parameters._asdict(), "hidden": hidden}
            for name, rows in (("X", X), ("Y", Y)):
                given[name] = None if rows is None else traits.laid_out(name, rows, "row")
            traits.check_fit(given)  # before the explorer of the cell's last run is closed
        model_id, generation = identity.take_model_id()
        layout = ipywidgets.Layout(model_id=identity.layout_id(model_id))
        super().__init__(model_id=model_id, layout=layout, _generation=generation, **given)

    # What traitlets asks and tells

    @traitlets.validate(*TRAITS)
    def _check_with_others(self, proposal):
        """Raises ExplorerError unless the value fits the other traits; resets those that it makes invalid."""
        name, value, now = proposal.trait.name, proposal.value, self._traits_now()
        if value is now[name]:  # at the end of a hold, when all are set
            with explorer_errors():
                traits.check_fit(now)
            return value
        to_reset = self._traits_to_reset(name, value)
        try:
            if name == "W1" and value.ndim == 2 and value.shape != self.W1.shape:
                raise ValueError(f"W1 must be {self.W1.shape}, as it is; got {value.shape}")
            traits.check_fit(now | {name: value} | dict.fromkeys(to_reset))
        except ValueError as error:
            hint = traits.remedy(name, value, self.W1, self.X) if isinstance(value, np.ndarray) else ""
            raise ExplorerError(f"{error}{hint}") from None
        for other in to_reset:  # in the validator, as ipywidgets' sliders do: the page never has the two that don't fit
            if _waiting is not None:
                _waiting.enter_context(self.hold_sync())
            setattr(self, other, None)
        return value

    def _traits_to_reset(self, name, value):
        """The traits that a new value makes invalid: labels of other points, a step of the other activation."""
        if name == "X" and self.Y is not None and (value is None or value.shape[1] != self.Y.shape[1]):
            return ["Y"]
        if name == "hidden" and self.step not in (None, *traits.STEPS[value]):
            return ["step"]
        return []

    @traitlets.observe("W1")
    def _follow_shape(self, change):
        """The page goes back to the first numbers of this shape; with other inputs it plays no old run."""
        old = change.old.shape if isinstance(change.old, np.ndarray) else (None, None)
        if self.W1.shape != old:
            self._home = {name: getattr(self, name).tolist() for name in traits.ARRAYS} | {"hidden": self.hidden}
        if self.W1.shape[1] != old[1]:
            self._history = None

    def _traits_now(self):
        return {name: getattr(self, name) for name in TRAITS}

    # Several traits at once

    def update(self, **changes):
        """Set several traits at once: all, or none if one is wrong or they don't fit each other.

        changes: values by trait; also parameters and problem. The page draws once and an observer is called once.
        Raises ExplorerError, naming the trait.
        """
        for name in changes:
            self._refuse_unknown(name)
            if name.startswith("_") or not (name in PARTS or self.has_trait(name)):
                raise UnknownNameError(f"update sets traits; got {name}")
        with self.hold_sync():
            for name, value in changes.items():
                setattr(self, name, value)

    @contextlib.contextmanager
    def hold_sync(self):
        """Set several traits as one: all, or none if they don't fit at the end or anything raises before it.

        The page draws once and an observer is called once, both at the end.
        """
        before, failure = self._traits_now(), None
        try:
            with _linked_ones_notify_last(), super().hold_sync(), self.hold_trait_notifications():
                try:
                    yield
                except BaseException as error:
                    failure = error
                    raise traitlets.TraitError from None  # at which traitlets sets everything back
        except BaseException:
            if failure is None:
                # An observer raised, and traitlets notified no one of the changes after that one, nor told the page.
                self.send_state({name for name in TRAITS if not np.array_equal(before[name], getattr(self, name))})
                raise
        if failure is not None:
            raise failure

    def set_state(self, sync_data):
        """What the page sends, taken as one: all of it or, when it doesn't fit, nothing."""
        stamp = sync_data.get("_stamp")
        if stamp and stamp[0] != self._generation:
            return  # it was on its way when the cell was run again, and meant for the explorer before
        try:
            with _linked_ones_notify_last():
                super().set_state(sync_data)
        except ExplorerError:
            self.send_state(sync_data.keys() & set(TRAITS))  # or the page would go on with what Python has not
            raise

    @property
    def parameters(self):
        """W1, b1, W2 and b2 as network.Parameters; setting it sets all four, or none if they don't fit."""
        return network.Parameters(self.W1, self.b1, self.W2, self.b2)

    @parameters.setter
    def parameters(self, parameters):
        with explorer_errors():
            parameters = network.check_parameters(parameters)
        try:
            self.update(**parameters._asdict())
        except ExplorerError:
            W1, D = parameters.W1, len(self.x)
            if W1.shape[1] == D:
                raise
            must = f"W1 must have {D} columns, one for each row of x; got {W1.shape}"
            raise ExplorerError(must + traits.more_inputs(self.X)) from None

    @property
    def problem(self):
        """x, y, the parameters and hidden as a network.Problem; setting it sets all, or none if they don't fit."""
        return network.Problem(self.x, self.y, self.parameters, self.hidden)

    @problem.setter
    def problem(self, problem):
        with explorer_errors():
            problem = network.check_problem(problem)
        step = self.step if self.step in traits.STEPS[problem.hidden] else None
        self.update(**problem._asdict(), step=step)

    def replay(self, history):
        """Let the Train panel play back a run: history.cost (steps + 1,) and history.snapshots, (step, Parameters).

        The parameters become those of the last snapshot. Raises ExplorerError, and changes nothing, when it isn't a run
        of at least one step, or doesn't fit this network.
        """
        with explorer_errors():
            steps, parameters, cost = traits.check_history(history)
        self.parameters = parameters[-1]
        kept = [{name: array.tolist() for name, array in p._asdict().items()} for p in parameters]
        self._history = {"cost": cost.tolist(), "steps": steps, "parameters": kept}

    # Names that are no traits

    def observe(self, handler, names=traitlets.All, type="change"):
        """As traitlets does; a name that is no trait is refused, as it would never be called."""
        for name in (names,) if isinstance(names, str) else names if isinstance(names, (list, tuple, set)) else ():
            if name in PARTS:
                raise UnknownNameError(f"{name} is no trait of its own; observe {', '.join(PARTS[name])}")
            self._refuse_unknown(name)
        super().observe(handler, names, type)

    def __setattr__(self, name, value):
        """As for any object; a public name that is no trait is refused, as it would change nothing."""
        self._refuse_unknown(name)
        super().__setattr__(name, value)

    def __getattr__(self, name):
        self._refuse_unknown(name, reading=True)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)

    def _refuse_unknown(self, name, *, reading=False):
        """Raises UnknownNameError for an unknown public name; reading: only if a similar one can be suggested."""
        if not isinstance(name, str) or name.startswith("_") or name in vars(self) or hasattr(type(self), name):
            return
        own = self._is_own_class()  # a subclass may have names of its own
        if own and name in traits.COMPUTED:
            raise UnknownNameError(f"An explorer has no {name}; it is computed: {traits.COMPUTED[name]}")
        if meant := self._name_meant(name):
            raise UnknownNameError(f"An explorer has no {name}{meant}")
        if own and not reading:
            raise UnknownNameError(f"An explorer has no {name}; it has {', '.join(NAMES[:-1])} and {NAMES[-1]}")

    def _is_own_class(self):
        return type(self).__module__ == __name__  # anywidget makes a class of each object's own

    def _name_meant(self, name):
        return traits.name_meant(name, strict=not self._is_own_class())

    # Showing it

    def open(self):
        """As ipywidgets does; what the page needs beside it is opened, too."""
        for widget in (self.layout, self):
            if widget.comm is None and widget._model_id in identity.open_widgets:
                widget._model_id = None  # its cell was run again: another has its identity, and it takes a new one
        self.layout.open()
        self._sources = identity.shared_sources()
        super().open()
        self._reference = self.model_id

    def close(self):
        """As ipywidgets does, but one that is shown again, alone or in a box, opens again."""
        super().close()
        vars(self).pop("_repr_mimebundle_", None)

    @property
    def model_id(self):
        """As in ipywidgets; a box asks for it to show the explorer."""
        if self.comm is None:
            self.open()
        return super().model_id

    def __copy__(self):
        raise ExplorerError("An explorer can't be copied; make another one: Explorer(explorer.problem)")

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __repr__(self):
        H, D = self.W1.shape
        return f"Explorer with {D} input{'s' * (D > 1)} and {H} hidden unit{'s' * (H > 1)} ({self.hidden})"

    def _repr_mimebundle_(self, **kwargs):
        """The live view, with a still picture and a text that say the same where no widget runs.

        In the walk there is only a text, or the picture would give away what the walk has not reached.
        """
        self.open()
        data, metadata = super()._repr_mimebundle_(**kwargs)
        if self.step is not None:
            return {**data, "text/plain": f"{self!r}, at step {self.step}"}, metadata
        parameters = {name: array.tolist() for name, array in self.parameters._asdict().items()}
        problem = {"x": self.x.tolist(), "y": self.y.tolist(), "parameters": parameters, "hidden": self.hidden}
        png, alt = _still_picture(json.dumps(problem))
        return {**data, "image/png": png, "text/plain": alt}, metadata


# Drawing takes a tenth of a second, and a cell is often run again with the same numbers.
@functools.lru_cache(maxsize=32)
def _still_picture(problem):
    """The network's picture, a PNG in base64, and its text alternative. problem: network.Problem's fields as JSON."""
    from helpers import drawing  # here, as it takes matplotlib a second to be imported

    problem = network.check_problem(json.loads(problem))
    forward_pass = network.forward(problem.x, problem.parameters, problem.hidden)
    overflow = not np.isfinite(forward_pass.Z2).all()
    loss = None if overflow else network.loss(forward_pass.Z2, problem.y).item()
    size = (800, drawing.network_height(problem))
    picture = drawing.picture(drawing.draw_network, problem, forward_pass, loss=loss, size=size)
    return base64.b64encode(picture.png).decode(), picture.alt


# When two explorers are linked by X and Y, and the first gets a wider X, the second resets its Y to None. The link of Y
# would copy that None back before the first has notified anyone of its new Y, and lose it. So the second holds its own
# notifications until the first is done with all of its changes.
_waiting = None  # an ExitStack that ends these holds, while an explorer sets and notifies of several traits


@contextlib.contextmanager
def _linked_ones_notify_last():
    """Inside, an explorer that resets a trait holds its notifications, of that and of later changes, to the end."""
    global _waiting
    if _waiting is not None:
        yield
        return
    try:
        with contextlib.closing(contextlib.ExitStack()) as _waiting:
            yield
    finally:
        _waiting = None
