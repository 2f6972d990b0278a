/** The one module that anywidget gets, stored with each widget: so it is short, and all else is in the Sources model `s`. */
export default {
  async render(c) {
    try {
      const s = await c.host.getModel(c.model.get("_sources"));
      const u = URL.createObjectURL(new Blob([s.get("loader")], { type: "text/javascript" }));
      return await (await import(u)).start(c, s, "explorer.js");
    } catch (e) {
      c.el.textContent = `This could not start: ${e.message}`;
      console.error(e);
    }
  },
};
