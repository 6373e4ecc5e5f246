// What the commands take in.
#include "verifier/input.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "crypto/files.h"
#include "reader/read_file.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kDocumentLimit = 32U << 20;
constexpr std::size_t kLinesLimit = 64U << 10;

Result<crypto::Bytes> read_standard_input(std::size_t limit) {
  crypto::Bytes bytes;
  std::array<std::uint8_t, 65536> chunk{};
  for (;;) {
    const ::ssize_t got = ::read(STDIN_FILENO, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::io, fmt::format("standard input: {}", std::strerror(errno)));
    if (got == 0) return bytes;
    bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
    if (bytes.size() > limit)
      return fail(Errc::out_of_range, fmt::format("standard input: more than {} bytes", limit));
  }
}

bool is_picture_or_pdf(crypto::ByteView content) {
  const std::string_view text = crypto::as_text(content);
  return text.starts_with("\x89PNG") || text.starts_with("\xFF\xD8\xFF") ||
         text.substr(0, 1024).find("%PDF-") != std::string_view::npos;
}

}  // namespace

Result<crypto::Bytes> read_input(const std::string& file, std::size_t limit) {
  return file == "-" ? read_standard_input(limit) : crypto::read_file(file, limit);
}

Result<Document> read_document(const std::string& file) {
  auto bytes = read_input(file, kDocumentLimit);
  if (!bytes) return std::unexpected(bytes.error());
  return document_of(std::move(*bytes));
}

Result<Document> document_of(crypto::Bytes content) {
  if (!is_picture_or_pdf(content)) return Document{{}, std::move(content)};
  auto pages = reader::read_bytes(content);
  if (!pages) return std::unexpected(pages.error());
  return Document{std::move(*pages), {}};
}

Result<Document> sent_document(crypto::Bytes content) {
  auto document = document_of(std::move(content));
  if (!document && document.error().code != Errc::unavailable)
    document.error().code = Errc::unreadable;
  return document;
}

reader::Reading one_view(const std::vector<reader::Reading>& pages) {
  reader::Reading view;
  for (const auto& page : pages) {
    view.barcodes.insert(view.barcodes.end(), page.barcodes.begin(), page.barcodes.end());
    view.mrzs.insert(view.mrzs.end(), page.mrzs.begin(), page.mrzs.end());
    const bool another = view.seal && page.seal && *view.seal != *page.seal;
    view.several_seals |= page.several_seals || another;
    if (!view.seal) view.seal = page.seal;
  }
  if (view.several_seals) view.seal.reset();
  return view;
}

Result<std::string> read_lines_argument(const std::string& argument) {
  if (argument == "-" || argument.starts_with('@')) {
    auto bytes = read_input(argument == "-" ? argument : argument.substr(1), kLinesLimit);
    if (!bytes) return std::unexpected(bytes.error());
    return std::string(crypto::as_text(*bytes));
  }
  std::string text = argument;
  // A shell passes `\n` as two characters; an MRZ has no backslash of its own.
  for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos; ++at)
    text.replace(at, 2, "\n");
  return text;
}

Result<visa::Instant> instant_or(const std::string& text, visa::Instant otherwise) {
  if (text.empty()) return otherwise;
  return visa::parse_instant(text);
}

}  // namespace evisa::verifier
