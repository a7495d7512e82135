/// The templates of the report's page, compiled in so that the binary needs no folder of resources.
enum PageTemplates {
  static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="Topline {{version}}">
    <title>{{title}}{{#isSynthetic}} (synthetic data){{/isSynthetic}}</title>
    <style>
    {{{style}}}
    </style>
    </head>
    <body>
    <a class="skip" href="#verdicts">Skip to the verdicts</a>
    {{#isSynthetic}}<p class="synthetic" role="note"><strong>Synthetic</strong> {{syntheticNotice}}</p>
    {{/isSynthetic}}<header>
    <p class="kicker">Topline report</p>
    <h1 dir="auto">{{title}}</h1>
    {{#hasVerdicts}}<p class="tally">{{tally}}</p>{{/hasVerdicts}}
    {{#isRegistered}}<p class="registration">{{registration}}</p>{{/isRegistered}}
    <nav aria-label="Contents"><ul>
    {{#hasVerdicts}}<li><a href="#verdicts">Verdicts</a></li>{{/hasVerdicts}}
    {{#hasFigures}}<li><a href="#figures">Figures</a></li>{{/hasFigures}}
    {{#hasTables}}<li><a href="#tables">Tables</a></li>{{/hasTables}}
    {{#hasVerdicts}}<li><a href="#evidence">Evidence</a></li>{{/hasVerdicts}}
    <li><a href="#methods">Methods and disclosure</a></li>
    </ul></nav>
    </header>
    <main>
    {{#hasNotDone}}<section class="not-done" aria-labelledby="not-done-heading">
    <h2 id="not-done-heading">What could not be done</h2>
    <ul>
    {{#notDone}}<li>{{.}}</li>
    {{/notDone}}</ul>
    </section>
    {{/hasNotDone}}{{#hasVerdicts}}<section id="verdicts" aria-labelledby="verdicts-heading">
    <h2 id="verdicts-heading">Verdicts</h2>
    <div class="cards">
    {{#verdicts}}{{> card}}{{/verdicts}}</div>
    {{{verdictTable}}}</section>
    {{/hasVerdicts}}{{#hasFigures}}<section id="figures" aria-labelledby="figures-heading">
    <h2 id="figures-heading">Figures</h2>
    {{#figures}}<figure class="picture" id="{{anchor}}">
    <div class="scroll" tabindex="0" role="group" aria-label="Figure {{id}}">{{{svg}}}</div>
    <figcaption><strong>Figure {{id}}.</strong> <em>{{title}}</em> {{caption}}</figcaption>
    </figure>
    {{/figures}}</section>
    {{/hasFigures}}{{#hasTables}}<section id="tables" aria-labelledby="tables-heading">
    <h2 id="tables-heading">Tables</h2>
    {{#tables}}{{{.}}}{{/tables}}</section>
    {{/hasTables}}{{#hasVerdicts}}<section id="evidence" aria-labelledby="evidence-heading">
    <h2 id="evidence-heading">How each verdict was reached</h2>
    {{#verdicts}}{{> evidence}}{{/verdicts}}</section>
    {{/hasVerdicts}}{{> methods}}</main>
    <footer><p>Made by Topline {{version}} from the study “{{study}}”. The same data and plan give the same bytes.</p></footer>
    </body>
    </html>

    """

  static let card = """
    <article class="card {{direction}}" aria-labelledby="{{anchor}}-card">
    <p class="direction"><span class="sign" aria-hidden="true">{{sign}}</span> {{direction}}</p>
    <h3 id="{{anchor}}-card" dir="auto"><span class="claim-id">{{id}}</span> {{says}}</h3>
    {{#hasQuote}}<blockquote dir="auto"><p>“{{quote}}”</p></blockquote>
    {{/hasQuote}}<p class="estimate"><strong>{{estimate}}</strong> <span>{{estimateName}}</span></p>
    <p class="interval">{{interval}}{{base}}</p>
    {{{strip}}}
    {{#hasReason}}<p class="reason">Why: {{reason}}</p>
    {{/hasReason}}<p dir="auto">{{sentence}}</p>
    <p class="refutation" dir="auto"><strong>What would have refuted it</strong> {{refutation}}</p>
    <p class="more"><a href="#{{anchor}}">Evidence for {{id}}</a></p>
    </article>

    """

  static let evidence = """
    <article class="evidence" id="{{anchor}}">
    <h3 dir="auto"><span class="claim-id">{{id}}</span> {{says}} <span class="word {{direction}}"><span aria-hidden="true">{{sign}}</span> {{direction}}</span></h3>
    <p dir="auto">{{sentence}}</p>
    <dl>
    <div><dt>{{estimateName}}</dt><dd>{{estimate}}; {{interval}}{{base}}</dd></div>
    {{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
    {{/facts}}{{#effects}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
    {{/effects}}{{#hasBounds}}<div><dt>Missing answers</dt><dd>{{bounds}}</dd></div>
    {{/hasBounds}}{{#hasRequired}}<div><dt>What a clear answer would need</dt><dd><ul>{{#required}}<li>{{.}}</li>{{/required}}</ul></dd></div>
    {{/hasRequired}}<div><dt>What would have refuted it</dt><dd dir="auto">{{refutation}}</dd></div>
    </dl>
    {{#notes}}<p class="note" dir="auto">{{.}}</p>
    {{/notes}}{{{tests}}}
    {{#parts}}<div class="part" id="{{anchor}}">
    <h4 dir="auto"><span class="claim-id">{{id}}</span> {{says}} <span class="word {{direction}}"><span aria-hidden="true">{{sign}}</span> {{direction}}</span></h4>
    <p dir="auto">{{sentence}}</p>
    </div>
    {{/parts}}</article>

    """

  static let methods = """
    <section id="methods" aria-labelledby="methods-heading">
    <h2 id="methods-heading">Methods and disclosure</h2>
    <h3>Sample</h3>
    <dl>
    {{#sample}}<div><dt>{{name}}</dt><dd dir="auto">{{value}}</dd></div>
    {{/sample}}{{#hasNotStated}}<div><dt>Not stated</dt><dd>{{notStated}}</dd></div>
    {{/hasNotStated}}<div><dt>Weights and design</dt><dd>{{weighting}}</dd></div>
    </dl>
    {{{exclusions}}}{{{preparation}}}{{{missing}}}
    {{#hasDefaults}}<h3>Defaults that were used</h3>
    <ul>
    {{#defaults}}<li>{{.}}</li>
    {{/defaults}}</ul>
    {{/hasDefaults}}{{#hasInputs}}<h3>Data</h3>
    <ul class="inputs">
    {{#inputs}}<li><strong>{{name}}</strong>, {{format}}, {{size}} bytes<br><span class="digest">SHA-256 {{digest}}</span></li>
    {{/inputs}}</ul>
    {{/hasInputs}}<h3>Checking these numbers</h3>
    <p>Every number stands at full precision in <code>report.json</code>; <code>manifest.json</code> lists all files with
    their SHA-256.{{#hasNotebooks}} These notebooks compute the numbers again by another road:{{#notebooks}} <code>{{.}}</code>{{/notebooks}}.{{/hasNotebooks}}</p>
    </section>

    """
}
