/** The one module that anywidget gets, stored with each widget: so it is short, and all else is in the Sources model `s`. */
export default {
  async render(c) {
    try {
      const s = await c.host.getModel(c.model.get("_sources"));
      const loader = new Blob([s.get("files")["loader.js"]], { type: "text/javascript" });
      return await (await import(URL.createObjectURL(loader))).start(c, s, "explorer.js");
    } catch (e) {
      c.el.textContent = `This could not start: ${e.message}`;
      console.error(e);
    }
  },
};
