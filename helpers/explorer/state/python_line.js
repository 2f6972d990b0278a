/** The present state as one line of Python that makes the explorer again. */
import { PARAMETERS } from "../model/names.js";

/** @param {{get: (name: string) => any}} model */
export function pythonLine(model) {
  const rows = (name) =>
    `[${model
      .get(name)
      .map((row) => `[${row.join(", ")}]`)
      .join(", ")}]`;
  const parameters = `network.Parameters(${PARAMETERS.map(rows).join(", ")})`;
  const problem = `network.Problem(${rows("x")}, ${rows("y")}, ${parameters}, "${model.get("hidden")}")`;
  const show = model
    .get("show")
    .map((name) => `"${name}",`)
    .join(" ");
  const options = [`show=(${show})`];
  if (model.get("step") !== null) options.push(`step="${model.get("step")}"`);
  if (model.get("direction") !== "forward") options.push(`direction="${model.get("direction")}"`);
  if (model.get("X") && model.get("Y")) options.push(`X=${rows("X")}`, `Y=${rows("Y")}`);
  if (model.get("learning_rate") !== 1) options.push(`learning_rate=${model.get("learning_rate")}`);
  const imports = "from helpers import network; from helpers.explorer import Explorer";
  return `${imports}; explorer = Explorer(${[problem, ...options].join(", ")}); explorer`;
}
