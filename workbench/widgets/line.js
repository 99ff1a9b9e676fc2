// Draws one text. It is untrusted: it goes in through textContent alone.
function render({ model, el }) {
  el.classList.add("wb-line-of-text");
  const draw = () => {
    el.textContent = model.get("value");
    el.classList.toggle("wb-line-title", model.get("is_title"));
  };
  model.on("change:value", draw);
  draw();
  return () => model.off("change:value", draw);
}

export default { render };
