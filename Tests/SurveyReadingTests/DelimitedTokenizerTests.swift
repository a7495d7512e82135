#if canImport(Glibc)
  import Glibc
#endif
import Testing

@testable import SurveyReading

@Suite struct DelimitedTokenizerTests {
  static let cases: [(text: String, records: [[String]]?)] = [
    ("", []),
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2\r3,4\r\n5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    ("\"a,b\",c\n", [["a,b", "c"]]),
    ("\"say \"\"hi\"\"\",x", [["say \"hi\"", "x"]]),
    ("\"two\nlines\",x\n1,2", [["two\nlines", "x"], ["1", "2"]]),
    ("\"two\r\nlines\",x\r\n1,2", [["two\r\nlines", "x"], ["1", "2"]]),
    ("\"\",\"\"\n", [["", ""]]),
    (",\n,", [["", ""], ["", ""]]),
    ("a,\n", [["a", ""]]),
    ("\n\na", [[""], [""], ["a"]]),
    ("a\"b,c\"d\n", [["a\"b", "c\"d"]]),
    ("\"a\"b,c\n", [["ab", "c"]]),
    ("\"a\" ,c\n", [["a ", "c"]]),
    ("\"a\"\"\",c\n", [["a\"", "c"]]),
    ("\"\"\"\"\n", [["\""]]),
    ("\"a,b\n1,2\n", nil),
    ("a,\"b\n", nil),
    ("\"a\"\r\n\"b\"\r\n", [["a"], ["b"]]),
    ("\"x\"", [["x"]]),
    ("ä,ö\nü,ß", [["ä", "ö"], ["ü", "ß"]]),
  ]

  @Test(arguments: cases.indices) func `records and cells are as the rules say, however the text is cut`(index: Int) {
    let (text, expected) = Self.cases[index]
    let bytes = Array(text.utf8)
    for chunk in 1...max(1, bytes.count) {
      let found = tokenized(bytes, chunk: chunk)
      #expect(found.map { $0.map { $0.cells.map { String(decoding: $0, as: UTF8.self) } } } == expected)
    }
    #expect(tokenized(bytes, chunk: 1 << 20) == ReferenceParser.records(bytes))
  }

  /// How many random texts are tried: more where the environment asks for more, as the documentation records.
  static let randomTexts = getenv("TOPLINE_RANDOM_TEXTS").flatMap { Int(String(cString: $0)) } ?? 4000
  static let seed: UInt64 = 20_260_728

  @Test func `random texts give what the slow parser gives, for every size of chunk`() {
    let difference = DelimitedAgreement.difference(inRandomTexts: Self.randomTexts, seed: Self.seed)
    #expect(difference == nil)
  }

  @Test func `a record's line counts line ends inside quoted cells, CR LF as one`() {
    let text = Array("a,b\r\n\"x\r\ny\",1\n\"u\rv\nw\",2\n3,4".utf8)
    for chunk in 1...text.count {
      #expect(tokenized(text, chunk: chunk)?.map(\.line) == [1, 2, 4, 7])
    }
  }

  @Test func `an unclosed quotation mark is known by the line it stands in`() {
    var tokenizer = DelimitedTokenizer(delimiter: 0x2C)
    var sink = CollectingSink()
    Array("a,b\n1,2\n\"3,4\n5,6\n".utf8).withUnsafeBufferPointer { tokenizer.consume($0, into: &sink) }
    #expect(tokenizer.openQuoteLine == 3)
  }

  @Test func `text after a closing quotation mark is counted`() {
    var tokenizer = DelimitedTokenizer(delimiter: 0x2C)
    var sink = CollectingSink()
    Array("a\n\"x\"y\n\"z\"\n".utf8).withUnsafeBufferPointer { tokenizer.consume($0, into: &sink) }
    #expect(tokenizer.strayQuotes == 1)
    #expect(tokenizer.firstStrayLine == 2)
  }

  @Test(arguments: [
    ("Frage, die lang ist;b;c\n1;\"x, y\";3\n4;5;6\n", UInt8(ascii: ";"), 3),
    ("a,b,c\n1;2,x,y\n3,4;5,6\n", UInt8(ascii: ","), 3),
    ("a\tb; c\n1, 2\t3\n", 0x09, 2),
    ("IdUE#NAME\n1#x\n", UInt8(ascii: "#"), 2),
    ("a|b|c\n1|2|3\n", UInt8(ascii: "|"), 3),
  ]) func `the delimiter is the one that gives records of one width`(text: String, delimiter: UInt8, width: Int) {
    let finding = DelimiterSniffer.find(Array(text.utf8)[...])
    #expect(finding?.delimiter == delimiter)
    #expect(finding?.width == width)
    #expect(finding?.consistency == 1)
  }
}
