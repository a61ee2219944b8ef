// Comforts only: every page works without this script.
(() => {
  const typed = document.querySelector("#texte");
  const finePointer = window.matchMedia("(hover: hover) and (pointer: fine)").matches;
  const checklist = document.querySelector(".checklist");

  // Outside the text box, a digit picks a choice or ticks a line. Where « 1 » could be the start of
  // « 10 », the choice waits a moment, in focus, for the rest.
  const keys = [...document.querySelectorAll(".card [data-key]")];
  let pressed = "";
  let waiting;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    clearTimeout(waiting);
    const before = pressed;
    pressed = "";
    if (event.target.matches("input[type=text], textarea") || !/^[0-9]$/.test(event.key)) return;
    const number = before + event.key;
    const target = keys.find((one) => one.dataset.key === number);
    if (!target) return;
    event.preventDefault();
    if (keys.some((one) => one !== target && one.dataset.key.startsWith(number))) {
      pressed = number;
      target.focus();
      waiting = setTimeout(() => target.click(), 500);
      return;
    }
    target.click();
    if (target.type === "checkbox") target.focus();
  });

  // Enter on an empty line sends the checklist.
  typed?.form.addEventListener("submit", (event) => {
    if (typed.value.trim() !== "") return;
    event.preventDefault();
    checklist?.requestSubmit();
  });
  checklist?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "checkbox") return;
    event.preventDefault();
    checklist.requestSubmit();
  });

  // A line is either ticked or not known.
  checklist?.addEventListener("change", (event) => {
    if (!event.target.checked) return;
    for (const other of event.target.closest("li").querySelectorAll("input")) {
      if (other !== event.target) other.checked = false;
    }
  });

  for (const copy of document.querySelectorAll(".copy")) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const text = copy.parentElement.querySelector("textarea");
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        text.select();
        document.execCommand("copy");
      }
      copy.textContent = copy.dataset.done;
    });
  }

  if (finePointer && !location.hash) typed?.focus({ preventScroll: true });
})();
