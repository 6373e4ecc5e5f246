// What the commands take in: files, standard input, typed text, instants.
#pragma once

#include <string>
#include <vector>

#include "reader/reading.h"
#include "visa/date.h"
#include "visa/result.h"

namespace evisa::verifier {

/// The bytes of a file, or of standard input for `-`. Errors: not_found, io, out_of_range.
[[nodiscard]] Result<crypto::Bytes> read_input(const std::string& file, std::size_t limit);

/// A document file: a picture or PDF with its readings, or the bytes of a scanned code.
struct Document {
  std::vector<reader::Reading> pages;  ///< empty: `scanned` holds a code's own content
  crypto::Bytes scanned;
};
/// Errors: as `read_input`, and those of the reader for a damaged picture or PDF.
[[nodiscard]] Result<Document> read_document(const std::string& file);
[[nodiscard]] Result<Document> document_of(crypto::Bytes content);
/// The same of what somebody sent: whatever is wrong with it is that it cannot be read. Errors:
/// unreadable.
[[nodiscard]] Result<Document> sent_document(crypto::Bytes content);
/// All pages as one view: different seals on different pages are several seals.
[[nodiscard]] reader::Reading one_view(const std::vector<reader::Reading>& pages);

/// MRZ lines as typed: `L1\nL2` with a backslash and n, `@FILE`, or `-` for standard input.
[[nodiscard]] Result<std::string> read_lines_argument(const std::string& argument);

/// `text`, or `otherwise` when it is empty. Errors: as parse_instant.
[[nodiscard]] Result<visa::Instant> instant_or(const std::string& text, visa::Instant otherwise);

}  // namespace evisa::verifier
