"""Whether the explorer keeps up with a hand, at full speed and on a processor slowed 4 times, as in a school laptop.

    .venv/bin/python benchmarks/explorer_speed.py [--rounds 3] [--minutes 10]

Prints what was measured, how it stands to the goals, and the memory from minute to minute, and writes all of it to
benchmarks/explorer-speed.md. Three rounds take 13 minutes. Then an explorer is played with for ten minutes at each
speed, to see whether its memory stays level; `--minutes 0` leaves that out, and the report then says so. It needs what
the tests need, and a machine that is otherwise idle.

Notebooks, pages, keys and moves are those of explorer.py: each subject has a notebook, a page and a kernel of its own,
opened afresh in each round. Each page is measured at full speed first, then slowed by the browser itself, which keeps
the page's main thread asleep three quarters of the time; the kernel and the drawing threads are not slowed.
"""

import argparse
import contextlib
import itertools
import math
import statistics
import time
from pathlib import Path
from typing import NamedTuple

import explorer as bench

REPORT = Path(__file__).with_name("explorer-speed.md")
SPEEDS = {"full speed": 1, "slowed 4 times": 4}  # how many times as long the page's own work takes
FULL, SLOWED = SPEEDS
DRAGS = 2  # of a subject at each speed in a round
COUNT = 12  # explorers in one notebook
SETTLED = 1 / 4  # of the time of playing: caches, and what can be undone, are full by then
ALL = ("network", "formulas", "boundary", "loss", "walk", "train")
FRAME = 1000 / 60  # ms
MEGABYTE = 1e6


# What is measured.

BARE = bench.FLOOR
THREE = bench.explorer(2, 4)._replace(name="three panels, H = 2")
SIX = bench.explorer(4, 200, ALL, ', direction="backward"')
SIX = SIX._replace(name="six panels, backward, H = 4, 200 points", pictures=(*SIX.pictures, ".bp-loss"))
LARGE = bench.explorer(16, 5000, ALL)._replace(name="six panels, H = 16, 5,000 points")
TRAINED = bench.TRAINED._replace(name="training 500 points, H = 8")
TWELVE = THREE._replace(
    name=f"{COUNT} explorers, three panels, H = 2", cells=(THREE.cells[0], *COUNT * THREE.cells[1:])
)
KEYS, DRAG, TRAIN = "keys", "drag", "train"
WAYS = {BARE: (KEYS,), THREE: (KEYS, DRAG), SIX: (KEYS,), LARGE: (DRAG,), TRAINED: (TRAIN,), TWELVE: (DRAG,)}


# How it is measured.


@contextlib.contextmanager
def slowed(page, times):
    """The page's main thread is so many times slower meanwhile."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})
    page.wait_for_timeout(500)
    yield
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()


class Seen:
    """What was seen of one subject at one speed, over all rounds."""

    def __init__(self):
        self.keys, self.moves, self.kept, self.stayed, self.trained = [], [], [], [], []

    def visit(self, page, subject, ways):
        if KEYS in ways:
            page.locator(subject.slider).first.focus()
            self.keys += bench.times(page, subject)
        for _ in range(DRAGS if DRAG in ways else 0):
            entries = bench.drag(page, subject)
            *kept, stayed = bench.followed(entries)
            self.moves += entries[1:-1]
            self.kept += kept
            self.stayed.append(stayed)
        if TRAIN in ways:
            self.trained.append(bench.train(page))

    @property
    def all_drawn(self):
        """Whether every move of every drag was drawn in its frame, and the last one stayed."""
        return sum(self.kept) == len(self.kept) == bench.MOVES * len(self.stayed) and all(self.stayed)

    @property
    def drags(self):
        """The same in words."""
        moves, stayed = bench.MOVES * len(self.stayed), sum(self.stayed)
        return f"{sum(self.kept)} of {moves} moves drawn, stayed in {stayed} of {len(self.stayed)} drags"

    @property
    def steps(self):
        """Steps of training a second."""
        return statistics.median(rate for *_, rate in self.trained)

    def intervals(self, training):
        """Milliseconds between frames of the page, idle or training."""
        return [interval for visit in self.trained for interval in visit[training]]


def latencies(events):
    return [event["painted"] - event["at"] for event in events]


def median(events):
    return statistics.median(latencies(events))


class Memory(NamedTuple):
    """What a page holds after its garbage is collected: megabytes of JavaScript, DOM nodes, listeners."""

    heap: float
    nodes: int
    listeners: int


# The most that growth may give. The lab itself keeps 1.2 KB of each message of a widget: with a bare element that tells
# the kernel each value the heap grew by 0.1 MB in 100 keys, with one that tells it nothing by 0.01 MB.
LEVEL = Memory(2.0, 50, 5)


def memory(session):
    for _ in range(3):  # what the first finds, such as an element in a closure, may hold more
        session.send("HeapProfiler.collectGarbage")
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return Memory(metrics["JSHeapUsedSize"] / MEGABYTE, metrics["Nodes"], metrics["JSEventListeners"])


def play(page, subject):
    """What a hand does with an explorer in some seconds; at its end the problem's own numbers are back."""

    def click(name):
        page.get_by_role("button", name=name, exact=True).click()

    page.locator(subject.slider).focus()
    for key in ("ArrowRight", "ArrowLeft", "PageUp", "Home"):
        page.keyboard.press(key)
        page.wait_for_timeout(50)
    bench.drag(page, subject)
    for name in ("Undo", "Undo", "Redo", "Play"):
        click(name)
    page.wait_for_timeout(1000)
    for name in ("Pause", "One step", "Reset"):
        click(name)
    for name in ("both", "forward", "sigmoid", "ReLU", "backward"):  # for another activation all panels are built anew
        page.get_by_role("radio", name=name, exact=True).check()
    for name in ("Start the walk", "End", "Back to the problem's numbers"):
        click(name)
    page.wait_for_timeout(500)


def played(page, subject, minutes):
    """The memory before playing, and after each minute of it; of a shorter time about ten samples."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    every = min(60, 60 * minutes / 9)
    play(page, subject)
    samples, began = [memory(session)], time.monotonic()
    while time.monotonic() < began + 60 * minutes:
        due = began + every * len(samples)
        play(page, subject)
        while time.monotonic() < due:
            play(page, subject)
        samples.append(memory(session))
    session.detach()
    return samples


def growth(samples):
    """From the first third of what follows the settling to the last third: the medians' difference, part by part."""
    settled = samples[math.ceil(SETTLED * len(samples)) :]
    third = math.ceil(len(settled) / 3)
    return Memory(
        *(statistics.median(part[-third:]) - statistics.median(part[:third]) for part in zip(*settled, strict=True))
    )


# What is reported.


def measurements(seen):
    """seen: subject's name → speed → Seen"""
    head = ["", "", "median, ms", "95th percentile, ms", "in the very next frame", "events"]
    rows = []
    for name, speed, what in itertools.product(seen, SPEEDS, ("keys", "moves")):
        if events := getattr(seen[name][speed], what):
            late = bench.percentile95(latencies(events))
            numbers = f"{median(events):.1f}", f"{late:.1f}", f"{bench.next_frame(events):.1%}", len(events)
            rows.append([f"{name}: {'a key' if what == 'keys' else 'a drag'}", speed, *numbers])
    return bench.table(head, rows)


def memories(samples):
    """samples: speed → Memory, oldest first"""
    head = ["memory while it is played with", "", "MB", "DOM nodes", "listeners"]
    rows = []
    for speed, all_of_it in samples.items():
        for number, one in enumerate(all_of_it):
            rows.append([f"sample {number}", speed, f"{one.heap:.2f}", f"{one.nodes:,}", f"{one.listeners:,}"])
    return bench.table(head, rows)


def goals(seen, unchanged, samples):
    """seen as above; unchanged: of SIX's pictures; samples: speed → Memory, oldest first, or nothing."""
    rows = [
        *key_goals(seen, unchanged),
        *drag_goals(seen),
        *training_goals(seen[TRAINED.name]),
        *twelve_goals(seen),
        *memory_goals(samples),
    ]
    words = [[f"{goal}, {speed}", measured, "yes" if reached else "no"] for goal, speed, measured, reached in rows]
    return bench.table(["goal", "measured", "reached"], words)


def key_goals(seen, unchanged):
    """Rows: the goal, at which speed, what was measured, whether that reaches it."""

    def relative(subject, speed, least):
        own, bare = (bench.next_frame(seen[one.name][speed].keys) for one in (subject, BARE))
        share = own / bare if bare else math.nan  # then the machine is too busy to say anything
        goal = f"{subject.name}: in the next frame at least {least:.0%} as often as the bare element"
        return goal, speed, f"{share:.1%}: {own:.1%} beside {bare:.1%}", share >= least

    slow = median(seen[SIX.name][SLOWED].keys)
    new = [picture for picture in SIX.pictures if picture not in unchanged]
    return [
        relative(THREE, FULL, 0.97),
        relative(THREE, SLOWED, 0.9),
        relative(SIX, FULL, 0.95),
        (f"{SIX.name}: a key's median at most 33 ms", SLOWED, f"{slow:.1f} ms", slow <= 33),
        (f"{SIX.name}: all pictures new in that frame", FULL, ", ".join(new), not unchanged),
    ]


def drag_goals(seen):
    for speed, most in ((FULL, FRAME), (SLOWED, 50)):
        one = seen[LARGE.name][speed]
        now = median(one.moves)
        goal = f"{LARGE.name}: a drag's median at most {most:.3g} ms, no move queued or skipped"
        yield goal, speed, f"{now:.1f} ms, {one.drags}", now <= most and one.all_drawn


def training_goals(trained):
    idle, training = (bench.percentile95(trained[FULL].intervals(k)) for k in (0, 1))
    rate, slow_rate = trained[FULL].steps, trained[SLOWED].steps
    a_second = 1000 / statistics.mean(trained[SLOWED].intervals(1))
    name = TRAINED.name
    return [
        (f"{name}: at least 1,000 steps a second with the picture live", FULL, f"{rate:,.0f}", rate >= 1000),
        (
            f"{name}: 95th percentile of frame intervals within 10% of an idle page's",
            FULL,
            f"{training:.1f} ms, idle {idle:.1f}",
            training <= 1.1 * idle,
        ),
        (
            f"{name}: at least 30 frames a second",
            SLOWED,
            f"{a_second:.1f}, {slow_rate:,.0f} steps a second",
            a_second >= 30,
        ),
    ]


def twelve_goals(seen):
    for speed in SPEEDS:
        one, twelve = seen[THREE.name][speed], seen[TWELVE.name][speed]
        longer = median(twelve.moves) / median(one.moves)
        often, alone = bench.next_frame(twelve.moves), bench.next_frame(one.moves)
        goal = f"{COUNT} explorers, one dragged: median within 10% of one's, in the next frame at least 97% as often"
        measured = f"{longer:.2f} times the median; {often:.1%} in the next frame beside {alone:.1%}; {twelve.drags}"
        yield goal, speed, measured, longer <= 1.1 and often >= 0.97 * alone and twelve.all_drawn


def memory_goals(samples):
    for speed, all_of_it in samples.items():
        grown, last = growth(all_of_it), all_of_it[-1]
        most = f"{LEVEL.heap:g} MB, {LEVEL.nodes} nodes and {LEVEL.listeners} listeners"
        goal = f"{SIX.name}: memory level after playing, within {most}"
        measured = (
            f"{grown.heap:+.2f} MB to {last.heap:.1f}, {grown.nodes:+.0f} nodes to {last.nodes:,}, "
            f"{grown.listeners:+.0f} listeners to {last.listeners:,}"
        )
        yield goal, speed, measured, all(now <= level for now, level in zip(grown, LEVEL, strict=True))


def main(rounds, minutes):
    seen = {subject.name: {speed: Seen() for speed in SPEEDS} for subject in WAYS}
    unchanged, samples = set(), {}
    with bench.started() as (lab, context):
        for number, (subject, ways) in itertools.product(range(rounds), WAYS.items()):
            print(f"round {number + 1} of {rounds}: {subject.name}", flush=True)
            with bench.opened(lab, context, subject) as page:
                if subject == SIX:
                    page.locator(subject.slider).focus()
                    unchanged |= set(bench.unchanged(page, subject))
                for speed, times in SPEEDS.items():
                    with slowed(page, times):
                        seen[subject.name][speed].visit(page, subject, ways)
        for speed, times in SPEEDS.items() if minutes else ():
            print(f"playing for {minutes:g} minutes, {speed}", flush=True)
            with bench.opened(lab, context, SIX) as page, slowed(page, times):
                samples[speed] = played(page, SIX, minutes)
        where = bench.machine(context)
    how_long = f"{minutes:g} minutes of playing at each speed" if minutes else "memory not measured"
    parts = [f"{where}; {rounds} rounds, {how_long}", measurements(seen), goals(seen, unchanged, samples)]
    report = "\n\n".join([*parts, *([memories(samples)] if samples else [])]) + "\n"
    REPORT.write_text(report, encoding="utf-8")
    print(f"\n{report}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=10, help="of playing at each speed; 0 for none")
    arguments = parser.parse_args()
    main(arguments.rounds, arguments.minutes)
