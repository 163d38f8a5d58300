// Keeps marking what is on in a timetable on a page that is left open. Freshly loaded, the service
// has marked it; hours are instants here, so no zone is needed.
(() => {
  const mark = () => {
    const now = Date.now() / 1000;
    for (const cell of document.querySelectorAll("td[data-until]")) {
      const isOn = Number(cell.dataset.from) <= now && now < Number(cell.dataset.until);
      if (isOn) cell.setAttribute("aria-current", "time");
      else cell.removeAttribute("aria-current");
    }
  };
  if (document.querySelector("td[data-until]")) setInterval(mark, 20000);
})();
