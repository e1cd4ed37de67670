// A slider beside each number, which says the same: the number is what is sent, and works alone where there is no script.
for (const box of document.querySelectorAll("[data-slider]")) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = box.min;
  slider.max = box.max;
  slider.step = box.dataset.step;
  slider.value = box.value || box.defaultValue;
  slider.tabIndex = 0;
  slider.setAttribute("aria-label", document.querySelector(`label[for="${box.id}"]`).textContent.trim());
  slider.addEventListener("input", () => {
    box.value = slider.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  slider.addEventListener("change", (event) => event.stopPropagation());
  box.addEventListener("input", () => { if (box.value !== slider.value) slider.value = box.value; });
  box.after(slider);
}
