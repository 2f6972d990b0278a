/**
 * Sync between a view, the widget's model and Python.
 *
 * A change made in the view is in the model at once, so that linked explorers follow in the same frame. Python hears of
 * the first one at once and of later ones a few times a second: the kernel answers each message by being busy and idle
 * again, and the lab draws its toolbars anew for both. While training plays, its parameters change too often for the
 * model, too: the view has them at once, the model and Python get them twice a second.
 */
import { PARAMETERS, parametersFrom } from "../model/names.js";

const DRAG_INTERVAL = 250; // ms between two messages to Python of a drag
const RUN_INTERVAL = 500; // ms between two of a run of training
const REMEMBERED = 100; // values that an echo may bring back

/** @param {any} model the widget's @param {() => void} onChange called when the model has changed, whoever did it */
export function makeSync(model, onChange) {
  let runParameters = null; // of the run that plays
  let sentByRun = []; // the parameters that Python was sent of it, as JSON, the latest last
  /** @type {Map<string, {value: any, ours: boolean}>} what Python is sent next, and whether it was set in this view */
  const pending = new Map();
  const recentlySet = []; // [trait, value] of what was set here and goes to Python, the latest last
  let [saveTimer, runTimer, lastSave, messages] = [0, 0, -Infinity, 0];

  const same = (some, other) => JSON.stringify(some) === JSON.stringify(other);

  /**
   * Sends Python what is pending. The stamp names the explorer's generation: when its cell is run again, the new explorer
   * has the same id, and must ignore what was meant for the old one.
   */
  function save(traits = {}) {
    clearTimeout(saveTimer);
    saveTimer = 0;
    lastSave = performance.now();
    pending.clear();
    model.set({ ...traits, _stamp: [model.get("_generation"), (messages += 1)] });
    model.save_changes();
  }

  /** Takes changes made in the view. A run that plays goes on from the parameters among them. */
  function set(traits) {
    const rest = Object.entries(traits).filter(([name]) => !(runParameters && PARAMETERS.includes(name)));
    for (const name of runParameters ? PARAMETERS : []) if (name in traits) runParameters[name] = traits[name];
    if (rest.length === 0) return;
    for (const [name, value] of rest) pending.set(name, { value, ours: true });
    remember(rest);
    model.set(Object.fromEntries(rest));
    const wait = lastSave + DRAG_INTERVAL - performance.now();
    if (wait <= 0) save();
    else saveTimer ||= setTimeout(save, wait);
  }

  function remember(traits) {
    recentlySet.push(...traits);
    recentlySet.splice(0, recentlySet.length - REMEMBERED);
  }

  /** Sends Python what it hasn't heard of. */
  function flush() {
    if (saveTimer) save();
  }

  /** Sends the run's parameters now and from now on, twice a second. */
  function sendRun() {
    clearTimeout(runTimer);
    sentByRun = [...sentByRun.slice(-REMEMBERED + 1), JSON.stringify(runParameters)];
    remember(Object.entries(runParameters));
    save(runParameters);
    runTimer = setTimeout(sendRun, RUN_INTERVAL);
  }

  /**
   * The model has changed. A late echo of an older value of ours is ignored. A value set in Python wins over what is
   * pending, and over a run, which goes on from there. Both are set again in the model: it still holds the pending value
   * as unsaved, and would send that to Python in the end.
   */
  function hear() {
    for (const [name, { value, ours }] of pending) {
      const now = model.get(name);
      if (now === value) continue;
      const isEcho = ours && recentlySet.some(([trait, old]) => trait === name && same(old, now));
      const kept = isEcho ? value : structuredClone(now);
      if (!isEcho) {
        pending.set(name, { value: kept, ours: false });
        remember([[name, kept]]); // it goes back to Python, whose echo of it may come late
      }
      model.set(name, kept);
    }
    const inModel = runParameters && parametersFrom((name) => model.get(name));
    if (runParameters && !sentByRun.includes(JSON.stringify(inModel))) runParameters = inModel;
    onChange();
  }

  /** Whether a run plays; at its end the model has its parameters. @param {boolean} plays */
  function run(plays) {
    if (plays === (runParameters !== null)) return;
    if (plays) {
      flush();
      runParameters = parametersFrom((name) => model.get(name));
      sentByRun = [JSON.stringify(runParameters)];
      runTimer = setTimeout(sendRun, RUN_INTERVAL);
    } else {
      sendRun();
      clearTimeout(runTimer);
      runParameters = null;
    }
  }

  return {
    get: (name) => runParameters?.[name] ?? model.get(name),
    set,
    /** Sets traits, and sends them to Python at once. */
    tell: save,
    flush,
    hear,
    run,
  };
}
