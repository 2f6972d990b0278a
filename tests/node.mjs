// Runs JavaScript for tests/node.py: a line of JSON asks, a line of JSON answers. What JSON lacks is written as an
// object: {"$number": "NaN"}, {"$module": "model/network.js"} and {"$handle": 3}, a result that was kept.
import { createInterface } from "node:readline";

const folder = process.argv[2];
const kept = [];

async function decoded(value) {
  if (Array.isArray(value)) return Promise.all(value.map(decoded));
  if (value === null || typeof value !== "object") return value;
  if ("$number" in value) return Number(value.$number);
  if ("$module" in value) return import(`${folder}/${value.$module}`);
  if ("$handle" in value) return kept[value.$handle];
  const entries = Object.entries(value).map(async ([name, one]) => [name, await decoded(one)]);
  return Object.fromEntries(await Promise.all(entries));
}

function encoded(_, value) {
  const isOdd = typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0));
  return isOdd ? { $number: Object.is(value, -0) ? "-0" : String(value) } : value;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { code, argument, keep } = JSON.parse(line);
  let answer;
  try {
    const value = await (0, eval)(`(${code})`)(await decoded(argument));
    answer = { value: keep ? { $handle: kept.push(value) - 1 } : (value ?? null) };
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer, encoded)}\n`);
}
process.exit(); // whatever timers the modules have left
