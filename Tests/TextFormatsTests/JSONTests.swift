import Testing
import TextFormats

@Suite struct JSONTests {
  @Test func `members keep their order and numbers their digits`() throws {
    let text = #"{"z":1,"a":[0.1,1e-300,-0.0,null,true],"é\n":"\u00e9\ud83d\ude00"}"#
    let value = try JSONValue(parsing: text)
    #expect(value.object?.names == ["z", "a", "é\n"])
    #expect(value["a"]?[1]?.number == 1e-300)
    #expect(value["é\n"]?.string == "é😀")
    #expect(value.serialized(compact: true) == #"{"z":1,"a":[0.1,1e-300,0,null,true],"é\n":"é😀"}"#)
  }

  @Test func `what is written reads back the same`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let number = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &generator))
      guard number.isFinite else { continue }
      let value: JSONValue = ["x": .number(number), "t": .string(String(number) + "\"\\\u{1}\t")]
      let read = try JSONValue(parsing: value.serialized())
      #expect(read["x"]?.number == number)
      #expect(read["t"] == value["t"])
    }
  }

  @Test func `numbers that are not finite are written as null`() {
    #expect(
      JSONValue.array([.number(.nan), .number(.infinity), .finite(nil)]).serialized(compact: true) == "[null,null,null]"
    )
  }

  @Test(arguments: [
    ("", "line 1: the text ends where a value is expected"),
    ("{\"a\" 1}", "line 1: expected ':' after the name \"a\""),
    ("[1,\n2", "line 2: expected ',' or ']'"),
    ("\"abc", "line 1: the text ends inside a string"),
    ("{}\n\nx", "line 3: more text after the end of the document"),
    ("{a:1}", "line 1: expected a member's name in quotes"),
    ("{\"a\":1 \"b\"}", "line 1: expected ',' or '}'"),
    ("nul", "line 1: expected a value"),
    ("\"\\u12\"", "line 1: expected four hexadecimal digits after \\u"),
  ])
  func `a text that is not JSON is refused with its line`(text: String, message: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    do { _ = try JSONValue(parsing: text) } catch { #expect("\(error)" == message) }
  }

  @Test func `nesting cannot exhaust the stack`() {
    let text = String(repeating: "[", count: 1_000_000)
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
  }

  @Test func `a lone surrogate becomes the replacement character`() throws {
    #expect(try JSONValue(parsing: #""\ud800x""#).string == "\u{FFFD}x")
  }

  @Test func `a member that is taken out leaves the others in order`() {
    var object = JSONObject([("a", 1), ("b", 2), ("c", 3)])
    object["b"] = nil
    object["c"] = 4
    #expect(object.names == ["a", "c"])
    #expect(object["c"] == 4)
  }
}
