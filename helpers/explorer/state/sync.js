/**
 * When the model hears of what a hand or a run changes, and when Python does.
 *
 * A hand's change is in the model at once, so that linked explorers follow in the same frame. Python hears of the first
 * one at once and of the others now and then: the kernel answers each message by being busy and idle again, and the lab
 * draws its toolbars anew for both. A run's parameters would be too many for the model too: they run ahead of it.
 */
import { PARAMETERS, parametersFrom } from "../model/names.js";

const OFTEN = 250; // ms between two messages of a hand
const RUNNING = 500; // ms between two of a run
const REMEMBERED = 100; // values that an echo may bring back

/** @param {any} model @param {() => void} heard called when the model has changed, whoever did it */
export function makeSync(model, heard) {
  let ahead = null; // the parameters of a run that goes on
  let told = []; // what Python was told of the run, as JSON, the latest last
  /** @type {Map<string, {value: any, ours: boolean}>} what the model tells Python next, and whether a hand put it there */
  const unsaved = new Map();
  const given = []; // trait and value of what was set here and goes to Python, the latest last
  let [timer, running, last, said] = [0, 0, -Infinity, 0];

  const same = (some, other) => JSON.stringify(some) === JSON.stringify(other);

  /** With whose explorer it is for: when its cell is run again, the next has the same identity and must not hear it. */
  function save(traits = {}) {
    clearTimeout(timer);
    timer = 0;
    last = performance.now();
    unsaved.clear();
    model.set({ ...traits, _stamp: [model.get("_generation"), (said += 1)] });
    model.save_changes();
  }

  /** A hand's changes; a run goes on from the parameters among them. */
  function set(traits) {
    const rest = Object.entries(traits).filter(([name]) => !(ahead && PARAMETERS.includes(name)));
    for (const name of ahead ? PARAMETERS : []) if (name in traits) ahead[name] = traits[name];
    if (rest.length === 0) return;
    for (const [name, value] of rest) unsaved.set(name, { value, ours: true });
    remember(rest);
    model.set(Object.fromEntries(rest));
    const wait = last + OFTEN - performance.now();
    if (wait <= 0) save();
    else timer ||= setTimeout(save, wait);
  }

  function remember(traits) {
    given.push(...traits);
    given.splice(0, given.length - REMEMBERED);
  }

  const flush = () => timer && save();

  function follow() {
    clearTimeout(running);
    told = [...told.slice(-REMEMBERED + 1), JSON.stringify(ahead)];
    remember(Object.entries(ahead));
    save(ahead);
    running = setTimeout(follow, RUNNING);
  }

  /**
   * Python's echo of something older undoes nothing. What Python itself has set stays, and a run goes on from there.
   * Either is set anew, as the model keeps what was not saved and would tell Python that in the end.
   */
  function hear() {
    for (const [name, { value, ours }] of unsaved) {
      const there = model.get(name);
      if (there === value) continue;
      const isEcho = ours && given.some(([of, old]) => of === name && same(old, there));
      const kept = isEcho ? value : structuredClone(there);
      if (!isEcho) {
        unsaved.set(name, { value: kept, ours: false });
        remember([[name, kept]]); // it goes back to Python, whose echo of it may come late
      }
      model.set(name, kept);
    }
    const there = ahead && parametersFrom((name) => model.get(name));
    if (ahead && !told.includes(JSON.stringify(there))) ahead = there;
    heard();
  }

  return {
    get: (name) => ahead?.[name] ?? model.get(name),
    set,
    /** Changes that Python hears of at once. */
    tell: save,
    /** Tells Python what it hasn't heard of. */
    flush,
    hear,
    /** Whether a run goes on; at its end the model has its parameters. @param {boolean} on */
    run(on) {
      if (on === (ahead !== null)) return;
      if (on) {
        flush();
        ahead = parametersFrom((name) => model.get(name));
        told = [JSON.stringify(ahead)];
        running = setTimeout(follow, RUNNING);
      } else {
        follow();
        clearTimeout(running);
        ahead = null;
      }
    },
  };
}
