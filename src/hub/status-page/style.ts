/** The page's own style; colours and sizes are those of web/design/tokens.css. A state is a shape, a word and a height as well as a colour. */
export const style = `
:root{color-scheme:light dark;
--ground:light-dark(#f4f3ef,#111315);--surface:light-dark(#fdfdfb,#181b1e);--line:light-dark(#e0ded7,#2a2e33);
--ink:light-dark(#1a1c1f,#ecebe7);--soft:light-dark(#4d5157,#b0b3b9);--faint:light-dark(#64686f,#90949c);
--accent:light-dark(#2b4c8c,#93b4f5);--well:light-dark(#0b7568,#5cd3bd);--warn:light-dark(#965906,#f2bd58);
--bad:light-dark(#9c1408,#ff7d5c);--rest:light-dark(#4a4e55,#90949c);--none:light-dark(#d3d0c8,#343a40)}
*{box-sizing:border-box;margin:0}
body{background:var(--ground);color:var(--ink);font:14px/22px Inter,-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Noto Sans","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,sans-serif;
padding:32px 16px;word-break:auto-phrase;overflow-wrap:anywhere}
main,footer{max-width:760px;margin:0 auto}
header{padding:0 4px 24px}
h1{font-size:14px;line-height:22px;font-weight:600;color:var(--soft)}
header p{display:flex;gap:12px;align-items:center;font-size:22px;line-height:30px;font-weight:600;margin-top:8px}
header svg{width:24px;height:24px}
h2{font-size:13px;line-height:20px;font-weight:600;color:var(--soft);padding:0 4px 8px}
section{margin-bottom:24px}
ul{list-style:none;padding:0;background:var(--surface);border:1px solid var(--line);border-radius:8px}
li{padding:16px}
li+li{border-top:1px solid var(--line)}
h3{font-size:14px;line-height:22px;font-weight:600}
.row{display:flex;gap:4px 16px;align-items:center;justify-content:space-between;flex-wrap:wrap}
.is{display:inline-flex;gap:8px;align-items:center;font-weight:500;white-space:nowrap}
svg{flex:none}
.is svg{width:16px;height:16px}
.bars{display:block;width:100%;height:28px;margin:12px 0 4px}
.scale{display:flex;justify-content:space-between;gap:8px;font-size:12px;line-height:16px;color:var(--faint);font-variant-numeric:tabular-nums}
.scale b{font-weight:500;color:var(--soft)}
.note{font-size:13px;line-height:20px;color:var(--soft)}
.up{color:var(--well);fill:var(--well)}.degraded,.partly{color:var(--warn);fill:var(--warn)}
.down{color:var(--bad);fill:var(--bad)}.resting,.unknown{color:var(--rest);fill:var(--rest)}
.bars .unknown{fill:var(--none)}
.is span,header p span{color:var(--ink)}
.key{display:flex;flex-wrap:wrap;gap:4px 16px;padding:8px 4px 0;font-size:12px;line-height:16px;color:var(--faint)}
.key span{display:inline-flex;gap:6px;align-items:flex-end}
.key svg{width:7px;height:16px}
.key .unknown{fill:var(--none)}
footer{display:flex;gap:4px 16px;flex-wrap:wrap;justify-content:space-between;align-items:center;padding:0 4px;font-size:12px;line-height:16px;color:var(--faint);font-variant-numeric:tabular-nums}
a{color:var(--accent);display:inline-flex;align-items:center;min-height:40px;padding:0 8px;margin:0 -8px}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
@media print{body{padding:0}}
`;
