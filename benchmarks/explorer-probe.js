/**
 * What explorer.py puts into the lab's page, before the lab's own code, to see when a picture is there.
 * A frame is made in one task: animation callbacks, style, layout, paint. A message posted in it arrives right after.
 *
 * @typedef {{time: number, painted: number}} Frame its boundary, and when it was painted
 */
(() => {
  const probe = (window.probe = { drawn: null, opened: null, moves: null, watching: false, selectors: [] });
  let lastPointer = NaN; // when the browser had the pointer's last move

  /** @returns {Promise<Frame>} the next frame, once it is painted */
  const nextFrame = () =>
    new Promise((done) =>
      requestAnimationFrame((time) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done({ time, painted: performance.now() });
        port2.postMessage(null);
      }),
    );

  /** The first frame in which `there` holds. @param {() => any} there @param {string} what */
  async function firstFrame(there, what) {
    const end = performance.now() + 20_000;
    for (;;) {
      const frame = await nextFrame();
      if (there()) return frame;
      if (frame.painted > end) throw new Error(`${what}: nothing was drawn within 20 s`);
    }
  }

  /** What each selector's elements look like: pixels of a canvas, source of an image, text of anything else. */
  const pictures = () =>
    probe.selectors.map((selector) =>
      [...document.querySelectorAll(selector)].map((e) => e.toDataURL?.() ?? e.src ?? e.outerHTML).join("\n"),
    );
  probe.pictures = pictures;

  // A key: from the browser's time stamp to the frame that shows what it changed.
  let changed = false;
  const change = () => (changed = true);
  document.addEventListener("keydown", (event) => probe.watching && (probe.drawn = drawn(event)), true);

  async function drawn(event) {
    changed = false;
    const frame = await firstFrame(() => changed, event.key);
    return { at: event.timeStamp, ...frame, pictures: pictures() };
  }

  /** How a subject shows that it has drawn. */
  const watch = {
    /** Numbers in the page: the computed one, a2, is written. */
    number() {
      const written = (records) => records.some(({ target }) => target.getAttribute("data-quantity") === "a2");
      const options = { subtree: true, attributeFilter: ["data-value"] };
      new MutationObserver((records) => written(records) && change()).observe(document.body, options);
    },
    /** A picture from the kernel: a new <img>, decoded. */
    image() {
      const seek = (node) => (node.nodeName === "IMG" ? node : node.querySelector?.("img"));
      const heard = (records) =>
        records.flatMap((record) => [...record.addedNodes]).forEach((node) => seek(node)?.decode().then(change));
      new MutationObserver(heard).observe(document.body, { subtree: true, childList: true });
    },
    /** Pixels from the kernel: drawn on a canvas that is in the page. */
    canvas() {
      const { drawImage } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.drawImage = function (...what) {
        drawImage.apply(this, what);
        if (this.canvas.isConnected) change();
      };
    },
  };

  const watched = new Set();
  /** Begin to look for it; once is enough. @param {"number" | "image" | "canvas"} how */
  probe.watchFor = (how) => {
    if (!watched.has(how)) watch[how]();
    watched.add(how);
  };

  // A drag: for each event of the slider, what it asked for and what the frame after it showed. The browser keeps a move of
  // the pointer until a frame begins, and makes the slider's event only then: the time is the move's.
  document.addEventListener("pointermove", (event) => (lastPointer = event.timeStamp), true);
  document.addEventListener("input", ({ target }) => probe.moves?.push(moved(Number(target.value))), true);

  /** Begin to listen, once the press is drawn; the first entry is the state before the drag. @param {string} slider */
  probe.followDrag = async (slider) => {
    await allDrawn();
    probe.moves = [{ asked: Number(document.querySelector(slider).value), shown: number("z1[1]") }];
  };

  /** All entries, the last one with what is there now, when every message has come back. */
  probe.endDrag = async () => {
    const all = await Promise.all(probe.moves);
    await allDrawn();
    probe.moves = null;
    return [...all, { ...all.at(-1), shown: number("z1[1]") }];
  };

  /** Two frames: what waits for the next one is drawn in it or, on a slow machine, in the one after. */
  async function allDrawn() {
    await nextFrame();
    await nextFrame();
  }

  async function moved(asked) {
    const at = lastPointer;
    const frame = await nextFrame();
    return { asked, at, ...frame, shown: number("z1[1]") };
  }

  const number = (quantity) =>
    Number(document.querySelector(`.bp-explorer [data-quantity="${quantity}"]`)?.getAttribute("data-value"));

  /** Frame boundaries over some time, and how many training steps were made in it. @param {number} milliseconds */
  probe.frames = async (milliseconds) => {
    const before = number("step");
    const times = [];
    do times.push(await new Promise(requestAnimationFrame));
    while (times.at(-1) - times[0] < milliseconds);
    return { times, steps: number("step") - before };
  };

  // Opening: from the message with the cell's output to the frame with the first numbers.
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", ({ data }) => !probe.opened && isOutput(data) && (probe.opened = opened()));
    }
  };

  function isOutput(data) {
    const text = data instanceof ArrayBuffer ? new TextDecoder().decode(data) : String(data);
    return /execute_result|display_data/.test(text) && text.includes("application/vnd.jupyter.widget-view+json");
  }

  async function opened() {
    const arrived = performance.now();
    const first = () => document.querySelector('.bp-explorer [data-quantity="a2"]')?.textContent;
    return (await firstFrame(first, "opening")).painted - arrived;
  }
})();
