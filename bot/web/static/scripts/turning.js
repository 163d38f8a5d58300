// Shows what an address says in place of what is there, without loading the page anew.
async function turn(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = page.title;
  for (const name of ["lang", "data-zone", "data-clock", "data-chosen"]) {
    const said = page.documentElement.getAttribute(name);
    if (said === null) document.documentElement.removeAttribute(name);
    else document.documentElement.setAttribute(name, said);
  }
  for (const part of ["main", ".clock"]) {
    const [old, made] = [document.querySelector(part), page.querySelector(part)];
    if (!old || !made) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(document.adoptNode(made));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
  return true;
}
