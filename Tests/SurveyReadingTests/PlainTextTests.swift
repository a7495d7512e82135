import Testing

@testable import SurveyReading

@Suite struct `Plain text` {
  @Test(arguments: [
    ("<p>How&nbsp;much do you <b>like</b> it?</p>\n", "How much do you like it?"),
    ("One<br />two<br>three", "One two three"),
    ("<ul><li>a</li><li>b</li></ul>", "a b"),
    ("H<sub>2</sub>O", "H2O"),
    ("age < 18 & > 65", "age < 18 & > 65"),
    ("Fish &amp; chips &lt;now&gt;", "Fish & chips <now>"),
    ("&#39;quoted&#x27; &bogus; &#0;", "'quoted' &bogus; &#0;"),
    ("before<script type='a'>if (a < b) { x(\"</p>\") }</script>after", "before after"),
    ("<style>p { color: red }</style>text", "text"),
    ("<!-- <p>hidden</p> -->shown", "shown"),
    ("<a href=\"x>y\">link</a>", "link"),
    ("<!-- never closed", ""),
    ("<p", "<p"),
    ("  many \n\t spaces\u{A0} ", "many spaces"),
    ("zero\u{200B}width", "zerowidth"),
    ("", ""),
  ]) func `markup goes and words stay`(markup: String, text: String) {
    #expect(PlainText.stripping(markup) == text)
  }
}
