/// The rules of the report's page: dark on white, fonts of the reader's system, for screens and for paper.
enum PageStyle {
  static let rules = """
    :root { --ink: #1a1a1a; --soft: #595959; --line: #d4d4d4; --supported: #0b4f8a; --contradicted: #99310d;
      --inconclusive: #595959; color-scheme: light; }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0 auto; padding: 0 1.25rem 3rem; max-width: 74rem; color: var(--ink); background: #fff;
      font: 1rem/1.55 -apple-system, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
      overflow-wrap: break-word; }
    h1, h2, h3, h4, p, ul, dl, figure, blockquote { margin: 0; }
    h1, blockquote { font-family: Charter, "Bitstream Charter", "Sitka Text", Cambria, "Liberation Serif", Georgia, serif; }
    h1 { font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.75rem); line-height: 1.15; font-weight: 600; letter-spacing: -.01em;
      max-width: 24em; text-wrap: balance; }
    h2 { font-size: 1.3125rem; line-height: 1.3; margin: 0 0 1.25rem; padding-top: .75rem;
      border-top: 2px solid var(--ink); }
    h3 { font-size: 1.0625rem; line-height: 1.35; margin: 1.75rem 0 .5rem; }
    a { color: #0b4f8a; text-underline-offset: .15em; }
    a:focus-visible, .scroll:focus-visible { outline: 2px solid #0b4f8a; outline-offset: 3px; }
    .skip { position: absolute; left: -999rem; }
    .skip:focus { left: 1rem; top: 1rem; background: #fff; padding: .5rem; }
    header { padding: 2.5rem 0 1.5rem; }
    .kicker { font-size: .8125rem; letter-spacing: .08em; text-transform: uppercase; color: var(--soft);
      margin-bottom: .5rem; }
    .tally { margin-top: .75rem; font-size: 1.125rem; color: var(--soft); }
    .registration { margin-top: .25rem; color: var(--soft); font-size: .875rem; }
    nav ul { list-style: none; padding: 0; margin-top: 1.25rem; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem;
      font-size: .9375rem; }
    .synthetic { margin: 1rem 0 0; padding: .5rem .875rem; border: 1px solid #8a6100; background: #fff7e0;
      font-size: .875rem; }
    .synthetic strong { text-transform: uppercase; letter-spacing: .06em; margin-right: .35rem; }
    section { margin: 0 0 3rem; }
    .not-done { border: 1.5px solid var(--contradicted); padding: 1rem 1.25rem 1.125rem; }
    .not-done h2 { border: 0; padding: 0; margin-bottom: .5rem; font-size: 1.0625rem; color: var(--contradicted); }
    .not-done ul, .inputs { padding-left: 1.2rem; }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.25rem;
      margin-bottom: 2.5rem; }
    .card { border: 1px solid var(--line); border-top: 4px solid var(--word); padding: 1rem 1.125rem 1rem;
      display: flex; flex-direction: column; gap: .625rem; font-size: .9375rem; line-height: 1.5; }
    .supported { --word: var(--supported); } .contradicted { --word: var(--contradicted); }
    .inconclusive { --word: var(--inconclusive); }
    .direction, .word { color: var(--word); font-weight: 700; }
    .direction { font-size: 1.1875rem; line-height: 1.2; }
    .word { font-size: .9375rem; white-space: nowrap; margin-left: .35rem; }
    .sign { display: inline-block; width: 1em; }
    .card h3 { margin: 0; font-size: 1rem; }
    .claim-id { color: var(--soft); font-weight: 600; margin-right: .25rem; }
    .card blockquote { font-size: 1rem; line-height: 1.45; font-style: italic; padding-left: .75rem;
      border-left: 2px solid var(--line); }
    .estimate { line-height: 1.25; font-variant-numeric: tabular-nums lining-nums; }
    .estimate strong { display: block; font-size: 1.875rem; line-height: 1.15; letter-spacing: -.01em; }
    .estimate span, .interval { color: var(--soft); font-size: .875rem; }
    .strip { display: block; width: 100%; max-width: 26rem; height: auto;
      font-family: "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
    .reason { font-weight: 600; }
    .refutation { font-size: .875rem; color: #404040; margin-top: auto; padding-top: .625rem;
      border-top: 1px solid var(--line); }
    .refutation strong { display: block; color: var(--ink); }
    .more { font-size: .875rem; }
    .picture { margin: 0 0 2.5rem; }
    .scroll { overflow-x: auto; }
    .scroll svg { display: block; width: 100%; max-width: 60rem; min-width: 35rem; height: auto; }
    figcaption { font-size: .875rem; line-height: 1.5; color: #404040; max-width: 46rem; padding-top: .625rem; }
    figcaption strong, figcaption em { color: var(--ink); }
    .evidence { padding: 0 0 1.5rem; margin: 0 0 1.5rem; border-bottom: 1px solid var(--line); }
    .evidence:last-child { border-bottom: 0; }
    .evidence h3 { margin-top: 0; }
    .evidence > p, .part p { max-width: 46rem; }
    .evidence .note { font-size: .875rem; color: #404040; margin-top: .5rem; }
    .evidence .topline-table { margin-top: 1.25rem; }
    .part { margin: 1rem 0 0; padding-left: 1rem; border-left: 2px solid var(--line); }
    .part h4 { font-size: .9375rem; }
    dl { margin: .75rem 0 1rem; max-width: 52rem; font-size: .9375rem; font-variant-numeric: tabular-nums lining-nums; }
    dl div { display: grid; grid-template-columns: minmax(10rem, 17rem) 1fr; gap: .125rem 1.25rem; padding: .3rem 0;
      border-bottom: 1px solid #ececec; }
    dt { color: var(--soft); }
    dd { margin: 0; } dd ul { padding-left: 1.1rem; }
    #methods { max-width: none; } #methods > ul { max-width: 46rem; padding-left: 1.2rem; }
    #methods > p { max-width: 46rem; } #methods .topline-table { margin-top: 1.5rem; }
    .topline-table tbody th[scope=row] { min-width: 9rem; max-width: 26rem; }
    .digest { font: .75rem/1.4 ui-monospace, "Liberation Mono", Consolas, monospace; color: var(--soft);
      overflow-wrap: anywhere; }
    code { font: .875em ui-monospace, "Liberation Mono", Consolas, monospace; }
    footer { border-top: 1px solid var(--line); padding-top: 1rem; font-size: .8125rem; color: var(--soft); }
    @media (max-width: 40rem) {
      body { padding: 0 1rem 2rem; }
      header { padding-top: 1.5rem; }
      dl div { grid-template-columns: 1fr; }
      .topline-table table { font-size: .8125rem; }
    }
    @media print {
      @page { size: A4; margin: 16mm 15mm 18mm; }
      body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.4; }
      header { padding: 5mm 0 6mm; } nav, .skip, .more { display: none; }
      h1 { font-size: 20pt; } h2 { font-size: 12.5pt; margin-bottom: 4mm; } h3 { font-size: 10.5pt; }
      section { margin-bottom: 8mm; }
      .cards { grid-template-columns: repeat(3, 1fr); gap: 3.5mm; margin-bottom: 6mm; }
      .card { padding: 2.5mm 3mm; font-size: 8.25pt; gap: 1.5mm; break-inside: avoid; }
      .card h3 { font-size: 9pt; } .card blockquote { font-size: 8.5pt; } .direction { font-size: 10.5pt; }
      .estimate strong { font-size: 15pt; } .estimate span, .interval, .refutation { font-size: 7.5pt; }
      .picture, .part, dl div, tr, .not-done { break-inside: avoid; }
      h2, h3, h4, caption { break-after: avoid; }
      .scroll { overflow: visible; } .scroll svg { min-width: 0; max-width: 100%; }
      .topline-table { overflow: visible; } .topline-table table { font-size: 7pt; }
      .topline-table th, .topline-table td { padding-right: 1.6mm; } .topline-table tbody th[scope=row] { min-width: 32mm; }
      .topline-table .table-notes, figcaption { font-size: 7.75pt; }
      dl { font-size: 8.75pt; } a { color: inherit; text-decoration: none; }
      .synthetic, .card, .not-done { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    """
}
