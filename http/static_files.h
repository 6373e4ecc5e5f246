// Pages, scripts and styles: read once at the start, answered by exact name.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "http/response.h"
#include "http/router.h"

namespace evisa::http {

/// Sent with every page: own origin only, no inline script or style, no frames, no plug-ins.
[[nodiscard]] std::string_view content_security_policy();
/// Adds CSP, nosniff, frame, referrer and permission headers; also for pages made on the fly.
void add_page_headers(Response& response);

class StaticFiles {
 public:
  /// Every regular file of `folder` and below, by its path relative to it (`app/board.js`). Hidden
  /// files and symbolic links are left out. What is not in the list cannot be asked for, so there
  /// is no path to traverse. Errors: not_found, io, unsupported (an ending without a known content
  /// type), out_of_range (over 8 MiB).
  [[nodiscard]] static Result<StaticFiles> read(const std::filesystem::path& folder);

  StaticFiles() = default;
  /// For pages compiled in. Errors: unsupported (ending), conflict (name).
  [[nodiscard]] Result<void> add(std::string name, std::string content);

  [[nodiscard]] std::vector<std::string> names() const;
  /// 200 with ETag, 304 when If-None-Match has it, 404 problem for another name.
  [[nodiscard]] Response get(std::string_view name, const Request& request) const;
  /// One route a file: `prefix` + `/` + name; `index.html` also as the bare prefix. The routes
  /// share the content.
  [[nodiscard]] std::vector<Route> routes(const std::string& prefix) const;

 private:
  struct File {
    std::string content_type;
    std::string etag;
    SharedBody content;
  };
  std::map<std::string, File, std::less<>> files_;
};

/// Strong entity tag of a content, with its quotes.
[[nodiscard]] std::string etag_of(std::string_view content);
/// If-None-Match holds `etag` or `*` (weak comparison). RFC 9110 13.1.2.
[[nodiscard]] bool matches_etag(const Request& request, std::string_view etag);

}  // namespace evisa::http
