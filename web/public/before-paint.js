// Runs before the first paint, so that nobody sees the wrong theme flash by. Storage may be blocked: then the system decides.
try {
  var theme = localStorage.getItem('yagura.theme');
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
    for (var meta of document.querySelectorAll('meta[name=theme-color]'))
      meta.media = meta.dataset.theme === theme ? 'all' : 'not all';
  }
  document.documentElement.lang =
    localStorage.getItem('yagura.language') || (navigator.language.indexOf('ja') === 0 ? 'ja' : 'en');
} catch {
  document.documentElement.lang = navigator.language.indexOf('ja') === 0 ? 'ja' : 'en';
}
