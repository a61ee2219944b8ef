// Comforts only: every page works without this script.
(() => {
  const typed = document.querySelector("#texte");
  const checklist = document.querySelector(".checklist");

  // Outside the text box, a digit goes to a choice (Enter takes it) or ticks a line, and a letter
  // starts a typed answer. A digit alone decides nothing: it may begin « 24 mois ».
  const keys = [...document.querySelectorAll(".card [data-key]")];
  let pressed = "";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input[type=text], textarea")) return;
    if (/^\p{L}$/u.test(event.key)) typed?.focus();
    if (!/^[0-9]$/.test(event.key)) {
      pressed = "";
      return;
    }
    const numbered = (number) => keys.find((one) => one.dataset.key === number);
    pressed = numbered(pressed + event.key) ? pressed + event.key : event.key;
    const target = numbered(pressed);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (target.type === "checkbox") {
      target.click();
      pressed = "";
    }
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

  // A fact changed on a form shows at once what follows; what is not known stays out of the link.
  const form = document.querySelector(".form");
  if (form) {
    document.documentElement.classList.add("scripted");
    form.addEventListener("change", () => {
      for (const select of form.querySelectorAll("select")) select.disabled = select.value === "";
      form.submit();
    });
  }

  // A page that answers typed words takes its case's address: going back to it sends nothing again.
  if (typed?.form.hasAttribute("data-posted")) {
    history.replaceState(null, "", `?${new URLSearchParams({ geste: typed.form.geste.value })}`);
  }
})();
