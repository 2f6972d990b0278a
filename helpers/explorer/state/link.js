/**
 * An explorer's state as the query of an address, and back: x=1,2&W1=1,0.5;1,-1&… Rows stand between semicolons, and the
 * numbers of a row between commas.
 */
import { stepsOf } from "./steps.js";

const ARRAYS = ["x", "y", "W1", "b1", "W2", "b2"];
const MOST_INPUTS = 8; // as in traits.py
const MOST_UNITS = 16;
const MOST_POINTS = 200; // in an address; a longer one is cut off by what it is sent through

/** @typedef {{show: string[], directions: string[]}} Known   the panels and directions that there are */

/**
 * The query of the present state. @param {{get: (name: string) => any}} model
 * @returns {{query: string, isWhole: boolean}} isWhole: whether the data set, if there is one, is in it
 */
export function queryOf(model) {
  const pairs = ARRAYS.map((name) => [name, written(model.get(name))]);
  pairs.push(["hidden", model.get("hidden")], ["show", model.get("show").join(",")]);
  pairs.push(["direction", model.get("direction")]);
  if (model.get("step") !== null) pairs.push(["step", model.get("step")]);
  if (model.get("learning_rate") !== 1) pairs.push(["learning_rate", String(model.get("learning_rate"))]);
  const [X, Y] = [model.get("X"), model.get("Y")];
  const isWhole = !(X && Y) || Y[0].length <= MOST_POINTS;
  if (X && Y && isWhole) pairs.push(["X", written(X)], ["Y", written(Y)]);
  const plain = (text) => text.replaceAll("+", ""); // of 1e+21: in an address + is a space
  return { query: pairs.map(([name, text]) => `${name}=${plain(text)}`).join("&"), isWhole };
}

const written = (rows) => rows.map((row) => row.join(",")).join(";");

/**
 * The traits that a query gives; what it leaves out is as in `usual`. Throws an Error whose message is one sentence.
 * @param {string} query @param {Record<string, any>} usual all traits @param {Known} known
 */
export function traitsOf(query, usual, known) {
  const given = new URLSearchParams(query);
  const names = [...ARRAYS, "hidden", "show", "direction", "step", "learning_rate", "X", "Y"];
  const odd = [...given.keys()].find((name) => !names.includes(name));
  if (odd !== undefined) throw new Error(`This link has a part “${odd}”; there are ${names.join(", ")}.`);
  const traits = { ...usual };
  for (const name of [...ARRAYS, "X", "Y"]) if (given.has(name)) traits[name] = readRows(name, given.get(name));
  if (given.has("hidden")) traits.hidden = oneOf("hidden", given.get("hidden"), ["relu", "sigmoid"]);
  if (given.has("direction")) traits.direction = oneOf("direction", given.get("direction"), known.directions);
  if (given.has("show"))
    traits.show = given
      .get("show")
      .split(",")
      .map((panel) => oneOf("show", panel, known.show));
  traits.step = given.has("step") ? oneOf("step", given.get("step"), stepsOf(traits.hidden)) : null;
  if (given.has("learning_rate")) {
    traits.learning_rate = readNumber("learning_rate", given.get("learning_rate"));
    if (!(traits.learning_rate > 0)) throw new Error(wrong("learning_rate", "above 0", given.get("learning_rate")));
  }
  checkShapes(traits);
  return traits;
}

const wrong = (name, expected, got) => `In this link ${name} must be ${expected}; it is “${got}”.`;

function oneOf(name, text, all) {
  if (!all.includes(text)) throw new Error(wrong(name, `one of ${all.join(", ")}`, text));
  return text;
}

function readNumber(name, text) {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(value)) throw new Error(wrong(name, "made of numbers, as in 1,0.5;1,-1", text));
  return value;
}

function readRows(name, text) {
  const rows = text.split(";").map((row) => row.split(",").map((entry) => readNumber(name, entry)));
  if (rows.some((row) => row.length !== rows[0].length))
    throw new Error(wrong(name, "of rows that are equally long", text));
  const isColumn = name === "x" || name === "b1";
  return isColumn && rows.length === 1 ? rows[0].map((value) => [value]) : rows; // 1,2 is as good as 1;2
}

function checkShapes(traits) {
  const { x, W1, X, Y } = traits;
  const [D, H] = [x.length, W1.length];
  if (D > MOST_INPUTS || H > MOST_UNITS)
    throw new Error(`In this link there are ${D} inputs and ${H} hidden units; there is room for ${MOST_INPUTS} and ${MOST_UNITS}.`);
  const shapes = { x: [D, 1], y: [1, 1], W1: [H, D], b1: [H, 1], W2: [1, H], b2: [1, 1] };
  if (X || Y) Object.assign(shapes, { X: [D, Y?.[0].length ?? X[0].length], Y: [1, X?.[0].length ?? 1] });
  for (const [name, [rows, columns]] of Object.entries(shapes)) {
    const array = traits[name];
    const got = array ? `${array.length} × ${array[0].length}` : "missing";
    if (got !== `${rows} × ${columns}`)
      throw new Error(`In this link ${name} must be ${rows} × ${columns}, for ${D} inputs and ${H} hidden units; it is ${got}.`);
  }
  const labels = [...traits.y[0], ...(Y?.[0] ?? [])];
  if (labels.some((label) => label !== 0 && label !== 1)) throw new Error("In this link a label is neither 0 nor 1.");
}
