// In a notebook's frame: take the colours of what is around it, and be as high as the page is.
(function () {
  "use strict";

  // The notebook's theme where it can be asked, else what the reader's system prefers.
  function isDark() {
    try {
      const around = parent.document;
      const theme = around.documentElement.dataset.theme;
      if (theme) return theme === "dark";
      const jupyter = around.body.dataset.jpThemeLight;
      if (jupyter) return jupyter === "false";
    } catch {
      // a frame of another origin
    }
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }

  const fit = () => {
    try {
      if (frameElement)
        frameElement.style.height = `${document.documentElement.offsetHeight + 4}px`;
    } catch {
      // the frame keeps the height that it was given, and scrolls
    }
  };

  const follow = () => (document.documentElement.dataset.theme = isDark() ? "dark" : "light");
  follow();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow);
  new ResizeObserver(fit).observe(document.documentElement);
})();
