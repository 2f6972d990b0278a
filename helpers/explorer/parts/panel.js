/**
 * What a panel is.
 *
 * @typedef {import("../state/state.js").State} State
 * @typedef {{element: HTMLElement, build: (state: State) => void, update: (state: State) => void,
 *            focus?: (quantity: string) => void, key?: (key: string) => boolean, end?: () => void}} Panel
 *   build: makes the elements for a shape; update: shows a state, and changes nothing but the page; focus: puts the focus
 *   on a number's control; key: does what a key means here, returns whether it means anything; end: frees what it holds
 */
export {};
