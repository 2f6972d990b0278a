/** Whether a kernel holds the model of this view. */

/**
 * Tells now and whenever it changes. @param {any} model @param {(linked: boolean) => void} tell
 * @returns {() => void} what ends it
 */
export function followLink(model, tell) {
  let ended = false;
  let stop = () => {};
  const watch = (whole) => {
    if (ended) return;
    const show = () => tell(whole.comm_live !== false);
    whole.on("comm_live_update", show);
    stop = () => whole.off("comm_live_update", show);
    show();
  };
  Promise.resolve(model.widget_manager.get_model(model.get("_reference"))).then(watch, () => tell(false));
  return () => ((ended = true), stop());
}
