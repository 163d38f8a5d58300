// Tells the service on which clock this device is, unless somebody chose another one. Times are
// worked out by the service alone: the browser's own zone data may be years old.
(() => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const root = document.documentElement;
  const said = (name) => document.cookie.split("; ").includes(name);
  const cookie = `here=${encodeURIComponent(here || "")}`;
  if (!here || said(cookie)) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${cookie}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  // Where cookies are not kept, the page stays on the clock of the host. It may be the device's too.
  const shown = root.dataset.zone || root.dataset.clock;
  if (said(cookie) && !("chosen" in root.dataset) && shown !== here) turn(location.href);
})();
