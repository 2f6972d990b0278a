/** How a talk's own parts look, which stand beside the widgets, and the lab's cells while it shows slides. */
export const STYLE = `
.bp-talk-ask {
  position: fixed;
  z-index: 20;
  bottom: 8px;
  left: 8px;
  width: 32px;
  height: 32px;
  border: 1px solid var(--jp-border-color1);
  border-radius: 50%;
  background: var(--jp-layout-color1);
  color: var(--jp-ui-font-color2);
  font: 16px system-ui, sans-serif;
  cursor: pointer;
}
.bp-talk-told {
  position: fixed;
  z-index: 20;
  bottom: 12px;
  left: 50%;
  margin: 0;
  translate: -50% 0;
  color: var(--jp-ui-font-color1);
  font: 16px system-ui, sans-serif;
}
.bp-talk-help {
  max-width: min(640px, 90vw);
  padding: 16px 24px;
  border: 1px solid var(--jp-border-color1);
  border-radius: 10px;
  background: var(--jp-layout-color1);
  color: var(--jp-ui-font-color1);
  font: 18px/1.4 system-ui, sans-serif;
}
.bp-talk-help th {
  padding: 3px 20px 3px 0;
  text-align: left;
  vertical-align: top;
  white-space: nowrap;
}
@media (max-width: 700px) {
  .bp-talk-help th {
    white-space: normal;
  }
}
.bp-talk-help button {
  margin-top: 12px;
  padding: 4px 14px;
  font: inherit;
}

body[data-jp-deck-mode] :is(.jp-SideBar, .jp-Deck-DesignTools, .jp-Deck .jp-Toolbar, .jp-Deck .jp-InputPrompt,
  .jp-Deck .jp-OutputPrompt, .jp-Deck .jp-Collapser, .jp-Deck .jp-InputPlaceholder) {
  display: none;
}
body[data-jp-deck-mode] .jp-Deck .jp-Notebook {
  flex: 1 1 auto;
  padding-bottom: 40px;
  box-sizing: border-box;
}
body[data-jp-deck-mode] .jp-Deck .jp-WindowedPanel-outer {
  height: 100%;
  padding: 20px 40px 0;
  box-sizing: border-box;
}
body[data-jp-deck-mode] .jupyter-widgets-disconnected::before {
  content: none;
}
body[data-jp-deck-mode] .jp-Deck-Remote {
  height: 40px;
}
body[data-jp-deck-mode] .jp-Deck-Remote :is(.jp-deck-mod-direction-up, .jp-deck-mod-direction-down) {
  display: none;
}
body[data-jp-deck-mode] .jp-Deck .jp-WindowedPanel-viewport {
  justify-content: flex-start;
}
body[data-jp-deck-mode] .jp-Deck .jp-CodeCell:has(.bp-explorer) .jp-Cell-inputWrapper {
  display: none;
}
body[data-jp-deck-mode] .jp-Deck .jp-RenderedHTMLCommon {
  font: 24px/1.4 system-ui, sans-serif;
}
body[data-jp-deck-mode] .jp-Deck .jp-RenderedHTMLCommon h1 {
  margin: 0 0 12px;
  font-size: 48px;
}
body[data-jp-deck-mode] .jp-Deck .jp-RenderedHTMLCommon h2 {
  margin: 0 0 10px;
  font-size: 34px;
}
body[data-jp-deck-mode] .jp-Deck .jp-RenderedHTMLCommon :is(p, ul, ol, table) {
  margin: 0 0 14px;
  font-size: inherit;
}
body[data-jp-deck-mode] .jp-Deck :is(.cm-content, .jp-RenderedText pre) {
  font-size: 18px;
}
body[data-jp-deck-mode] .jp-Deck .jp-RenderedHTMLCommon img {
  max-height: 560px;
}
`;
