internal import CReadStat
internal import SurveyModel

/// Writes a layout as a file of SPSS or Stata with ReadStat, into memory.
///
/// All unsafe pointers of these formats' writers are in this file.
final class StatFileWriter {
  /// What file is written.
  enum Kind: Sendable, Hashable { case sav, zsav, dta }

  private var bytes: [UInt8] = []
  private let kind: Kind
  private let layout: StatLayout
  private var hasSets = false

  private init(_ layout: StatLayout, _ kind: Kind) {
    self.layout = layout
    self.kind = kind
  }

  /// The file's bytes.
  ///
  /// - Throws: ``WritingError`` in ReadStat's words.
  static func write(
    _ layout: StatLayout, as kind: Kind, count: Int, title: String, file: String
  ) throws(WritingError) -> [UInt8] {
    let target = StatFileWriter(layout, kind)
    guard let writer = readstat_writer_init() else { throw failure(READSTAT_ERROR_MALLOC, file) }
    defer { readstat_writer_free(writer) }
    readstat_set_data_writer(writer) { data, length, context in
      guard let data, let context else { return -1 }
      Unmanaged<StatFileWriter>.fromOpaque(context).takeUnretainedValue().take(
        UnsafeRawBufferPointer(start: data, count: length))
      return length
    }
    var short = title
    while short.utf8.count > (kind == .dta ? 80 : 64) { short.removeLast() }
    readstat_writer_set_file_label(writer, short)
    // No file tells when it was made: the same survey gives the same bytes.
    readstat_writer_set_file_timestamp(writer, 0)
    if kind == .zsav { readstat_writer_set_compression(writer, READSTAT_COMPRESS_BINARY) }
    if kind == .sav { readstat_writer_set_compression(writer, READSTAT_COMPRESS_ROWS) }
    if kind == .dta { readstat_writer_set_file_format_version(writer, 118) }
    let variables = layout.fields.enumerated().map { add($1, number: $0, to: writer, kind) }
    // Long texts of Stata's stand behind the data, whose place is written before it: they must all be known by then.
    var longTexts: [String: UnsafeMutablePointer<readstat_string_ref_t>] = [:]
    for (field, variable) in zip(layout.fields, variables) where variable?.pointee.type == READSTAT_TYPE_STRING_REF {
      for case .text(let text) in field.cells where longTexts[text] == nil {
        longTexts[text] = readstat_add_string_ref(writer, text)
      }
    }
    let context = Unmanaged.passUnretained(target).toOpaque()
    let begun =
      kind == .dta
      ? readstat_begin_writing_dta(writer, context, count) : readstat_begin_writing_sav(writer, context, count)
    try check(begun, file)
    for respondent in 0..<count {
      try check(readstat_begin_row(writer), file)
      for (field, variable) in zip(layout.fields, variables) {
        try check(insert(field.cells[respondent], variable, writer, longTexts), file)
      }
      try check(readstat_end_row(writer), file)
    }
    try check(readstat_end_writing(writer), file)
    return target.bytes
  }

  private static func check(_ error: readstat_error_t, _ file: String) throws(WritingError) {
    if error != READSTAT_OK { throw failure(error, file) }
  }

  private static func failure(_ error: readstat_error_t, _ file: String) -> WritingError {
    let words = readstat_error_message(error).map { String(cString: $0) } ?? "error \(error.rawValue)"
    return WritingError(
      .kind, place: Place(file: file), found: "a survey that cannot be written: \(words)",
      expected: "a survey that the format holds", remedy: "write it in another format, such as CSV")
  }

  // MARK: The dictionary

  private static func add(
    _ field: StatField, number: Int, to writer: UnsafeMutablePointer<readstat_writer_t>, _ kind: Kind
  ) -> UnsafeMutablePointer<readstat_variable_t>? {
    let isLong = kind == .dta && (field.width ?? 0) > 2045
    let type = field.width == nil ? READSTAT_TYPE_DOUBLE : isLong ? READSTAT_TYPE_STRING_REF : READSTAT_TYPE_STRING
    let variable = readstat_add_variable(writer, field.name, type, isLong ? 0 : field.width ?? 0)
    readstat_variable_set_label(variable, field.label)
    if let format = field.format, kind != .dta || format.hasPrefix("%") {
      readstat_variable_set_format(variable, format)
    }
    let measure =
      switch field.level {
      case .nominal: READSTAT_MEASURE_NOMINAL
      case .ordinal: READSTAT_MEASURE_ORDINAL
      case .scale: READSTAT_MEASURE_SCALE
      }
    readstat_variable_set_measure(variable, measure)
    if !field.labels.isEmpty {
      let set = readstat_add_label_set(
        writer, field.width == nil ? (kind == .dta ? READSTAT_TYPE_INT32 : READSTAT_TYPE_DOUBLE) : READSTAT_TYPE_STRING,
        "labels\(number)")
      for (cell, label) in field.labels { add(cell, label, to: set, kind) }
      readstat_variable_set_label_set(variable, set)
    }
    if field.isWeight, kind != .dta { readstat_writer_set_fweight_variable(writer, variable) }
    declareMissing(field, variable)
    return variable
  }

  private static func add(
    _ cell: StatCell, _ label: String, to set: UnsafeMutablePointer<readstat_label_set_t>?, _ kind: Kind
  ) {
    switch cell {
    case .number(let number) where kind == .dta:
      if let whole = Int32(exactly: number) { readstat_label_int32_value(set, whole, label) }
    case .number(let number): readstat_label_double_value(set, number, label)
    case .text(let text): readstat_label_string_value(set, text, label)
    case .tagged(let tag): readstat_label_tagged_value(set, CChar(bitPattern: tag.asciiValue ?? 0x61), label)
    case .missing: break
    }
  }

  /// SPSS takes three values, or a range and one value.
  private static func declareMissing(_ field: StatField, _ variable: UnsafeMutablePointer<readstat_variable_t>?) {
    if field.missing.count <= 3 {
      for cell in field.missing {
        switch cell {
        case .number(let number): readstat_variable_add_missing_double_value(variable, number)
        default: break
        }
      }
    } else if let (low, high) = field.missingRange {
      readstat_variable_add_missing_double_range(variable, low, high)
    }
  }

  // MARK: Cells

  private static func insert(
    _ cell: StatCell, _ variable: UnsafeMutablePointer<readstat_variable_t>?,
    _ writer: UnsafeMutablePointer<readstat_writer_t>,
    _ longTexts: [String: UnsafeMutablePointer<readstat_string_ref_t>]
  ) -> readstat_error_t {
    switch cell {
    case .number(let number): readstat_insert_double_value(writer, variable, number)
    case .tagged(let tag):
      readstat_insert_tagged_missing_value(writer, variable, CChar(bitPattern: tag.asciiValue ?? 0x61))
    case .missing: readstat_insert_missing_value(writer, variable)
    case .text(let text):
      if variable?.pointee.type == READSTAT_TYPE_STRING_REF {
        readstat_insert_string_ref(writer, variable, longTexts[text])
      } else {
        readstat_insert_string_value(writer, variable, text)
      }
    }
  }

  // MARK: Multiple-response sets

  /// Takes what ReadStat writes; before the record that ends the dictionary, the sets that it has no way to write.
  private func take(_ data: UnsafeRawBufferPointer) {
    let isEnd =
      kind == .sav && !hasSets && data.count >= 8 && data.prefix(8).elementsEqual([0xE7, 3, 0, 0, 0, 0, 0, 0])
    if isEnd {
      hasSets = true
      bytes += setRecord()
    }
    bytes += data
  }

  private func setRecord() -> [UInt8] {
    guard !layout.sets.isEmpty else { return [] }
    let short = shortNames()
    var text: [UInt8] = []
    for set in layout.sets {
      let label = Array(set.label.utf8)
      let name = set.name.filter { $0.isLetter || $0.isNumber || $0 == "_" }
      let counted = Array(set.tickedCode.utf8)
      text += Array("$\(name)=D\(counted.count) ".utf8) + counted + Array(" \(label.count) ".utf8) + label
      for variable in set.variables { text += Array(" \((short[variable] ?? variable).lowercased())".utf8) }
      text.append(0x0A)
    }
    return Self.little(7) + Self.little(7) + Self.little(1) + Self.little(text.count) + text
  }

  /// The short name of each variable, from the record that ReadStat has just written.
  private func shortNames() -> [String: String] {
    var names: [String: String] = [:]
    let mark = Self.little(7) + Self.little(13) + Self.little(1)
    guard let start = bytes.indices.last(where: { bytes[$0...].starts(with: mark) }) else { return names }
    let length = bytes[(start + 12)..<(start + 16)].reversed().reduce(0) { $0 << 8 | Int($1) }
    for pair in bytes[(start + 16)..<min(bytes.count, start + 16 + length)].split(separator: 0x09) {
      let parts = pair.split(separator: 0x3D, maxSplits: 1)
      if parts.count == 2 {
        names[String(decoding: parts[1], as: UTF8.self)] = String(decoding: parts[0], as: UTF8.self)
      }
    }
    return names
  }

  private static func little(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
}

extension StatField {
  /// The range that holds all values declared missing and no other label's value; nil where there is none.
  var missingRange: (low: Double, high: Double)? {
    let numbers = missing.compactMap { cell -> Double? in if case .number(let number) = cell { number } else { nil } }
    guard let low = numbers.min(), let high = numbers.max(), numbers.count == missing.count else { return nil }
    let others = labels.contains { cell, _ in
      if case .number(let number) = cell { number >= low && number <= high && !numbers.contains(number) } else { false }
    }
    let isUsed = cells.contains { cell in
      if case .number(let number) = cell { number >= low && number <= high && !numbers.contains(number) } else { false }
    }
    return others || isUsed ? nil : (low, high)
  }
}
