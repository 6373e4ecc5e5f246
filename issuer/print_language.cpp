// Cairo writes the catalog last, so text put into it moves nothing but the table after it: only the
// number behind `startxref` changes. Whatever does not look exactly so is refused.
#include "issuer/print_language.h"

#include <fmt/format.h>

#include <charconv>
#include <string>

namespace evisa::issuer {
namespace {

constexpr std::string_view kCatalog = "<< /Type /Catalog\n";
constexpr std::string_view kStart = "\nstartxref\n";

std::unexpected<Error> unknown_shape(std::string_view what) {
  return fail(Errc::unsupported, fmt::format("PDF without {} where Cairo 1.16 writes it", what));
}

}  // namespace

Result<crypto::Bytes> with_language(crypto::Bytes pdf, std::string_view language) {
  const std::string_view text = crypto::as_text(pdf);
  const auto catalog = text.rfind(kCatalog);
  const auto start = text.rfind(kStart);
  if (catalog == text.npos || start == text.npos || start < catalog)
    return unknown_shape("a catalog and startxref");
  const auto number_at = start + kStart.size();
  std::size_t table = 0;
  const auto parsed = std::from_chars(text.data() + number_at, text.data() + text.size(), table);
  const auto end_of_catalog = text.find("\nendobj\n", catalog);
  if (parsed.ec != std::errc() || end_of_catalog == text.npos || table != end_of_catalog + 8 ||
      text.substr(table, 5) != "xref\n")
    return unknown_shape("the cross-reference table after the catalog");
  const std::string entry =
      fmt::format("   /Lang ({})\n   /ViewerPreferences << /DisplayDocTitle true >>\n", language);
  const auto insert_at = catalog + kCatalog.size();
  std::string result;
  result.reserve(text.size() + entry.size() + 8);
  result.append(text.substr(0, insert_at)).append(entry);
  result.append(text.substr(insert_at, number_at - insert_at));
  result.append(std::to_string(table + entry.size()));
  result.append(parsed.ptr, text.data() + text.size());
  return crypto::Bytes(result.begin(), result.end());
}

}  // namespace evisa::issuer
