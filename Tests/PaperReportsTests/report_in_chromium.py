#!/usr/bin/env python3
"""Opens a report in headless Chromium and fails where a reader would.

    report_in_chromium.py REPORT.html [FOLDER]

Checks at 1280 and 390 pixels: no console message, no request but the file itself, a content security policy, every
figure, table and card with a box, no part wider than the window, every reference between elements resolved. With
FOLDER, screenshots (wide.png, narrow.png) and a PDF (print.pdf) are written there to be looked at.

Needs only Python's own library and Chromium, which it speaks to over a pipe (Chrome DevTools Protocol).
"""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


class Chromium:
    """A headless Chromium, spoken to over a pipe."""

    def __init__(self, program, profile):
        to_read, to_write = os.pipe()
        from_read, from_write = os.pipe()

        def place():
            # Chromium reads commands from descriptor 3 and writes to 4; the copies go high first, so that neither end
            # is overwritten.
            os.dup2(to_read, 203)
            os.dup2(from_write, 204)
            os.dup2(203, 3)
            os.dup2(204, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-extensions", "--disable-background-networking", "--hide-scrollbars",
             "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=place)
        os.close(to_read)
        os.close(from_write)
        self.out = os.fdopen(to_write, "wb", buffering=0)
        self.into = os.fdopen(from_read, "rb", buffering=0)
        self.buffer = b""
        self.number = 0
        self.session = None
        self.events = []

    def message(self):
        while b"\0" not in self.buffer:
            piece = self.into.read(65536)
            if not piece:
                raise RuntimeError("Chromium went away")
            self.buffer += piece
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        self.out.write(json.dumps(command).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.message())

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["text"])
        return result["result"].get("value")

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
            self.process.wait(timeout=20)
        except Exception:
            self.process.kill()


PROBE = """
(() => {
  const seen = [];
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '');
  for (const e of document.querySelectorAll('figure.picture, figure.picture svg, .topline-table table, .card, .strip')) {
    const box = e.getBoundingClientRect();
    if (!(box.width > 20 && box.height > 10)) seen.push('no box: ' + name(e));
  }
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg') || e.closest('.scroll') || e.closest('.topline-table') || e.closest('.skip')) continue;
    const box = e.getBoundingClientRect();
    if (box.right > window.innerWidth + 1) seen.push('wider than the window: ' + name(e) + ' ' + e.className);
  }
  if (document.documentElement.scrollWidth > window.innerWidth) seen.push('the page scrolls sideways');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  if (new Set(ids).size != ids.length) seen.push('an id stands twice');
  for (const attribute of ['aria-labelledby', 'aria-describedby']) {
    for (const e of document.querySelectorAll('[' + attribute + ']')) {
      for (const id of e.getAttribute(attribute).split(' ')) {
        if (!document.getElementById(id)) seen.push(attribute + ' leads nowhere: ' + id);
      }
    }
  }
  for (const e of document.querySelectorAll('a[href^="#"]')) {
    if (!document.getElementById(e.getAttribute('href').slice(1))) seen.push('a link leads nowhere: ' + e.href);
  }
  for (const e of document.querySelectorAll('figure.picture svg')) {
    if (e.getAttribute('role') != 'img' || !e.querySelector('title')) seen.push('a figure without a name');
  }
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
  if (!policy || !policy.content.includes("default-src 'none'")) seen.push('no content security policy');
  if (document.querySelectorAll('h1').length != 1) seen.push('not exactly one h1');
  return seen;
})()
"""


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    report = pathlib.Path(sys.argv[1]).resolve()
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else None
    program = next((found for name in ("chromium", "chromium-browser", "google-chrome", "chrome")
                    if (found := shutil.which(name))), None)
    if program is None:
        sys.exit("no Chromium on this machine: install the package chromium")
    troubles = []
    with tempfile.TemporaryDirectory() as profile:
        browser = Chromium(program, profile)
        try:
            target = browser.call("Target.createTarget", url="about:blank")["targetId"]
            browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                browser.call(domain + ".enable")
            for label, width, height in (("wide", 1280, 900), ("narrow", 390, 844)):
                browser.events.clear()
                browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                             mobile=width < 600)
                browser.call("Page.navigate", url=report.as_uri())
                browser.wait_for("Page.loadEventFired")
                troubles += [f"{label}: {trouble}" for trouble in browser.evaluate(PROBE)]
                for event in browser.events:
                    method, parameters = event.get("method"), event.get("params", {})
                    if method == "Log.entryAdded":
                        troubles.append(f"{label}: console: {parameters['entry']['text']}")
                    elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
                        troubles.append(f"{label}: console: {json.dumps(parameters)[:200]}")
                    elif method == "Network.requestWillBeSent":
                        url = parameters["request"]["url"]
                        if url != report.as_uri() and not url.startswith("data:"):
                            troubles.append(f"{label}: asks for {url}")
                if folder:
                    folder.mkdir(parents=True, exist_ok=True)
                    picture = browser.call("Page.captureScreenshot", captureBeyondViewport=True)
                    (folder / f"{label}.png").write_bytes(base64.b64decode(picture["data"]))
            figures = browser.evaluate("document.querySelectorAll('figure.picture').length")
            cards = browser.evaluate("document.querySelectorAll('.card').length")
            tables = browser.evaluate("document.querySelectorAll('.topline-table').length")
            if folder:
                browser.call("Emulation.clearDeviceMetricsOverride")
                document = browser.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
                (folder / "print.pdf").write_bytes(base64.b64decode(document["data"]))
        finally:
            browser.close()
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    print(f"{report.name}: {cards} verdicts, {figures} figures, {tables} tables, {len(troubles)} troubles")
    sys.exit(1 if troubles else 0)


if __name__ == "__main__":
    main()
