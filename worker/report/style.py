"""The page's one style sheet: system fonts, light and dark, wide and narrow, screen and paper."""

STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d2430;--soft:#5b6472;--rule:#d9d6cd;--card:#fff;
--link:#174ea6;
--direct:#fde9a9;--mixed:#cfe6d4;--indirect:#d6e4f7;--reported:#ecdcf3;
--direct-line:#9a6b00;--mixed-line:#2c6e3f;--indirect-line:#2b5c9e;--reported-line:#76418f;
--with:#2a7a55;--plain:#5f6b7c;--against:#b4452f;--on:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#e6e8ec;--soft:#a0a9b8;--rule:#313846;
--card:#1b212b;--link:#8ab4f8;
--direct:#4d3f12;--mixed:#1f4229;--indirect:#1d3857;--reported:#41294d;
--direct-line:#e3b341;--mixed-line:#7cc48f;--indirect-line:#86b3ee;--reported-line:#c795dd;
--with:#63c295;--plain:#9aa6b8;--against:#ee8e78;--on:#14181f}}
*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.page{max-width:76rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
a{color:var(--link)}h1,h2{font-family:Charter,"Iowan Old Style",Georgia,"Noto Serif",serif;line-height:1.2;
letter-spacing:-.01em}
h1{font-size:clamp(1.8rem,4.5vw,2.9rem);margin:.2rem 0 .4rem}h2{font-size:1.55rem;margin:0}
h2 a{color:inherit;text-decoration-color:var(--rule);text-underline-offset:.15em}
.brand{margin:0;font-weight:700;letter-spacing:.09em;text-transform:uppercase;font-size:.78rem;
color:var(--against)}
.lede,.meta,.office,figcaption,caption{color:var(--soft)}.lede{margin:0;max-width:44rem}
.figures{display:flex;flex-wrap:wrap;gap:.4rem 2.6rem;margin:1.6rem 0;padding:1rem 0;
border-block:1px solid var(--rule)}
.figures p{margin:0;line-height:1.2}.figures b{display:block;font:600 2rem/1.1 Charter,Georgia,serif;
font-variant-numeric:tabular-nums}
.figures span{font-size:.85rem;color:var(--soft)}
.overview{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:2rem;align-items:start;
margin-bottom:1.5rem}
figure{margin:0}.overview .scroll{margin-top:1.6rem}
.overview>div>:first-child{margin-top:0}
figcaption,caption{font-size:.85rem;text-align:left;margin-bottom:.5rem;padding:0}
svg{width:100%;height:auto;display:block}.axis{stroke:var(--rule)}
svg text{font-size:11px;text-anchor:middle;fill:var(--soft)}
svg .count{fill:var(--ink);font-weight:600}rect.with{fill:var(--with)}rect.plain{fill:var(--plain)}
rect.against{fill:var(--against)}
.keys{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:.6rem 0 0;padding:0;list-style:none;
font-size:.83rem;color:var(--soft)}
.dot{display:inline-block;width:.75em;height:.75em;border-radius:2px;margin-right:.4em}
.dot.with{background:var(--with)}.dot.plain{background:var(--plain)}.dot.against{background:var(--against)}
.scroll{overflow-x:auto}.matrix{border-collapse:separate;border-spacing:2px;font-size:.82rem;
font-variant-numeric:tabular-nums}
.matrix th{font-weight:500;text-align:left;white-space:nowrap;padding:.1rem .5rem .1rem 0}
.matrix thead th{vertical-align:bottom;padding:0}
.matrix thead span{writing-mode:vertical-rl;transform:rotate(180deg);display:block;margin:0 auto;
padding:.2rem 0}
.matrix thead .with{color:var(--with)}.matrix thead .against{color:var(--against)}
.matrix td{min-width:2rem;height:1.6rem;text-align:center;
background:color-mix(in srgb,var(--rule) 28%,transparent);border-radius:3px}
.matrix thead td,.matrix .sum{background:none}.matrix .sum{font-weight:600}
td.with{--tone:var(--with)}td.plain{--tone:var(--plain)}td.against{--tone:var(--against)}
td.shade1{background:color-mix(in srgb,var(--tone) 18%,transparent)}
td.shade2{background:color-mix(in srgb,var(--tone) 36%,transparent)}
td.shade3{background:color-mix(in srgb,var(--tone) 55%,transparent)}
td.shade4{background:var(--tone);color:var(--on);font-weight:600}
.toc{columns:2 22rem;column-gap:2.5rem;padding-left:1.3rem;margin:.4rem 0 0;font-size:.93rem}
.toc li{break-inside:avoid;margin:.15rem 0}
.toc small{color:var(--soft)}details{margin:1.2rem 0}summary{cursor:pointer;font-weight:600}
article{border-top:2px solid var(--ink);padding-top:1.1rem;margin-top:3rem}
.meta{margin:.3rem 0 1.2rem;font-size:.88rem}
.row{display:grid;grid-template-columns:minmax(0,42rem) minmax(0,1fr);gap:0 2.2rem;align-items:start}
.text{margin:0 0 1.1rem;font:1.09rem/1.75 Charter,"Iowan Old Style",Georgia,"Noto Serif",serif;
overflow-wrap:anywhere}
mark{color:inherit;padding:.12em .08em;border-radius:2px;-webkit-box-decoration-break:clone;
box-decoration-break:clone;border-bottom:2px solid}
mark.direct{background:var(--direct);border-color:var(--direct-line)}
mark.mixed{background:var(--mixed);border-color:var(--mixed-line)}
mark.indirect{background:var(--indirect);border-color:var(--indirect-line);border-bottom-style:dashed}
mark.reported{background:var(--reported);border-color:var(--reported-line);border-bottom-style:dotted}
mark.nested{box-shadow:0 4px 0 -1px var(--paper),0 5px 0 0 currentColor}mark.aside{background:none}
.cue{text-decoration:underline;text-decoration-color:var(--soft);text-decoration-thickness:1px;
text-underline-offset:.22em}
.ref{font:700 .68rem/1 system-ui,sans-serif;text-decoration:none;color:var(--on);background:var(--ink);
border-radius:99px;padding:.16em .5em;vertical-align:.28em;margin-right:.3em}
mark:has(:target),.card:target{outline:3px solid var(--link);outline-offset:2px}
.cards{display:grid;gap:.6rem;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));
padding-bottom:1.1rem}
.card{background:var(--card);border:1px solid var(--rule);border-left:4px solid;border-radius:6px;
padding:.55rem .8rem;font-size:.86rem;line-height:1.4}
.card.direct{border-left-color:var(--direct-line)}.card.mixed{border-left-color:var(--mixed-line)}
.card.indirect{border-left-color:var(--indirect-line)}
.card.reported{border-left-color:var(--reported-line)}.card.aside{opacity:.78}
.card p{margin:0}.who .ref{vertical-align:.1em}.who b{overflow-wrap:anywhere}.card .what{margin:.35rem 0}
.act,.kind,.flag{display:inline-block;font-size:.75rem;border-radius:99px;padding:.05rem .55rem;
border:1px solid}
.act{color:var(--on)}.act.with{background:var(--with);border-color:var(--with)}
.act.plain{background:var(--plain);border-color:var(--plain)}
.act.against{background:var(--against);border-color:var(--against)}.flag{border-style:dashed}
.kind.direct{color:var(--direct-line)}.kind.mixed{color:var(--mixed-line)}
.kind.indirect{color:var(--indirect-line)}.kind.reported{color:var(--reported-line)}
dl{display:grid;grid-template-columns:auto 1fr;gap:0 .7rem;margin:0}dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}small{color:var(--soft)}
.bar{display:inline-block;width:4.5rem;height:.4rem;border-radius:9px;background:var(--rule);
vertical-align:.1em;overflow:hidden}
.bar i{display:block;height:100%;background:var(--soft)}
.talkers{width:100%;border-collapse:collapse;margin-top:1.6rem;font-size:.88rem;line-height:1.3}
.talkers th{text-align:left;font-weight:500;padding:.25rem .8rem .25rem 0;width:55%;overflow-wrap:anywhere}
.talkers b{font-weight:500}.talkers small{display:block}.talkers .sum{text-align:right;font-weight:600;
width:2rem;font-variant-numeric:tabular-nums}
.stack{display:flex;height:.8rem;gap:1px}.stack i{border-radius:2px}
.stack .with{background:var(--with)}.stack .plain{background:var(--plain)}
.stack .against{background:var(--against)}
.travels{margin:2rem 0}.ways{display:grid;gap:1.4rem 2.5rem;align-items:start;
grid-template-columns:repeat(auto-fill,minmax(min(100%,30rem),1fr));margin-top:1.2rem}
.travel{min-width:0}.travel svg{min-width:30rem}.travel summary{font-weight:400;font-size:.9rem}
.travel details{margin:.3rem 0}
.travel figcaption b{color:var(--ink);font-weight:500;overflow-wrap:anywhere}
svg .row,svg .end{text-anchor:end}svg .start{text-anchor:start}
circle.source,.dot.source{fill:var(--ink);background:var(--ink)}
circle.relay,.dot.relay{fill:var(--link);background:var(--link)}
circle.translation,.dot.translation{fill:var(--reported-line);background:var(--reported-line)}
.variants{font-size:.9rem}.variants p{margin:.1rem 0;overflow-wrap:anywhere}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--rule);color:var(--soft);font-size:.85rem}
@media(max-width:36rem){figure:not(.travel) svg text{font-size:19px}}
@media(max-width:56rem){.overview,.row{grid-template-columns:minmax(0,1fr)}}
@media print{.row{break-inside:avoid}body{font-size:11pt}.page{max-width:none;padding:0}}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
"""
