// Quick exit: Shift three times within a second and a half does what the button does. Nothing here is needed to use a page.
(() => {
  const exit = document.querySelector("a.exit");
  let times = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") { times = []; return; }
    const now = performance.now();
    times = [...times.filter((time) => now - time < 1500), now];
    if (times.length === 3) { leave(event); }
  });
  function leave(event) {
    event.preventDefault();
    for (const field of document.querySelectorAll("input,textarea")) { if (field.type !== "hidden") { field.value = ""; } }
    try { sessionStorage.clear(); localStorage.clear(); } catch { /* storage is shut: nothing to clear */ }
    location.replace(exit.href);
  }
  exit?.addEventListener("click", leave);
})();
