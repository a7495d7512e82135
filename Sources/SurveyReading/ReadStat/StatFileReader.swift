internal import CReadStat
internal import SurveyModel

/// Reads the files of SPSS, Stata and SAS with ReadStat, from bytes in memory: ReadStat opens no file.
///
/// All unsafe pointers of these formats are in this file.
final class StatFileReader {
  private let bytes: [UInt8]
  fileprivate var position = 0
  fileprivate(set) var file = StatFile()
  fileprivate var message = ""

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What went wrong in ReadStat's words.
  struct Failure: Error {
    var words: String
    /// Whether the file's texts are not in the encoding that it declares.
    var isEncoding: Bool
  }

  /// Reads a file.
  ///
  /// - Parameter encoding: The encoding of its texts, where the file's own word is to be overruled.
  static func read(_ bytes: [UInt8], as kind: StatFile.Kind, encoding: String? = nil) throws(Failure) -> StatFile {
    let reader = StatFileReader(bytes)
    guard let parser = readstat_parser_init() else {
      throw Failure(words: "there is no memory left", isEncoding: false)
    }
    defer { readstat_parser_free(parser) }
    let context = Unmanaged.passUnretained(reader).toOpaque()
    setHandlers(parser, context)
    if let encoding { readstat_set_file_character_encoding(parser, encoding) }
    let error =
      switch kind {
      case .sav: readstat_parse_sav(parser, "", context)
      case .por: readstat_parse_por(parser, "", context)
      case .dta: readstat_parse_dta(parser, "", context)
      case .sas7bdat: readstat_parse_sas7bdat(parser, "", context)
      }
    guard error == READSTAT_OK else {
      let words = readstat_error_message(error).map { String(cString: $0) } ?? "error \(error.rawValue)"
      let isEncoding =
        error == READSTAT_ERROR_CONVERT_BAD_STRING || error == READSTAT_ERROR_UNSUPPORTED_CHARSET
        || error == READSTAT_ERROR_CONVERT
      throw Failure(words: reader.message.isEmpty ? words : reader.message, isEncoding: isEncoding)
    }
    return reader.file
  }

  private static func setHandlers(_ parser: UnsafeMutablePointer<readstat_parser_t>, _ context: UnsafeMutableRawPointer)
  {
    readstat_set_open_handler(parser) { _, _ in 0 }
    readstat_set_close_handler(parser) { _ in 0 }
    readstat_set_seek_handler(parser) { offset, whence, context in reader(context)?.seek(offset, whence) ?? -1 }
    readstat_set_read_handler(parser) { target, count, context in reader(context)?.read(target, count) ?? -1 }
    readstat_set_update_handler(parser) { _, _, _, _ in READSTAT_OK }
    readstat_set_io_ctx(parser, context)
    readstat_set_metadata_handler(parser) { metadata, context in
      if let label = readstat_get_file_label(metadata) { reader(context)?.file.fileLabel = String(cString: label) }
      return go
    }
    readstat_set_note_handler(parser) { _, note, context in
      if let note { reader(context)?.file.notes.append(String(cString: note)) }
      return go
    }
    readstat_set_variable_handler(parser) { _, variable, labels, context in
      reader(context)?.add(variable, labels)
      return go
    }
    readstat_set_fweight_handler(parser) { variable, context in
      if let variable { reader(context)?.file.weight = string(readstat_variable_get_name(variable)) }
      return go
    }
    readstat_set_value_label_handler(parser) { set, value, label, context in
      guard let set, let label else { return go }
      reader(context)?.file.labels[String(cString: set), default: []].append((statValue(value), String(cString: label)))
      return go
    }
    readstat_set_value_handler(parser) { row, variable, value, context in
      reader(context)?.add(value, Int(readstat_variable_get_index(variable)), Int(row))
      return go
    }
    readstat_set_error_handler(parser) { message, context in
      if let message { reader(context)?.message = String(cString: message) }
    }
  }

  private func seek(_ offset: readstat_off_t, _ whence: readstat_io_flags_t) -> readstat_off_t {
    let base =
      switch whence {
      case READSTAT_SEEK_SET: 0
      case READSTAT_SEEK_CUR: position
      default: bytes.count
      }
    let (target, overflow) = base.addingReportingOverflow(Int(offset))
    guard !overflow, target >= 0, target <= bytes.count else { return -1 }
    position = target
    return readstat_off_t(target)
  }

  private func read(_ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    guard let target, count >= 0 else { return -1 }
    let size = min(count, bytes.count - position)
    bytes.withUnsafeBytes { source in
      if size > 0, let start = source.baseAddress { target.copyMemory(from: start + position, byteCount: size) }
    }
    position += size
    return size
  }

  private func add(_ variable: UnsafeMutablePointer<readstat_variable_t>?, _ labels: UnsafePointer<CChar>?) {
    guard let variable else { return }
    let measure: StatVariable.Measure =
      switch readstat_variable_get_measure(variable) {
      case READSTAT_MEASURE_NOMINAL: .nominal
      case READSTAT_MEASURE_ORDINAL: .ordinal
      case READSTAT_MEASURE_SCALE: .scale
      default: .unknown
      }
    let ranges = max(0, min(32, readstat_variable_get_missing_ranges_count(variable)))
    file.variables.append(
      StatVariable(
        name: string(readstat_variable_get_name(variable)), label: string(readstat_variable_get_label(variable)),
        format: string(readstat_variable_get_format(variable)),
        isText: readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_STRING, measure: measure,
        labelSet: string(labels),
        missing: (0..<ranges).map { range in
          (
            statValue(readstat_variable_get_missing_range_lo(variable, range)),
            statValue(readstat_variable_get_missing_range_hi(variable, range))
          )
        }))
    file.columns.append(StatColumn())
  }

  private func add(_ value: readstat_value_t, _ column: Int, _ row: Int) {
    guard file.columns.indices.contains(column) else { return }
    file.count = max(file.count, row + 1)
    file.columns[column].append(statValue(value))
  }
}

private let go = Int32(READSTAT_HANDLER_OK)

private func reader(_ context: UnsafeMutableRawPointer?) -> StatFileReader? {
  context.map { Unmanaged<StatFileReader>.fromOpaque($0).takeUnretainedValue() }
}

private func string(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "" }

private func statValue(_ value: readstat_value_t) -> StatValue {
  if readstat_value_is_tagged_missing(value) != 0 { return .tagged(UInt8(bitPattern: readstat_value_tag(value))) }
  if readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING {
    return .text(string(readstat_string_value(value)))
  }
  if readstat_value_is_system_missing(value) != 0 { return .systemMissing }
  let number = readstat_double_value(value)
  return number.isNaN ? .systemMissing : .number(number)
}
