// Before the first paint, so that the page does not flash in the wrong colours.
(() => {
  try {
    const wish = localStorage.getItem('jbc-theme');
    if (wish === 'light' || wish === 'dark') document.documentElement.dataset.theme = wish;
  } catch {
    // a browser without storage follows the system
  }
})();
