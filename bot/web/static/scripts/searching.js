// Searches as one types: what the page marks as live is replaced by what the same address gives.
// Nothing else is touched, so that focus and what is being typed stay.
(() => {
  const form = document.getElementById("searching");
  if (!form || !document.getElementById("results")) return;
  const wait = 250; // milliseconds
  let timer = 0;
  let running = null;

  const address = () => {
    const said = [...new FormData(form)].filter(([, value]) => value.trim());
    return said.length ? `/?${new URLSearchParams(said)}` : "/";
  };

  const show = (page) => {
    document.title = page.title;
    for (const made of page.querySelectorAll("[data-live]")) {
      const old = document.getElementById(made.id);
      if (old && old.innerHTML !== made.innerHTML) old.replaceChildren(...made.childNodes);
    }
    for (const field of form.elements) {
      const made = field.id && page.getElementById(field.id);
      if (!made) continue;
      if (made.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    for (const part of [".languages", ".clock:not([open])"]) {
      const [old, made] = [document.querySelector(part), page.querySelector(part.split(":")[0])];
      if (old && made) old.replaceChildren(...made.childNodes);
    }
  };

  // Gives whether the service has answered, or something newer was asked meanwhile.
  const search = async () => {
    clearTimeout(timer);
    running?.abort();
    const mine = (running = new AbortController());
    const asked = address();
    try {
      const answer = await fetch(asked, { headers: { Accept: "text/html" }, signal: mine.signal });
      if (!answer.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine.signal.aborted) return true;
      show(page);
      history.replaceState(null, "", asked);
      return true;
    } catch {
      return mine.signal.aborted;
    }
  };

  document.addEventListener("input", (what) => {
    if (what.target.form !== form || what.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(search, wait);
  });
  document.addEventListener("compositionend", (what) => {
    if (what.target.form === form) timer = setTimeout(search, wait);
  });
  form.addEventListener("submit", async (what) => {
    what.preventDefault();
    // What cannot be fetched is asked for as without a script, and then says why.
    if (!(await search())) location.assign(address());
  });
})();
