"""What is drawn when: the frame loop on a clock of the test's own, in Node."""

import itertools
import statistics

import pytest

HAND, PARTS = "hand", ("network", "pictures", "formulas", "others")

# A browser of 60 frames a second, in which each part of a picture takes its time, and a hand that moves now and then.
SIMULATE = """({ frameLoop }, { costs, moves, end }) => {
    const frames = ["requestAnimationFrame", "cancelAnimationFrame", "matchMedia"];
    const kept = [...frames, "setTimeout", "clearTimeout", "performance"]
        .map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
    const FRAME = 1000 / 60;
    let [now, id, request, timers, seen] = [0, 0, null, [], []];
    const put = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    put("requestAnimationFrame", (act) => ((request = act), (id += 1)));
    put("cancelAnimationFrame", () => (request = null));
    put("setTimeout", (act, wait = 0) => (timers.push({ id: (id += 1), at: now + wait, act }), id));
    put("clearTimeout", (gone) => (timers = timers.filter((one) => one.id !== gone)));
    put("performance", { now: () => now });
    put("matchMedia", () => ({ matches: false }));
    const spend = (what) => {
        now += costs[what] ?? 0;
        seen.push([what, now]);
    };
    try {
        const parts = Object.keys(costs).filter((name) => name !== "hand");
        const loop = frameLoop({
            parts,
            begin: (isShort) => (isShort && spend("hand"), isShort ? 0 : Infinity),
            follow: spend,
        });
        const left = [...moves];
        while (now < end) {
            while (left.length && left[0] <= now) {
                seen.push(["moved", left.shift()]);
                loop.schedule();
            }
            const due = timers.filter(({ at }) => at <= now);
            timers = timers.filter((one) => !due.includes(one));
            for (const { act } of due) act();
            const boundary = Math.ceil(now / FRAME) * FRAME;
            now = Math.max(now + 0.1, Math.min(boundary, left[0] ?? Infinity, ...timers.map(({ at }) => at)));
            if (now < boundary || !request) continue;
            const act = request;
            request = null;
            act(now);
        }
    } finally {
        for (const [name, descriptor] of kept)
            if (descriptor) Object.defineProperty(globalThis, name, descriptor);
            else delete globalThis[name];
    }
    return seen;
}"""


@pytest.fixture
def simulate(node):
    def run(costs, moves, end=None):
        argument = {"costs": costs, "moves": moves, "end": end or moves[-1] + 1000}
        return node.module("parts/frame_loop.js").evaluate(SIMULATE, argument)

    return run


def costs(hand, each):
    return {HAND: hand, **dict.fromkeys(PARTS, each)}


def times(seen, what):
    return [time for name, time in seen if name == what]


def between(seen):
    """Of each move, what was drawn before the next one."""
    starts = [k for k, (name, _) in enumerate(seen) if name == "moved"]
    return [[name for name, _ in seen[a + 1 : b]] for a, b in itertools.pairwise([*starts, len(seen)])]


def test_a_picture_that_is_in_time_is_drawn_whole_each_time(simulate):
    for drawn in between(simulate(costs(1, 2), [100 * k for k in range(1, 30)])):
        assert drawn == list(PARTS)


def test_one_that_takes_too_long_shows_first_what_the_hand_moves_and_then_each_other_part_once(simulate):
    seen = simulate(costs(6, 15), [300 * k for k in range(1, 6)])
    whole, *later = between(seen)
    assert whole == list(PARTS)
    for drawn in later:
        assert drawn[0] == HAND and sorted(drawn[1:]) == sorted(PARTS)


def test_what_the_hand_moves_is_drawn_in_the_frame_after_it_however_long_the_rest_takes(simulate):
    moves = [17 * k for k in range(1, 120)]
    drawn = times(simulate(costs(6, 15), moves), HAND)
    late = [min(time for time in drawn if time > move) - move for move in moves[20:]]
    assert statistics.median(late) < 1000 / 60 + 6


def test_no_part_is_far_behind_a_hand_that_never_rests(simulate):
    seen = simulate(costs(6, 15), [17 * k for k in range(1, 180)], end=17 * 180)
    for part in PARTS:
        gaps = [b - a for a, b in itertools.pairwise(times(seen, part))]
        assert max(gaps) < 700 and len(gaps) >= 3


def test_the_rest_is_all_there_soon_after_the_hand_has_stopped(simulate):
    moves = [17 * k for k in range(1, 60)]
    seen = simulate(costs(6, 15), moves)
    assert all(moves[-1] < times(seen, part)[-1] < moves[-1] + 200 for part in PARTS)


def test_a_whole_picture_is_tried_again_and_more_and_more_seldom_while_it_takes_too_long(simulate):
    seen = simulate(costs(6, 15), [100 * k for k in range(1, 200)])
    wholes = [k for k, drawn in enumerate(between(seen)) if drawn[: len(PARTS)] == list(PARTS)]
    waits = [b - a for a, b in itertools.pairwise(wholes)]
    assert wholes[0] == 0 and 15 < waits[0] < 30
    assert all(b > 1.5 * a for a, b in itertools.pairwise(waits)) and len(waits) >= 2


def test_one_slow_frame_does_not_split_pictures_for_long(node, simulate):
    slow = SIMULATE.replace("now += costs[what] ?? 0;", "now += now > 1000 && now < 1010 ? 60 : (costs[what] ?? 0);")
    argument = {"costs": costs(1, 2), "moves": [50 * k for k in range(1, 120)], "end": 7000}
    drawn = between(node.module("parts/frame_loop.js").evaluate(slow, argument))
    assert [HAND in one for one in drawn].count(True) in range(1, 70)
    assert all(one == list(PARTS) for one in drawn[-30:])
