/** Every word that the explorer says, in one place. Names of quantities (W1[1,2], z1[1], …) are the same in any language. */

/** Why what was typed is not read as a number, and what to write instead; the reasons are those of expression.js. */
const unreadable = {
  comma: (typed) =>
    `the comma in “${typed}” can be read in more than one way. Write a decimal point, and nothing between thousands.`,
  point: (typed) => `the point in “${typed}” can be read in more than one way. Write 0.5 for a decimal, 2*3 for a product.`,
  space: (typed) => `the space in “${typed}” can be read in more than one way. Write one number, such as 1000 or 3/2.`,
  argument: (typed) => `“${typed}” can be read in more than one way. Use brackets, as in ln(1/2) or (ln 1)/2.`,
  power: (typed) => `“${typed}” can be read in more than one way. Use brackets, as in e^(-1/2) or (e^-1)/2.`,
  fraction: (typed) => `“${typed}” can be read in more than one way. Use brackets, as in (1/2)*3 or 1/(2*3).`,
  recurring: (typed) => `“${typed}” can be read in more than one way. Write 1/3 or 0.333 for a decimal, 2*(3) for a product.`,
  exponent: (typed) => `the e in “${typed}” can be read in more than one way. Write 1e-3 for a power of ten, 2*e for a product.`,
  plusMinus: (typed) => `“${typed}” may mean two numbers. Write one number, or a sum such as 0.5 + (-0.1).`,
  base: (typed) => `the base in “${typed}” can be read in more than one way. Write ln(2), log2(2) or log10(2).`,
  sides: (typed) => `“${typed}” has a number on each side. Write only one of them.`,
  percent: (typed) => `“${typed}” is in percent. Write 0.5 for 50%.`,
  ratio: (typed) => `“${typed}” is a ratio. Write 1/2 for one half.`,
  infinite: (typed) => `“${typed}” is not a number: its value is infinite, or not real.`,
};

export const words = {
  explorer: (D, H) =>
    `Explorer: a network with ${D} ${D === 1 ? "input" : "inputs"} and ${H} hidden ${H === 1 ? "unit" : "units"}`,
  panels: {
    network: "Network",
    formulas: "Formulas",
    boundary: "Boundary",
    loss: "Loss",
    walk: "Walk",
    train: "Train",
    count: "Why backwards",
  },
  shown: "Panels",
  skip: "Skip this explorer",
  end: "End of the explorer",
  /** How a screen reader calls a letter of a formula. */
  letter: (name, { place = "", transposed = false }) =>
    [name, place && `entry ${place.replace(",", " ")}`, transposed && "transposed"].filter(Boolean).join(" "),
  sheets: "What stands below the graph",
  allNumbers: "All numbers",
  controls: "Numbers to drag",
  hidden: "hidden layer",
  activations: { sigmoid: "sigmoid", relu: "ReLU" },
  back: "Back to the problem's numbers",
  undo: "Undo",
  redo: "Redo",
  takeAlong: {
    button: "Copy as Python",
    line: "The line of Python",
    copied: "Copied: one line of Python that makes this explorer again.",
  },
  link: {
    button: "Copy link",
    line: "The link",
    copied: "Copied: a link that opens this explorer, with these numbers, on a page of its own.",
    partial: "Copied, without the data set: so many points don't fit into an address.",
  },
  notCopied: "The browser does not let a page copy here; the line is below, selected.",
  groups: {
    x: "x, the input",
    W1: "W1, hidden weights",
    b1: "b1, hidden biases",
    W2: "W2, output weights",
    b2: "b2, output bias",
  },
  label: "y, the label",
  notANumber: (name, typed, why) =>
    why
      ? `${name}: ${unreadable[why](typed)} ${name} is unchanged.`
      : `${name}: “${typed}” is not a number. Type one such as -0.5, 1e-3, -1/2 or ln 2; ${name} is unchanged.`,
  unlinked: "Saved explorer: everything moves here, but Python does not see it until you run this cell.",
  direction: "direction",
  directions: { forward: "forward", backward: "backward", both: "both" },
  legend: {
    value: "value",
    slope: "∂L/∂…: how much L changes for each unit that it moves",
    edges: { backward: "lines: ∂L/∂w", both: "lines: w, pale where one step puts it" },
    signs: "solid above 0, dashed below, dotted 0",
    next: "on a slider: where one step puts it",
  },
  graphKeys: "Keys: F forward, B backward, the same key again both; S takes one step.",
  blame: {
    off: "off",
    dead: "dead",
    saturated: "saturated",
    offForward: (z, value) => `${z} = ${value} is not above 0, so ReLU gives 0`,
    offUnit: (z, value) => `${z} = ${value} is not above 0, so ReLU gives 0, and no slope comes back through it`,
    deadUnit: (unit) => `hidden unit ${unit} is off at every point of the data set, so no step moves its weights`,
    saturatedUnit: (z, value, slope) =>
      `${z} = ${value} is far from 0, where σ is flat: a slope that comes back is multiplied by ${slope}`,
    saturatedOutput: (z2, slope) => `z2 = ${z2} is far from 0, where σ is flat: ∂a2/∂z2 = ${slope}`,
  },
  path: {
    name: "The way back from L",
    choose: "slope of L with respect to",
    veiled: "The walk has not reached this slope.",
    onlyForward: "This walk goes forward only. End it to see the slopes.",
    several: (count) => `${count} paths lead there; their products add up.`,
    gate: (slope, z) => `The slope of the activation there is ${slope}, as ${z}.`,
    above: (z) => `${z} is above 0`,
    notAbove: (z) => `${z} is not above 0`,
    sigma: (a) => `it is ${a} (1 − ${a})`,
    remarks: {
      W1: "∂L/∂z of its unit, times the input that this weight multiplies.",
      W2: "∂L/∂z of the output, times the a that this weight multiplies.",
      b1: "∂L/∂z of its unit, times 1: a bias is only added.",
      b2: "∂L/∂z of the output, times 1: a bias is only added.",
      a1: "∂L/∂z of the output, times the weight on the way.",
      z1: "∂L/∂a of this unit, times the slope of its activation.",
      z2: "The first two links together.",
      a2: "Every path starts here: how L changes with the answer.",
    },
  },
  step: {
    take: "Take one step",
    promise: (cost, now) => `${cost} is ${now}. If its slopes stayed the same, one step would bring it to `,
    really: "; in fact it comes to ",
    tooLong: "No loss is below 0: the step is too long to trust the slopes.",
    onData: (N) =>
      `The step follows ∂J/∂…, the ${N === 1 ? "slopes at the one point of the data set" : `mean of the slopes over all ${N} points`}, not those at this x.`,
    impossible: "No step can be made here: L, or a number after the step, would not be finite.",
    goes: (to) => ` → ${to}`,
  },
  overflow: (names) => `∞ in ${names}: the numbers before it are too large for a float64.`,
  rounded: (a2) => `∞ in dL_da2: a2 has rounded to ${a2}, and no number divides by 0.`,
  undivided: "dL_dz2 = a2 − y needs no division.",
  undefinedNumber: (names) => `NaN in ${names}: ∞ and 0, or two ∞ of different sign, met there.`,
  networkSummary: (known) =>
    known.length ? known.map(([name, value]) => `${name} is ${value}`).join(", ") : "nothing computed yet",
  graphShows: (D, H, held) =>
    `A graph of ${D} ${D === 1 ? "input" : "inputs"}, ${H} hidden ${H === 1 ? "unit" : "units"} and the output, with the numbers of the sliders on it${held ? `; the way back from L to ${held} is lit` : ""}`,
  told: (cost, J, a2) =>
    [J === null ? "" : `${cost} is ${J}`, a2 === null ? "" : `a2 is ${a2}`].filter(Boolean).join(", "),
  toldSlope: (held, slope) => `the slope of L with respect to ${held} is ${slope}`,
  graphHint: "Drag a weight or a unit up or down; click it to reach its slider.",
  reading: (known) => known.map(([name, value]) => `${name.replace("dL_d", "∂L/∂")} = ${value}`).join(",  "),

  forward: "Forward",
  backward: "Backward",

  hints: {
    weight: "Drag a weight, or a unit.",
    slider: "Drag a slider, or use the arrow keys.",
    x: "Drag x over the plane.",
  },

  count: {
    head: ["network", "parameters", "one at a time", "at 1 ms a pass", "backwards", "at 1 ms a pass"],
    present: (D, H) => `this one: D = ${D}, H = ${H}`,
    other: (D, H) => `D = ${D}, H = ${H}`,
    many: "a million parameters",
    passes: (count) => `${count} forward`,
    there: "1 forward, 1 back",
    lasts: (passes) => (passes < 1000 ? `${passes} ms` : `${Math.round(passes / 60000)} min`),
    agreed: (difference) =>
      `Both ways give the same slopes; the largest difference is ${difference}. One at a time means: move each parameter by 10⁻⁶, and see how far L moves.`,
    differ: (difference) =>
      `Here the two ways differ, by ${difference} at most: at a kink of ReLU, or where L bends strongly, a move of 10⁻⁶ to one side does not give the slope.`,
    unknown: () => "Here the numbers are too large for a move of 10⁻⁶ to tell a slope.",
  },

  boundary: {
    plane: (x1, x2, a2) =>
      `a2 over the plane of x[1] and x[2]. x is at (${x1}, ${x2})${a2 === null ? "" : `, where a2 is ${a2}`}.`,
    handle: (x1, x2) => `x, at (${x1}, ${x2}); arrow keys move it`,
    atX: "at x",
    reading: (x1, x2) => `(${x1}, ${x2})`,
    scale: "a2",
    half: "a2 = 1/2",
    kink: (hidden) => (hidden === "relu" ? "z1 = 0, a kink" : "z1 = 0"),
    data: ["y = 0", "y = 1"],
    x: "x",
    veiled: "The plane shows a2, which the walk has not reached.",
    table: "The network at each point; a plane needs two inputs",
    row: "point",
    more: (count) => `… and ${count} more`,
    click: "a click",
    clicks: { x: "moves x", 0: "adds ○ 0", 1: "adds ● 1" },
    clickHint: "While adding, a click on a point removes it.",
    addHere: (y) => `Add x with y = ${y}`,
    removeNearest: "Remove the point nearest x",
  },

  loss: {
    slice: (cost, name) => `${cost} as ${name} moves, all else as it is`,
    choose: "parameter",
    slope: (cost, name) => `slope ∂${cost}/∂${name}`,
    curve: (cost) => `${cost} over the steps of training`,
    noRun: "Train, and its curve is drawn here.",
    veiled: "The loss is shown when the walk has reached it.",
    at: (name, value, cost, J) => `${name} = ${value}: ${cost} = ${J}`,
    step: (step, cost, J) => `step ${step}: ${cost} = ${J}`,
    steps: "step",
  },

  walk: {
    start: "Start the walk",
    predict: "predict first",
    back: "Back",
    next: "Next",
    hide: "Hide",
    show: "Show",
    smaller: "Smaller",
    bigger: "Bigger",
    size: "Size of this explorer",
    end: "End",
    step: "step",
    keys: "Keys: N next, B back, H hide or show, + and − for the size.",
    ask: (entry) => `${entry} =`,
    answer: (entry) => `your ${entry}`,
    check: "Check",
    formula: "The step's formula",
    right: (typed, full) => `${typed} is right, shown as ${full}.`,
    exactly: (typed) => `${typed} is right.`,
    wrong: (typed) => `${typed} is not it. Try again, or show it.`,
    empty: "Type your number first.",
    notANumber: (typed, why) =>
      why
        ? `Not clear: ${unreadable[why](typed)}`
        : `“${typed}” is not a number. Type one such as -0.5, -1/2 or ln 2.`,
    first: "Type your number first.",
    slip: (typed, mistake) => `Not ${typed}. ${mistake}`,
    other: (typed, place, name, wanted) =>
      `Not ${typed}. That is entry ${place}, ${name}; entry ${wanted} is asked for.`,
    questions: {
      P1: "What does hidden unit 1 add up?",
      P2: "What do the other hidden units add up?",
      P3: "What does hidden unit 1 pass on?",
      P4: "What do the other hidden units pass on?",
      P5: "What does the output unit add up?",
      P6: "What is the network's answer, ŷ?",
      M1: "What does each hidden unit add up?",
      M2: "What does ReLU let through?",
      M3: "What does the output unit add up?",
      M4: "What is the network's answer, ŷ?",
      M5: "What does this answer cost, given y?",
      D1: "How much does L move when a2 moves a little?",
      D2: "How much does a2 move when z2 moves a little?",
      D3: "How much does L move when z2 moves a little?",
      D4: "How much does L move when an output weight moves a little?",
      D5: "How much does L move when the output bias moves a little?",
      D6: "How much does L move when a1, a hidden unit's output, moves a little?",
      D7: "How much does L move when z1, a hidden unit's sum, moves a little?",
      D8: "How much does L move when a hidden weight moves a little?",
      D9: "How much does L move when a hidden bias moves a little?",
    },
  },

  talk: {
    title: "Keys for slides",
    close: "Close",
    keys: [
      ["→, N, Page Down, Space", "next slide"],
      ["←, B, Page Up", "the slide before"],
      ["Home, End", "first and last slide"],
      ["P", "predict: collect the guesses of the class for the question here; P again ends it"],
      ["R", "reveal: show the answer, or what is folded; R again hides it"],
      ["+, −", "bigger, smaller"],
      ["S", "speaker notes, in a window of their own"],
      ["F", "full screen"],
    ],
  },
  ask: {
    question: (name) => `Question: ${name}`,
    equals: (label) => (/[=:]/.test(label) ? `${label}:` : `${label} =`),
    check: "Check",
    hint: "Hint",
    reveal: "Show the answer",
    conceal: "Hide the answer",
    hintOf: (name) => `Hint: ${name}`,
    answer: (name) => `Answer: ${name}`,
    truths: { true: "True", false: "False" },
    signs: { "+": "positive", 0: "0", "−": "negative" },
    lengths: ["the number of rows", "the number of columns"],
    entry: (place) => `entry ${place}`,
    entryOf: (label, place) => `${label}, ${place}`,
    several: (name) => `${name} (all that apply)`,
    laidOut: (rows, columns) =>
      [`${rows} ${rows === 1 ? "row" : "rows"}`, `${columns} ${columns === 1 ? "column" : "columns"}`].join(", "),
    right: "Right.",
    again: "Try again, or show the answer.",
    empty: "Type your number first.",
    emptyAt: (place) => `Still empty: ${place}.`,
    choose: "Choose first.",
    chooseFor: (label) => `${label}: choose first.`,
    not: (typed) => `Not ${typed}.`,
    notAt: (place, typed) => `Not ${typed} for ${place}.`,
    of: (label, words) => `${label}: ${words}`,
    notThat: "Not that one.",
    count: (right, all) =>
      right
        ? `${right} of ${all} ${right === 1 ? "is" : "are"} right.`
        : all === 2
          ? "Neither is right yet."
          : `None of the ${all} is right yet.`,
    chosen: (hits, extra, missing) =>
      [
        hits ? `${hits} of yours ${hits === 1 ? "is" : "are"} right` : "None of yours is right",
        extra && hits ? `${extra} ${extra === 1 ? "is" : "are"} not` : "",
        missing && !extra ? `${missing} ${missing === 1 ? "is" : "are"} missing` : "",
      ]
        .filter(Boolean)
        .join(", ") + ".",
    digits: (count) => `It is rounded too early: ${count === 1 ? "1 digit is" : `${count} digits are`} asked for.`,
    exact: "It is rounded. The exact number is asked for, perhaps as a fraction.",
    shapeTurned: "Rows come first, then columns.",
    elsewhere: (place) => `That is ${place}.`,
    partRight: "right.",
    partWrong: "not that.",
    solved: "Solved",
    notKept: "This browser can't keep your answers: they are gone when you close the page.",
    collecting: "Collecting guesses: Enter adds one, R shows the answer. G ends it.",
    noMore: "Guesses are no longer collected.",
    add: "Add this guess",
    guesses: "Guesses: ",
    printed: "Answers",
  },

  progress: {
    title: "Your answers",
    count: (solved, all) => (all ? `${solved} of ${all} solved` : ""),
    goOn: (title) => `Continue where I was: ${title}`,
    begin: "Start with the first question",
    anew: "Begin anew",
    sure: "This forgets all of your answers in this browser. Your code and notes stay.",
    yes: "Forget my answers",
    no: "Keep them",
    done: "Forgotten. You can begin anew.",
  },

  train: {
    play: "Play",
    pause: "Pause",
    step: "One step",
    reset: "Reset",
    learningRate: "learning rate",
    notARate: (typed, rate, why) =>
      why
        ? `learning rate: ${unreadable[why](typed)} It is still ${rate}.`
        : `learning rate: “${typed}” is not a number above 0; it is still ${rate}.`,
    speed: "speed",
    speeds: { 1: "1 step a frame", 10: "10 steps a frame", 0: "full speed" },
    on: "train on",
    point: "x and y",
    data: (N) => (N ? `the data set, ${N} ${N === 1 ? "point" : "points"}` : "a data set (none yet)"),
    seed: "seed",
    notASeed: (typed, last) =>
      `seed: type a whole number from 0 to ${last}; “${typed}” is none. The weights are unchanged.`,
    draw: "Draw new weights",
    steps: "steps",
    noStart: (cost) => `${cost} is not finite here, so there is no slope to follow. Make the numbers smaller first.`,
    endless: (step) =>
      `Stopped after step ${step}: the next step would make the loss infinite. The learning rate is too large for these numbers.`,
    above: (cost, first, last) =>
      `${cost} ends at ${last}, above ${first}, where it started: the steps were too large.`,
    replay: (steps) => `A run from Python, ${steps} steps; drag to play it back`,
    replayed: "step of the run",
  },
};
